"""Asks the index about many people at once, as the worker does, and counts what comes back."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain

import msgpack
from redis import Redis

from screening.asking import Budget, about, packed
from screening.brought_up import candidates_in
from screening.keys import NO_DATE, keys_in
from screening.person import Person, as_persons
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
    before = server_s(redis)
    found: list[frozenset[int]] = []
    spent = 0.0
    for at in range(0, len(people), OF_A_FLIGHT):
        some = as_persons(people[at:][:OF_A_FLIGHT])
        if unfiltered:
            some = list(map(_unfiltered, some))
        question = about(some, space.prefix, budget)
        sent = packed(question)
        begun = time.perf_counter()
        _, *answer = redis.evalsha(script, 0, space.epoch, space.prefix, sent)
        spent += time.perf_counter() - begun
        who, numbers = candidates_in(question.asked, question.sought.lists(answer))
        found += [frozenset(numbers[who == nth].tolist()) for nth in range(len(some))]
    server = server_s(redis) - before
    return Asked(found, spent / len(people) * 1e6, server / len(people) * 1e6)


def server_s(redis: Redis) -> float:
    """Return the seconds of processor time that Redis has used."""
    used = redis.info("cpu")
    return float(used["used_cpu_user"]) + float(used["used_cpu_sys"])


def _unfiltered(person: Person) -> Person:
    """Return *person* without year of birth and rests: nothing is filtered then."""
    keys = dict.fromkeys(keys_in(person.filed), 0)
    flat = [NO_DATE, *chain.from_iterable(keys.items())]
    return person._replace(year=NO_DATE, filed=msgpack.packb(flat, use_bin_type=False))
