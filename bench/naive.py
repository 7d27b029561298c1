"""What the same work costs with two other designs, on this machine.

`python -m bench --only designs`. The first is what most people would write first: the list in Redis
by the sound of each name part, one query a passenger, and a loop of token_sort_ratio over what
comes back. The second is nomenklatura's: its own blocking index and logic-v2 on what that proposes;
it needs an environment of its own (`--nomenklatura PYTHON`, see bench/accuracy/logic_v2.py).
"""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
from redis import Redis

from bench.figures import Figure
from bench.load import OF_A_FLIGHT, is_wanted, listed, manifests
from bench.long_list import long_list
from bench.retrieval.asking import server_s
from bench.throughput import one_run
from manifests.contract import Passenger
from streams.embedded import Embedded

ENTRIES = 100_000
PEOPLE = 200 * OF_A_FLIGHT  # through ours
FEW = 5 * OF_A_FLIGHT  # through the others
ONE_IN = 20
SAME = 85  # token_sort_ratio from which on most call it a hit
THEIRS = Path(__file__).with_name("nomenklatura_match.py")


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of processor time of a passenger, and whom it led to."""

    us: float
    candidates: float
    found: float  # of those drawn from the list, in %
    false_alarms: float  # of 1,000 others


def figures(entries: int = ENTRIES, nomenklatura: str | None = None) -> Iterator[Figure]:
    """Yield what a passenger costs each way beside *entries*, and the ratios."""
    with long_list() as there:
        there.grow(entries)
        run = one_run(there, PEOPLE)
    ours = run.stretch.all_cpu_us
    what = f"{entries:,} entries"
    yield Figure(f"Tocsin, broker and all, {what}", "µs a passenger", (ours,))
    people = [one for each in manifests(FEW, ONE_IN, entries) for one in each.passengers]
    yield from _beside(f"one query and a loop, {what}", _looped(entries, people), ours)
    if nomenklatura is not None:
        theirs = _nomenklatura(nomenklatura, entries, people)
        yield from _beside(f"nomenklatura with logic-v2, {what}", theirs, ours)


def _beside(what: str, cost: Cost, ours: float) -> Iterator[Figure]:
    yield Figure(what, "µs a passenger", (cost.us,))
    yield Figure(f"{what}: candidates of a passenger", "", (cost.candidates,))
    yield Figure(f"{what}: listed passengers found", "%", (cost.found,))
    yield Figure(f"{what}: false alarms of 1,000", "", (cost.false_alarms,))
    yield Figure(f"{what}: times what Tocsin takes", "x", (cost.us / ours,))


def _looped(entries: int, people: Sequence[Passenger]) -> Cost:
    with Embedded(bootstrap="127.0.0.1:1") as found, Redis.from_url(found.redis_url) as redis:
        _fill(redis, entries)
        server, begun = server_s(redis), time.process_time()
        hits, candidates = set(), 0
        for one in people:
            name = f"{one.given_names or ''} {one.surname}"
            answer = redis.sunion([f"sound:{sound(part)}" for part in name.split()])
            candidates += len(answer)
            for raw in answer:
                full, _, born = raw.decode().partition("|")
                if born and one.birth_date and born[:4] != one.birth_date[:4]:
                    continue
                if fuzz.token_sort_ratio(name, full) >= SAME:
                    hits.add(one.passenger_id)
        spent = time.process_time() - begun + server_s(redis) - server
    return _cost(spent, candidates, hits, people)


def _fill(redis: Redis, entries: int) -> None:
    pipe = redis.pipeline(transaction=False)
    for number, row in enumerate(listed(entries)):
        born = (row.get("birth_dates") or [""])[0]
        for name in row["names"]:
            for part in name["full"].split():
                pipe.sadd(f"sound:{sound(part)}", f"{name['full']}|{born}")
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


def _nomenklatura(python: str, entries: int, people: Sequence[Passenger]) -> Cost:
    """Let nomenklatura do it in its own environment, on files of FollowTheMoney properties."""
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        rows, sent = Path(folder) / "listed.jsonl", Path(folder) / "sent.jsonl"
        with rows.open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(_as_person(row))}\n" for row in listed(entries))
        with sent.open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(_as_sent(one))}\n" for one in people)
        ran = subprocess.run(  # noqa: S603  # named by the caller
            [python, THEIRS, rows, sent, folder], stdout=subprocess.PIPE, check=True
        )
    said = json.loads(ran.stdout)
    return _cost(said["seconds"], said["candidates"], set(said["hits"]), people)


def _as_person(row: dict[str, object]) -> dict[str, object]:
    names = [one["full"] for one in row["names"]]  # type: ignore[attr-defined]  # rows of ours
    return {"id": f"listed-{row['id']}", "name": names, "birthDate": row.get("birth_dates", [])}


def _as_sent(one: Passenger) -> dict[str, object]:
    born = [one.birth_date] if one.birth_date else []
    name = f"{one.given_names or ''} {one.surname}".strip()
    return {"id": f"sent-{one.passenger_id}", "name": [name], "birthDate": born}


def _cost(
    seconds: float, candidates: int, hits: set[str | None], people: Sequence[Passenger]
) -> Cost:
    drawn = {one.passenger_id for one in people if is_wanted(one.passenger_id or "")}
    return Cost(
        seconds / len(people) * 1e6,
        candidates / len(people),
        100 * len(hits & drawn) / len(drawn),
        1_000 * len(hits - drawn) / (len(people) - len(drawn)),
    )
