"""Screening alone, in a process of its own: no Faust, no consumer, no flight.

    python -m bench.one_worker REDIS BEGUN QUESTIONS < travellers

Takes lines of JSON and prints one. BEGUN is when it was started, by the monotonic clock. The
first so many QUESTIONS are put as an officer puts them. Everybody is new to it, as travellers are.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from bench import SPACE

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from manifests.contract import Passenger
    from screening.brought_up import Sketched
    from screening.compiled.compiling import Whole
    from screening.person import Person
    from screening.prepared import PreparedPassenger
    from screening.record import Recorded

DAY = date(2030, 1, 1)
MIN_SCORE = 0.5
OF_A_FLIGHT = 180


class Spent:
    """Seconds and counts, as they add up."""

    def __init__(self) -> None:
        self.names = self.ruling_out = self.one_by_one = self.comparing = 0.0
        self.people = self.candidates = self.read = self.compared = 0

    def figures(self) -> dict[str, float]:
        """Return them by the names of bench.at_length, for each passenger or candidate."""
        judging = self.ruling_out + self.one_by_one
        return {
            "names and keys of a passenger": self.names / self.people * 1e6,
            "judging a passenger's candidates": judging / self.people * 1e6,
            "names, keys and judging of a passenger": (self.names + judging) / self.people * 1e6,
            "candidates of a passenger": self.candidates / self.people,
            "a candidate judged": judging / self.candidates * 1e6,
            "of them read whole": self.read / self.people,
            "of them compared": self.compared / self.people,
            "a candidate ruled out": self.ruling_out / self.candidates * 1e6,
            "a candidate compared": self.comparing / max(1, self.compared) * 1e6,
        }


def main(redis_url: str, begun: float, questions: int) -> None:
    """Start, ask, screen, print."""
    from screening import entry_join, passenger_join, tables  # noqa: F401  # what a worker has
    from streams.memory import settled

    tables.load()
    started = time.perf_counter() - begun
    from streams import wiring  # noqa: F401  # Kafka and HTTP, which a worker has in memory

    settled()
    found = asyncio.run(_screened(redis_url, questions))
    print(json.dumps({"start of screening": started, **found}))  # noqa: T201  # the output


async def _screened(redis_url: str, questions: int) -> dict[str, float]:
    from redis.asyncio import Redis

    from bench.figures import share
    from screening.lookup import Lookup

    async with Redis.from_url(redis_url, socket_timeout=60) as redis:
        lookup, spent, begun = Lookup(redis, SPACE), Spent(), time.perf_counter()
        while await lookup.learn():  # it is work, no event
            pass
        learnt = time.perf_counter() - begun
        answers = [await _answered(redis, one) for one in _people(questions)]
        for people in _flights():
            persons = _persons(people, spent)
            sketched = await lookup.sketched(persons)
            marks, whose = _marked(persons, sketched, spent), sketched.pairs.who
            read = await lookup.recorded(sketched, marks.nonzero()[0])
            spent.read += len(read)
            left = [(int(whose[nth]), int(marks[nth]), one) for nth, one in read]
            _judged(persons, left, spent)
    return {
        **spent.figures(),
        "learning of all entries": learnt,
        "memory of screening alone": _memory_mb(),
        "an officer's question": share(answers, 50),
        "an officer's question, 99 of 100": share(answers, 99),
    }


def _flights() -> Iterator[list["Passenger"]]:
    while aboard := _people(OF_A_FLIGHT):
        yield aboard


def _people(count: int) -> list["Passenger"]:
    from manifests.contract import Passenger

    return list(map(Passenger.model_validate_json, islice(sys.stdin, count)))


def _persons(people: Sequence["Passenger"], spent: Spent) -> list["Person"]:
    from screening.person import persons

    begun = time.perf_counter()
    found = persons(people)
    spent.names += time.perf_counter() - begun
    spent.people += len(people)
    return found


def _marked(persons: Sequence["Person"], sketched: "Sketched", spent: Spent) -> "Whole":
    from screening.judging import marks_of
    from screening.score import logit

    begun = time.perf_counter()
    marks = marks_of([one.packed for one in persons], sketched.pairs, logit(MIN_SCORE))
    spent.ruling_out += time.perf_counter() - begun
    spent.candidates += len(marks)
    return marks


def _judged(
    persons: Sequence["Person"], left: Iterable[tuple[int, int, "Recorded"]], spent: Spent
) -> None:
    """Do as judging.likely does, with each comparison timed."""
    from screening.judging import is_certain, is_reached
    from screening.score import logit

    needed, today = logit(MIN_SCORE), DAY.isoformat()
    begun = time.perf_counter()
    for who, mark, one in left:
        if one.active_on(today) and not is_certain(mark, needed):
            before = time.perf_counter()
            is_reached(partial(_prepared, persons[who]), one, mark, needed)
            spent.comparing += time.perf_counter() - before
            spent.compared += 1
    spent.one_by_one += time.perf_counter() - begun


def _prepared(one: "Person") -> "PreparedPassenger":
    return one.prepared


async def _answered(redis: "Redis", person: "Passenger") -> float:
    """Return how long `tocsin check` takes for the name alone, in milliseconds, all read afresh."""
    from screening.asking import OFFICER
    from screening.lookup import Lookup
    from screening.prepared import prepare_passenger
    from screening.ranking import ranked

    begun = time.perf_counter()
    one = prepare_passenger(person.model_copy(update={"birth_date": None}))
    (found,) = await Lookup(redis, SPACE, OFFICER).likely([one], MIN_SCORE, DAY)
    ranked(one, found, asker=None, min_score=MIN_SCORE, day=DAY)
    return (time.perf_counter() - begun) * 1e3


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
