"""What the same work costs with two other designs, on this machine.

`python -m bench --only designs`. The first is what most people would write first: the list in Redis
by the sound of each name part, one query a passenger, and a loop of token_sort_ratio over what
comes back. The second is nomenklatura's: its own blocking index and logic-v2 on what that proposes;
it needs an environment of its own (`--nomenklatura PYTHON`, see bench/accuracy/logic_v2.py). All
have the same list and passengers, one in ONE_IN listed; the others take as many as time allows, the
first so many to warm up.
"""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from rapidfuzz import fuzz
from redis import Redis

from bench.figures import Figure
from bench.hits import Pair, outcome
from bench.load import OF_A_FLIGHT, is_wanted, listed, manifests
from bench.long_list import long_list
from bench.retrieval.asking import server_s
from bench.throughput import one_run
from manifests.contract import Passenger
from streams.embedded import Embedded

ENTRIES = 100_000
PEOPLE = 200 * OF_A_FLIGHT
FEW = 5 * OF_A_FLIGHT  # of them through the others in a run
RUNS = 3
ONE_IN = 20
SAME = 85  # token_sort_ratio from which on most call it a hit
Groups = Sequence[Sequence[Passenger]]  # those of each run
THEIRS = Path(__file__).with_name("nomenklatura_match.py")


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of processor time of a passenger, and whom it led to, once a run."""

    us: tuple[float, ...]
    found: tuple[float, ...]  # of those drawn from the list, as whom they were drawn from, in %
    false_alarms: tuple[float, ...]  # of 1,000 others
    candidates: tuple[float, ...] = ()  # of a passenger, where it is known


@dataclass(frozen=True, slots=True)
class Spent:
    """One run of another design: seconds of processor time, and who is a hit on whom."""

    seconds: float
    candidates: int
    hits: set[Pair]


def figures(entries: int = ENTRIES, nomenklatura: str | None = None) -> Iterator[Figure]:
    """Yield what a passenger costs each way beside *entries*, and the ratios."""
    with long_list() as there:
        there.grow(entries)
        ran = [one_run(there, PEOPLE, one_in=ONE_IN) for _ in range(RUNS)]
    what = f"{entries:,} entries"
    us, found, alarms = zip(
        *((one.stretch.all_cpu_us, one.found, one.false_alarms) for one in ran), strict=True
    )
    yield from _told(f"Tocsin, broker and all, {what}", Cost(us, found, alarms))
    everybody = (one for each in manifests(PEOPLE, ONE_IN, entries) for one in each.passengers)
    people = [list(islice(everybody, FEW)) for _ in range(1 + RUNS)]
    looped = _cost(_looped(entries, people), people)
    yield from _beside(f"one query and a loop, {what}", looped, us)
    if nomenklatura is not None:
        theirs = _cost(_nomenklatura(nomenklatura, entries, people), people)
        yield from _beside(f"nomenklatura with logic-v2, {what}", theirs, us)


def _told(what: str, cost: Cost) -> Iterator[Figure]:
    yield Figure(what, "µs a passenger", cost.us)
    if cost.candidates:
        yield Figure(f"{what}: candidates of a passenger", "", cost.candidates)
    yield Figure(f"{what}: listed passengers found", "%", cost.found)
    yield Figure(f"{what}: false alarms of 1,000", "", cost.false_alarms)


def _beside(what: str, cost: Cost, ours: Sequence[float]) -> Iterator[Figure]:
    yield from _told(what, cost)
    times = tuple(one / median(ours) for one in cost.us)
    yield Figure(f"{what}: times what Tocsin takes", "x", times)


def _looped(entries: int, people: Groups) -> list[Spent]:
    with (
        Embedded(bootstrap="127.0.0.1:1") as found,
        Redis.from_url(found.redis_url, decode_responses=True) as redis,
    ):
        _fill(redis, entries)
        return [_loop(redis, some) for some in people]


def _loop(redis: Redis, people: Sequence[Passenger]) -> Spent:
    server, begun = server_s(redis), time.process_time()
    hits, candidates = set(), 0
    for one in people:
        name = f"{one.given_names or ''} {one.surname}"
        answer = redis.sunion([f"sound:{sound(part)}" for part in name.split()])
        candidates += len(answer)
        for raw in answer:
            full, born, entry = str(raw).split("|")
            if born and one.birth_date and born[:4] != one.birth_date[:4]:
                continue
            if fuzz.token_sort_ratio(name, full) >= SAME:
                hits.add((one.passenger_id or "", entry))
    spent = time.process_time() - begun + server_s(redis) - server
    return Spent(spent, candidates, hits)


def _fill(redis: Redis, entries: int) -> None:
    pipe = redis.pipeline(transaction=False)
    for number, row in enumerate(listed(entries)):
        born = (row.get("birth_dates") or [""])[0]
        for name in row["names"]:
            for part in name["full"].split():
                pipe.sadd(f"sound:{sound(part)}", f"{name['full']}|{born}|{row['id']}")
        if number % 1_000 == 0:
            pipe.execute()
    pipe.execute()


def sound(part: str) -> str:
    """Return the Soundex of a word, as the US National Archives describe it."""
    word = "".join(filter(str.isalpha, part.upper()))
    if not word:
        return ""
    found, last = word[0], _CODES.get(word[0], "")
    for letter in word[1:]:
        code = _CODES.get(letter, "")
        if code and code != last:
            found += code
        if letter not in "HW":
            last = code
    return (found + "000")[:4]


_CODES = {
    letter: code
    for letters, code in zip(
        ("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"), ("1", "2", "3", "4", "5", "6"), strict=True
    )
    for letter in letters
}


def _nomenklatura(python: str, entries: int, people: Groups) -> list[Spent]:
    """Let nomenklatura do it in its own environment, on files of FollowTheMoney properties."""
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        rows, sent = Path(folder) / "listed.jsonl", Path(folder) / "sent.jsonl"
        with rows.open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(_as_person(row))}\n" for row in listed(entries))
        with sent.open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(list(map(_as_sent, some)))}\n" for some in people)
        ran = subprocess.run(  # noqa: S603  # named by the caller
            [python, THEIRS, rows, sent, folder], stdout=subprocess.PIPE, check=True
        )
    return [
        Spent(one["seconds"], one["candidates"], {(who, entry) for who, entry in one["hits"]})
        for one in map(json.loads, ran.stdout.splitlines())
    ]


def _as_person(row: dict[str, object]) -> dict[str, object]:
    names = [one["full"] for one in row["names"]]  # type: ignore[attr-defined]  # rows of ours
    return {"id": f"listed-{row['id']}", "name": names, "birthDate": row.get("birth_dates", [])}


def _as_sent(one: Passenger) -> dict[str, object]:
    born = [one.birth_date] if one.birth_date else []
    name = f"{one.given_names or ''} {one.surname}".strip()
    return {"id": f"sent-{one.passenger_id}", "name": [name], "birthDate": born}


def _cost(spent: Sequence[Spent], people: Groups) -> Cost:
    """Return what the runs cost; the first one warms up."""
    rows = [_row(one, some) for one, some in zip(spent[1:], people[1:], strict=True)]
    us, found, alarms, candidates = zip(*rows, strict=True)
    return Cost(us, found, alarms, candidates)


def _row(spent: Spent, people: Sequence[Passenger]) -> tuple[float, float, float, float]:
    drawn = sum(is_wanted(one.passenger_id or "") for one in people)
    wrong, right = outcome(spent.hits)
    return (
        spent.seconds / len(people) * 1e6,
        100 * right / drawn,
        1_000 * wrong / (len(people) - drawn),
        spent.candidates / len(people),
    )
