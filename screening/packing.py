"""Words and facts as bytes, as what is compiled reads them. Pure.

Numbers of several bytes have the lowest first; what varies in length comes behind its length, what
comes several times behind its number: a byte each, but 4 for how many dates and nationalities.

A word: its text; its skeleton; sums of sound, of sound as frequencies are counted, of stem (2
bytes each); how many letters come before and behind what is left without affixes; rarity in
steps, rounded up; flags; the numbers of the given names that it is a form of (2 bytes each).
A view of an entry: its length with these 4 bytes; flags; dates of birth, each as year (2), month
and day; nationalities; names, one behind the other for each way to read them: flags, place of the
own name in it, length of the words in bytes and their rarity (2 bytes each), number of words,
outlines of the words, words.
An outline has what rules most names out, at a place that is known: 4 bytes of bits, that is whether
other names are known of the word, the letters of its skeleton, and which is the first; then the
number of letters of the word, of the skeleton, and of what of that is heard; rarity.
A person: flags; date of birth; nationality; ways to read the name: flags, place of the own
name, words, each with the skeletons that other forms of it have.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from struct import Struct
from zlib import crc32

from screening.compiled.kin import HEARD
from screening.compiled.letters import PLACE
from screening.names import MAX_TOKENS, PreparedName, Token, Tokens, abbreviates, token
from screening.prepared import BirthDate, PreparedEntry, PreparedPassenger, birth_date
from screening.readings import MAX_READINGS
from screening.variants import as_russian, is_named, is_patronymic, named_alike, stem, variants_of

STEPS_A_NAT = 16
MOST = 255  # of anything that is counted in a byte
MOST_WORDS, MOST_READINGS = MAX_TOKENS, MAX_READINGS
HEAD = 6  # bytes of a record before its first view: layout, length, number of views
# Of a word:
ESTABLISHED, NAMED, BELARUSIAN, PATRONYMIC = 1, 2, 4, 8
_FACTS = Struct("<HHHBBBB")  # behind the skeleton
_OUTLINE = Struct("<IBBBB")
OUTLINE, FIRST_FROM = _OUTLINE.size, 27  # from which bit on the first letter stands
_AFFIXES = ("ABTL", "ATN")  # skeletons that are nothing but an affix
# Of a name: length of its words in bytes with their number and outlines, and their rarity; up to
# the outlines.
SUMS = Struct("<HH")
_NAME = 2 + SUMS.size + 1
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
            _many(map(_behind_its_length, entry.nationalities)),
            _counted(_each_once(entry.names)) if plain else b"\0",
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
    parts = [bytes((flags,)), born, _behind_its_length(passenger.nationality or "")]
    parts.append(bytes((len(readings) * plain,)))
    for each in readings if plain else ():
        own = each.index(passenger.name.own_word(each)) if passenger.name.own else 0
        parts.append(bytes((_of_name(each), own, len(each))))
        parts += map(searching, each)
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
            at = end + 1 + view[end] + _FACTS.size
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


def _each_once(names: Iterable[PreparedName]) -> Iterable[bytes]:
    """Return names without those that another one repeats."""
    packed = dict.fromkeys(tuple(_name(one)) for one in names)
    return [reading for name in packed for reading in name]


def _name(name: PreparedName) -> Iterable[bytes]:
    for nth, words in enumerate(name.readings):
        own = 0 if name.own is None else 1 + words.index(name.own_word(words))
        flags = WEAK * name.weak | ANOTHER_READING * bool(nth) | _of_name(words)
        packed = bytes((len(words),)) + b"".join((*map(_outline, words), *map(packed_word, words)))
        yield bytes((flags, own)) + SUMS.pack(len(packed), sum(map(_steps, words))) + packed


def _of_name(words: Tokens) -> int:
    for word in words:
        if abbreviates(word):
            return INITIALS
    return 0


@lru_cache(maxsize=16_384)
def packed_word(word: Token) -> bytes:
    """Return a word."""
    return _word(word)


def _word(word: Token) -> bytes:
    text, bones = word.text, word.skeleton
    facts = _FACTS.pack(
        _sum(word.sound), _sum(word.heard), _sum(stem(text)),
        word.before, word.behind, _steps(word), _flags(word),
    )  # fmt: skip
    head = f"{chr(len(text))}{text}{chr(len(bones))}{bones}"
    return head.encode("latin-1") + facts + _forms(word)


@lru_cache(maxsize=16_384)
def _outline(word: Token) -> bytes:
    bones = word.skeleton.encode("latin-1")
    bits = 1 if is_named(word.skeleton) else 0
    for letter in set(bones):
        bits |= 1 << int(PLACE[letter & 127])
    if bones and word.skeleton not in _AFFIXES:
        bits |= int(PLACE[bones[0] & 127]) << FIRST_FROM
    heard = sum(bool(HEARD[letter & 127]) for letter in bones)
    return _OUTLINE.pack(bits, len(word.text), len(bones), heard, _steps(word))


def _steps(word: Token) -> int:
    """Return the rarity of a word, rounded up."""
    return ceil(word.rarity * STEPS_A_NAT)


def _flags(word: Token) -> int:
    return (
        ESTABLISHED * word.established
        | NAMED * is_named(word.skeleton)
        | BELARUSIAN * (as_russian(word.text) != word.text)
        | PATRONYMIC * is_patronymic(word.text)
    )


def _forms(word: Token) -> bytes:
    known = variants_of(word.text, word.heard)
    return _counted(map(_short, sorted(known)[:MOST])) if known else b"\0"


@lru_cache(maxsize=65_536)
def searching(word: Token) -> bytes:
    """Return a word of a person, and the skeletons that other forms of it have."""
    return _word(word) + _alike(word.skeleton)


@lru_cache(maxsize=16_384)
def _alike(skeleton: str) -> bytes:
    return _counted(map(_behind_its_length, sorted(named_alike(skeleton))[:MOST]))


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


@lru_cache(maxsize=4_096)
def _behind_its_length(text: str) -> bytes:
    return bytes((len(text),)) + text.encode()


def _counted(parts: Iterable[bytes]) -> bytes:
    found = list(parts)
    return bytes((len(found),)) + b"".join(found)


def _many(parts: Iterable[bytes]) -> bytes:
    found = list(parts)
    return len(found).to_bytes(4, "little") + b"".join(found)


def _sum(text: str) -> int:
    return crc32(text.encode()) & 0xFFFF


def _short(number: int) -> bytes:
    return (number & 0xFFFF).to_bytes(2, "little")
