"""What reading a list of 180 people costs, beside pydifact: `python -m bench --only messages`."""

import time
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random

from pydifact.segmentcollection import Interchange

from bench.figures import Figure
from manifests.edifact.characters import text_of
from manifests.edifact.envelope import envelopes
from manifests.edifact.tokens import Segment
from manifests.edifact.writing import segment, written
from manifests.reading import understood

PEOPLE = 180
RUNS = 101
_NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
_VOWELS, _CONSONANTS = "AEIOU", "BDGKLMNRSTVZ"


def figures() -> Iterator[Figure]:
    """Yield the figures of one full PAXLST, every person with document, bags and references."""
    data = message(Random(4))  # noqa: S311  # nothing secret
    name = f"a PAXLST of {PEOPLE}"
    yield Figure(f"{name}: tokens and envelope", "ms CPU", _each(lambda: _tokens(data)), goal=3)
    yield Figure(f"{name}: as a Manifest", "ms CPU", _each(lambda: _manifest(data)), goal=8)
    text = data.decode()
    yield Figure(f"{name}: pydifact's segments", "ms CPU", _each(lambda: _beside(text), runs=11))


def message(rng: Random) -> bytes:
    """Return a full list as a departure control system sends it, of invented people."""
    body = [
        segment("UNH", "1", ["PAXLST", "D", "05B", "UN", "IATA"], "UA123", ["01", "F"]),
        segment("BGM", "745"),
        segment("NAD", "MS", "", "", "CHECK IN DESK"),
        segment("TDT", "20", "UA123", "", "", "UA"),
        segment("LOC", "125", "JFK"),
        segment("DTM", ["189", "2611241830", "201"]),
        segment("LOC", "87", "LHR"),
        segment("DTM", ["232", "2611250625", "201"]),
    ]
    for number in range(PEOPLE):
        body += _person(rng, number)
    body += [segment("CNT", ["42", str(PEOPLE)]), segment("UNT", str(len(body) + 2), "1")]
    opening = segment("UNB", ["UNOA", "4"], "UA", "PIU", ["261124", "0800"], "1", "", "APIS")
    return ("UNA:+.? '" + written([opening, *body, segment("UNZ", "1", "1")])).encode()


def _person(rng: Random, number: int) -> list[Segment]:
    born = f"{rng.randrange(40, 100)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    state = rng.choice(["USA", "GBR", "FRA", "IND", "KEN", "TUR"])
    return [
        segment("NAD", "FL", "", "", [_name(rng), _name(rng)]),
        segment("ATT", "2", "", rng.choice("MF")),
        segment("DTM", ["329", born]),
        segment("MEA", "CT", "", ["", str(rng.randrange(3))]),
        segment("LOC", "178", "JFK"),
        segment("LOC", "179", "LHR"),
        segment("NAT", "2", state),
        segment("RFF", ["AVF", "".join(rng.choices(_CONSONANTS, k=6))]),
        segment("RFF", ["ABO", str(10_000 + number)]),
        segment("RFF", ["SEA", f"{number // 6 + 1}{'ABCDEF'[number % 6]}"]),
        segment("DOC", ["P", "110", "111"], str(rng.randrange(10**8, 10**9))),
        segment("DTM", ["36", f"3{rng.randrange(10)}0131"]),
        segment("LOC", "91", state),
    ]


def _name(rng: Random) -> str:
    return "".join(rng.choice(_CONSONANTS) + rng.choice(_VOWELS) for _ in range(4))


def _tokens(data: bytes) -> None:
    (one,) = envelopes(text_of(data)).interchanges
    assert one.trailer is not None


def _manifest(data: bytes) -> None:
    found = understood(data, received_at=_NOW, sender="UA")
    assert len(found.manifests[0].passengers) == PEOPLE


def _beside(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has no directory of the service segments
        assert len(Interchange.from_str(text).segments) > PEOPLE


def _each(work: Callable[[], None], runs: int = RUNS) -> tuple[float, ...]:
    """Return the milliseconds of each run, without what other programs take meanwhile.

    The first run warms up and does not count.
    """
    found = []
    for _ in range(runs + 1):
        begun = time.process_time()
        work()
        found.append((time.process_time() - begun) * 1e3)
    return tuple(found[1:])
