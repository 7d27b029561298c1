"""Asks the index about many people at once, as the worker does, and counts what comes back."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from redis import Redis

from screening.asking import Arguments, Budget, asked
from screening.prepared import PreparedPassenger
from screening.space import Space

OF_A_FLIGHT = 180


@dataclass(frozen=True, slots=True)
class Asked:
    """The numbers of the candidates of each person, and what a person cost."""

    candidates: list[frozenset[bytes]]
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
    found: list[frozenset[bytes]] = []
    spent = 0.0
    for at in range(0, len(people), OF_A_FLIGHT):
        arguments: Arguments = [space.epoch, space.prefix]
        for one in people[at : at + OF_A_FLIGHT]:
            arguments += _all(asked(one, budget)) if unfiltered else asked(one, budget)
        begun = time.perf_counter()
        _, answers = redis.evalsha(script, 0, *arguments)
        spent += time.perf_counter() - begun
        found += [frozenset(one[at : at + 4] for at in range(0, len(one), 4)) for one in answers]
    server = _cpu_s(redis) - before
    return Asked(found, spent / len(people) * 1e6, server / len(people) * 1e6)


def _cpu_s(redis: Redis) -> float:
    used = redis.info("cpu")
    return float(used["used_cpu_user"]) + float(used["used_cpu_sys"])


def _all(question: Arguments) -> Arguments:
    """Return *question* without year and rests: nothing is filtered then."""
    question[0] = 0
    question[5::2] = [0] * len(question[5::2])
    return question
