"""Han names in Mandarin and its neighbours' spellings; then as Japanese, Korean, Vietnamese."""

from functools import cache

from anyascii import anyascii

from screening.scripts import japanese, korean
from screening.scripts.cantonese import hong_kong
from screening.scripts.data import data
from screening.scripts.wade_giles import wade_giles
from screening.scripts.word import Reading, spelt

_LONGEST_NAME = 4  # characters; a longer one is foreign, written by sound


def read(words: list[str]) -> list[Reading]:
    """Return the readings of Han *words*, the likeliest language first."""
    parted = _parted(words)
    mandarin = _mandarin(parted)
    as_japanese = japanese.kanji(words)
    others = [_korean(parted), _vietnamese(parted)]
    ways = [as_japanese, mandarin] if _looks_japanese(words) else [mandarin, as_japanese]
    return [way for way in (*ways, *others) if way]


def _looks_japanese(words: list[str]) -> bool:
    """Say whether a Japanese reading comes first: a known surname of two, unlike a Chinese one."""
    first = words[0]
    if first[:2] in _compounds() or len(first) == 1:
        return False
    if not any(japanese.is_surname(first[:at]) for at in (2, 3)):
        return "々" in first
    return len(first) >= _LONGEST_NAME or first[0] not in _surnames() or japanese.is_surname(first)


def _parted(words: list[str]) -> list[tuple[str, bool]]:
    """Return (characters, whether they are a surname) of *words*."""
    first, *rest = words
    if rest and _is_surname(first):
        return [(first, True), ("".join(rest), False)]
    if rest or len(first) > _LONGEST_NAME:
        return [(word, False) for word in words]
    return [(part, family) for part, family in _parted_run(first) if part]


def _parted_run(name: str) -> list[tuple[str, bool]]:
    if name[:2] in _compounds():
        return [(name[:2], True), (name[2:], False)]
    if len(name) == _LONGEST_NAME and all(map(_is_surname, name[:2])):
        return [(name[0], True), (name[1], True), (name[2:], False)]  # husband's, own, given
    alone = len(name) == _LONGEST_NAME or (len(name) == 2 and not _is_surname(name[0]))
    return [(name, False)] if alone else [(name[0], True), (name[1:], False)]


def _mandarin(parted: list[tuple[str, bool]]) -> Reading:
    return tuple(
        word for name, family in parted for word in (_surname(name) if family else _given(name))
    )


def _surname(name: str) -> Reading:
    traditional = _traditional(name)
    pinyin = data("han")["surname_pinyin"].get(name) or "".join(map(_pinyin, name))
    listed = data("han")["surname_spellings"].get(traditional, "").split()
    old = (
        "".join(wade_giles(_pinyin(char)) for char in name) if len(name) > 1 else wade_giles(pinyin)
    )
    cantonese = hong_kong(traditional) if len(name) == 1 else ["".join(_first(traditional))]
    return spelt([pinyin, *listed[:3], old, *cantonese[:2], *listed[3:], *_umlauts(name, pinyin)])


def _given(name: str) -> Reading:
    traditional = _traditional(name)
    given: dict[str, str] = data("han")["given_pinyin"]
    syllables = [given.get(char) or _pinyin(char) for char in name]
    pinyin = "".join(syllables)
    ways = [pinyin, "".join(map(wade_giles, syllables)), "".join(_first(traditional))]
    if len(name) > _LONGEST_NAME:
        return spelt(ways[:1])
    usual = _first(traditional)
    mixed = [
        "".join([*usual[:at], other, *usual[at + 1 :]])
        for at, char in enumerate(traditional)
        for other in hong_kong(char)[1:3]
    ]
    return spelt([*ways, *_umlauts(name, pinyin), *mixed])


def _pinyin(char: str) -> str:
    """Return the Mandarin reading of *char* without tone; "" for none."""
    return "".join(filter(str.isalnum, anyascii(char))).upper()


def _first(characters: str) -> list[str]:
    return [(hong_kong(char) or [_pinyin(char)])[0] for char in characters]


def _umlauts(name: str, pinyin: str) -> list[str]:
    """Return how Ü is typed: 吕 is LU, LYU on passports since 2012, LV on keyboards."""
    if not any(char in data("han")["umlauts"] for char in name):
        return []
    return [
        pinyin.replace(u, to)
        for u in ("LU", "NU")
        if u in pinyin
        for to in (u[0] + "YU", u[0] + "V")
    ]


def _korean(parted: list[tuple[str, bool]]) -> Reading:
    """Return the name by its Korean readings, or () where a character has none that we know."""
    hangul = [
        "".join(_hangul(char, family) for char in _traditional(name)) for name, family in parted
    ]
    same = all(len(read) == len(name) for read, (name, _) in zip(hangul, parted, strict=True))
    families = [family for _, family in parted]
    if not same or families not in ([True], [True, False]) or not korean.is_surname(hangul[0]):
        return ()
    return korean.surname(hangul[0]) + korean.given_name("".join(hangul[1:]))


def _hangul(char: str, family: bool) -> str:
    """Return the reading of *char*; the first of a surname's, without the north's R."""
    found = _hanja().get(char, "")
    return found[:1] if family else found[-1:]


@cache
def _hanja() -> dict[str, str]:
    known: dict[str, str] = {}
    for hangul, characters in data("han")["korean"].items():
        for char in dict.fromkeys(characters):
            known[char] = known.get(char, "") + hangul
    southern = {
        "라": "나",
        "량": "양",
        "로": "노",
        "류": "유",
        "리": "이",
        "림": "임",
        "련": "연",
        "려": "여",
    }
    return {char: southern.get(read[0], read[0]) + read for char, read in known.items()}


def _vietnamese(parted: list[tuple[str, bool]]) -> Reading:
    table: dict[str, str] = data("han")["vietnamese"]
    characters = _traditional("".join(name for name, _ in parted))
    if len(characters) > _LONGEST_NAME or any(char not in table for char in characters):
        return ()
    return tuple(word for char in characters for word in spelt(table[char].split()))


def _traditional(name: str) -> str:
    return name.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    pairs = data("han")["simplified"]
    return {ord(short): full for short, full in zip(pairs[::2], pairs[1::2], strict=True)}


def _is_surname(word: str) -> bool:
    return word in _surnames() or word in _compounds()


@cache
def _surnames() -> frozenset[str]:
    return frozenset(data("han")["surnames"])


@cache
def _compounds() -> frozenset[str]:
    return frozenset(data("han")["compound"].split())
