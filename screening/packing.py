"""Entries and people as bytes, as what is compiled reads them. Pure.

Words are those of `packed_words.py`. Numbers of several bytes have the lowest first; what varies in
length comes behind its length, what comes several times behind its number: a byte each, but 4 for
how many dates and nationalities.

A view of an entry: its length with these 4 bytes; flags; dates of birth, each as year (2), month
and day; nationalities; digests of documents if it has some (`compiled/digests.py`); names, one
behind the other for each way to read them: flags, place of the own name in it, length of the words
in bytes and their rarity (2 bytes each), number of words, outlines of the words, words.
A person: flags; date of birth; nationality; digests of documents if there are some; ways to read
the name: flags, place of the own name, number of words, words as they are sought.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct

from screening.compiled.digests import DIGEST, digests
from screening.names import MAX_TOKENS, PreparedName
from screening.packed_words import (
    FACTS,
    MOST,
    OUTLINE,
    behind_its_length,
    counted,
)
from screening.prepared import (
    BirthDate,
    PreparedDocument,
    PreparedEntry,
    PreparedPassenger,
    birth_date,
)
from screening.readings import MAX_READINGS
from screening.tokens import Tokens, token

MOST_WORDS, MOST_READINGS = MAX_TOKENS, MAX_READINGS
HEAD = 6  # bytes of a record before its first view: layout, length, number of views
LENGTH = 1  # where the length stands, in 4 bytes
# Of a name: length of its words in bytes with their number and outlines, and their rarity; up to
# the outlines.
SUMS = Struct("<HH")
_NAME_HEAD = Struct("<BBHHB")  # flags, place of the own name, SUMS, number of words
_NAME = _NAME_HEAD.size
# Of a view, and of a person. PLAIN: the names are in the packed form. CUT: the name may go on.
PLAIN, NAMED_AT_ALL, DOCUMENTS, PLACES, MALE, FEMALE, CUT = 1, 2, 4, 8, 16, 32, 64
# Of a name. ANOTHER_READING: of the name before. INITIALS: one of its words may be some.
WEAK, ANOTHER_READING, INITIALS = 1, 2, 4
_SEX = {"M": MALE, "F": FEMALE, None: 0}


def packed_view(entry: PreparedEntry) -> bytes:
    """Return a view of an entry."""
    plain = _all_plain([one for name in entry.names for one in name.readings])
    flags = (
        PLAIN * plain
        | NAMED_AT_ALL * bool(entry.names)
        | DOCUMENTS * bool(entry.documents)
        | PLACES * any(place.tokens for place in entry.birth_places)
        | _SEX[entry.sex]
    )
    body = b"".join(
        (
            bytes((flags,)),
            _many(map(_date, entry.birth_dates)),
            _many(map(behind_its_length, entry.nationalities)),
            _documents(entry.documents),
            counted(_each_once(entry.names)) if plain else b"\0",
        )
    )
    return (4 + len(body)).to_bytes(4, "little") + body


def packed_person(passenger: PreparedPassenger) -> bytes:
    """Return a person, beside whose name nothing counts that is not plain."""
    readings = passenger.name.readings
    plain = _all_plain(readings)
    place = passenger.birth_place
    flags = (
        PLAIN * plain
        | NAMED_AT_ALL * bool(readings)
        | DOCUMENTS * bool(passenger.documents)
        | PLACES * bool(place and place.tokens)
        | CUT * passenger.name.cut
        | _SEX[passenger.sex]
    )
    born = _date(passenger.birth_date) if passenger.birth_date else bytes(4)
    parts = [bytes((flags,)), born, behind_its_length(passenger.nationality or "")]
    parts += (_documents(passenger.documents), bytes((len(readings) * plain,)))
    for each in readings if plain else ():
        own = each.index(passenger.name.own_word(each)) if passenger.name.own else 0
        parts.append(bytes((_of_name(each), own, len(each))))
        for word in each:
            parts += (word.packed.word, word.packed.alike)
    return b"".join(parts)


@dataclass(slots=True)
class Facts:
    """What a packed view says; no names where they are not packed."""

    birth_dates: tuple[BirthDate, ...]
    nationalities: tuple[str, ...]
    sex: str | None
    names: tuple[PreparedName, ...]


def facts_in(view: bytes) -> Facts:
    """Return what `packed_view` packed."""
    flags, dates, at = view[4], int.from_bytes(view[5:9], "little"), 9
    born = tuple(_date_at(view, place) for place in range(at, at + 4 * dates, 4))
    at += 4 * dates
    countries, at = int.from_bytes(view[at : at + 4], "little"), at + 4
    nationalities = []
    for _ in range(countries):
        end = at + 1 + view[at]
        nationalities.append(view[at + 1 : end].decode())
        at = end
    if flags & DOCUMENTS:
        at += 1 + DIGEST * view[at]
    sex = "M" if flags & MALE else "F" if flags & FEMALE else None
    return Facts(born, tuple(nationalities), sex, _names_in(view, at))


def _names_in(view: bytes, at: int) -> tuple[PreparedName, ...]:
    names: list[PreparedName] = []
    count, at = view[at], at + 1
    for _ in range(count):
        flags, own, words, at = view[at], view[at + 1], view[at + 2 + SUMS.size], at + _NAME
        at += OUTLINE * words
        tokens = []
        for _ in range(words):
            end = at + 1 + view[at]
            tokens.append(token(view[at + 1 : end].decode()))
            at = end + 1 + view[end] + FACTS.size
            at += 1 + 2 * view[at]
        if flags & ANOTHER_READING:
            before = names.pop()
            readings = (*before.readings, tuple(tokens))
            names.append(before._replace(readings=readings))
        else:
            its_own = tokens[own - 1].text if own else None
            names.append(PreparedName("", (tuple(tokens),), bool(flags & WEAK), own=its_own))
    return tuple(names)


def _all_plain(readings: Sequence[Tokens]) -> bool:
    """Say whether all that can be said of names is in their packed form."""
    return len(readings) <= MOST and all(map(_is_plain, readings))


def _is_plain(words: Tokens) -> bool:
    for word in words:  # asked of every passenger: no generator
        if word.others or word.vowelless:
            return False
    return len(set(words)) == len(words)


def _each_once(names: Sequence[PreparedName]) -> Iterable[bytes]:
    """Return names without those that another one repeats."""
    if len(names) == 1:
        return _name(names[0])
    each = dict.fromkeys([tuple(_name(one)) for one in names])
    return [reading for name in each for reading in name]


def _name(name: PreparedName) -> list[bytes]:
    return [_reading(name, words, nth) for nth, words in enumerate(name.readings)]


def _reading(name: PreparedName, words: Tokens, nth: int) -> bytes:
    outlines, each, rarity, initials = [], [], 0, 0
    for word in words:  # of every entry that is imported: no generators
        outline, its_own, _, steps = word.packed
        outlines.append(outline)
        each.append(its_own)
        rarity += steps
        initials |= word.initial
    own = 0 if name.own is None else 1 + words.index(name.own_word(words))
    flags = WEAK * name.weak | ANOTHER_READING * (nth > 0) | INITIALS * initials
    length = 1 + OUTLINE * len(words) + sum(map(len, each))
    return b"".join((_NAME_HEAD.pack(flags, own, length, rarity, len(words)), *outlines, *each))


def _of_name(words: Tokens) -> int:
    for word in words:
        if word.initial:
            return INITIALS
    return 0


def _date(born: BirthDate) -> bytes:
    return _date_of(born.shown)


@lru_cache(maxsize=32_768)
def _date_of(shown: str) -> bytes:
    born = birth_date(shown)
    return born.year.to_bytes(2, "little") + bytes((born.month or 0, born.day or 0))


def _date_at(view: bytes, at: int) -> BirthDate:
    year, month, day = int.from_bytes(view[at : at + 2], "little"), view[at + 2], view[at + 3]
    shown = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    return BirthDate(shown, year, month or None, day or None)


def _documents(documents: Sequence[PreparedDocument]) -> bytes:
    return digests([one.number for one in documents]) if documents else b""


def _many(parts: Iterable[bytes]) -> bytes:
    found = list(parts)
    return len(found).to_bytes(4, "little") + b"".join(found)
