"""Asks the index about many people at once, as the worker does, and counts what comes back."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from redis import Redis

from screening.asking import Budget, about, packed
from screening.brought_up import candidates_in
from screening.keys import NO_DATE, Keys
from screening.person import Person
from screening.prepared import PreparedPassenger
from screening.space import Space

OF_A_FLIGHT = 180


@dataclass(frozen=True, slots=True)
class Asked:
    """The numbers of the candidates of each person, and what a person cost."""

    candidates: list[frozenset[int]]
    trip_us: float  # a round trip, for each person
    server_us: float  # of processor time in Redis


def ask(
    redis: Redis,
    space: Space,
    people: Sequence[PreparedPassenger],
    budget: Budget | None = None,
    *,
    unfiltered: bool = False,
) -> Asked:
    """Return the candidates of *people*; *unfiltered* gives all whose postings are read."""
    lua = files("screening") / "lua"
    code = "".join((lua / f"{one}.lua").read_text() for one in ("candidates", "lookup"))
    script = redis.script_load(code)
    before = _cpu_s(redis)
    found: list[frozenset[int]] = []
    spent = 0.0
    for at in range(0, len(people), OF_A_FLIGHT):
        some = [
            _Unfiltered(one) if unfiltered else Person(one) for one in people[at:][:OF_A_FLIGHT]
        ]
        question = about(some, budget)
        sent = packed(question.people, question.budgets)
        begun = time.perf_counter()
        _, answers = redis.evalsha(script, 0, space.epoch, space.prefix, sent)
        spent += time.perf_counter() - begun
        who, numbers = candidates_in(question.asked, answers)
        found += [frozenset(numbers[who == nth].tolist()) for nth in range(len(some))]
    server = _cpu_s(redis) - before
    return Asked(found, spent / len(people) * 1e6, server / len(people) * 1e6)


def _cpu_s(redis: Redis) -> float:
    used = redis.info("cpu")
    return float(used["used_cpu_user"]) + float(used["used_cpu_sys"])


class _Unfiltered(Person):
    """One without year of birth and rests: nothing is filtered then."""

    @property
    def keys(self) -> Keys:
        return dict.fromkeys(super().keys, 0)

    @property
    def year(self) -> int:
        return NO_DATE
