"""Messages as no airline sends them: mutated from whole ones, the same for the same seed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from manifests.cusres.answer import Answer, PersonAnswer
from manifests.cusres.writing import Envelope, cusres
from manifests.edifact.separators import Separators
from tests.manifests.messages import ADA, ALAN, NOW, PNR, interchange, passengers, paxlst, pnrgov

_SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "messages"
_TOO_LONG = 8_000  # mutating a long message shows no more and takes longer
# What parts, ends, releases or opens something, and what only looks like a value.
_PIECES = (
    b"'", b"+", b":", b"?", b"?'", b"??", b"\r\n", b"\n", b" ", b"", b"\x00", b"\xff", b"\xc3\x89",
    b"UNA:+.? '", b"UNB+UNOA:4+A+B+261124:0800+1'", b"UNH+1+PAXLST:D:05B:UN:IATA'", b"UNT+1+1'",
    b"UNG+", b"UNE'", b"UNZ+1+1'", b"SRC'", b"RCI+'", b"TIF+'", b"TIF++'", b"TVL+'", b"NAD+FL+++'",
    b"SSR+DOCS:HK:1:UA:::::////'", b"SSR+INFT:::::::://'", b"99999999999999999999", b"-1", b"0",
    b"000000", b"\xd9\xa1\xd9\xa2", b"{", b"LOC+", b"DTM+329:'", b"TRI+'", b"SSD+'", b"MSG+:141'",
)  # fmt: skip


def seeds() -> list[bytes]:
    """Return whole messages of every kind: our own, and the real ones where they are here."""
    answer = Answer("962", "UA", "123", people=(PersonAnswer("0Z", "1"), PersonAnswer("1Z", "2")))
    own = [
        paxlst(ADA, ALAN, application="IAPI", group="1"),
        paxlst(ADA, separators=Separators(":", "*", "?", "$"), line="\r\n"),
        interchange(passengers(ADA), passengers(ALAN, reference="2", part="02")),
        pnrgov(PNR, PNR),
        pnrgov(("SRC", "RCI+UA:X1", "ORG+UA"), function="141"),
        pnrgov((*PNR, "TRA+KL+8734:B", "SSR+CTCM:HK:1:UA:::::/4477-1LOVELACE/ADA")),
        paxlst(("NAD+ZZZ", "RFF+ABO:1"), bgm="BGM+266+CLOB"),
        interchange(passengers(ADA), passengers(ALAN)).lower(),
        cusres(answer, Envelope("PIU", "UA", NOW, "1", "1")),
    ]
    real = sorted(_SAMPLES.rglob("*.*")) if _SAMPLES.is_dir() else []
    texts = [one.read_bytes() for one in real if one.is_file()]
    return own + [one for one in texts if len(one) < _TOO_LONG]


def mutated(count: int, seed: int) -> Iterator[bytes]:
    """Yield *count* messages, each changed in one to six places."""
    rng, whole = Random(seed), seeds()
    for _ in range(count):
        data = rng.choice(whole)
        for _ in range(rng.randint(1, 6)):
            data = rng.choice(_CHANGES)(data, rng, whole)
        yield data


def _flipped(data: bytes, rng: Random, _whole: list[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def _inserted(data: bytes, rng: Random, _whole: list[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(_PIECES) * rng.choice((1, 1, 1, 40)) + data[at:]


def _cut(data: bytes, rng: Random, _whole: list[bytes]) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start + rng.randrange(60) :]


def _ended(data: bytes, rng: Random, _whole: list[bytes]) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _replaced(data: bytes, rng: Random, _whole: list[bytes]) -> bytes:
    old = rng.choice((b"'", b"+", b":", b"$", b"*"))
    return data.replace(old, rng.choice(_PIECES), rng.choice((1, 3, -1)))


def _shuffled(data: bytes, rng: Random, _whole: list[bytes]) -> bytes:
    parts = data.split(b"'")
    one, other = rng.randrange(len(parts)), rng.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]
    return b"'".join(parts)


def _repeated(data: bytes, rng: Random, _whole: list[bytes]) -> bytes:
    parts = data.split(b"'")
    at = rng.randrange(len(parts))
    return b"'".join(parts[:at] + parts[at : at + rng.randint(1, 8)] * 2 + parts[at:])


def _spliced(data: bytes, rng: Random, whole: list[bytes]) -> bytes:
    other = rng.choice(whole)
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other)) :]


_CHANGES: tuple[Callable[[bytes, Random, list[bytes]], bytes], ...] = (
    _flipped, _inserted, _cut, _ended, _replaced, _shuffled, _repeated, _spliced,
)  # fmt: skip
