"""Japanese names in kanji and kana: surname first, cut where both halves are known names."""

from screening.scripts.japanese_names import given_names, surnames
from screening.scripts.kana import romaji, spellings
from screening.scripts.word import Reading, spelt
from screening.scripts.writing import script

# Voiced or not at the seam of a surname, as families differ: NAKAJIMA and NAKASHIMA.
_SEAMS = (
    ("JIMA", "SHIMA"), ("ZAKI", "SAKI"), ("WARA", "HARA"), ("GAWA", "KAWA"), ("ZAWA", "SAWA"),
    ("GUCHI", "KUCHI"), ("DA", "TA"), ("GI", "KI"), ("BASHI", "HASHI"),
)  # fmt: skip


def read(words: list[str]) -> list[Reading]:
    """Return the readings of *words* with kana in them; foreign names in katakana by sound."""
    read_words = [_name(word) or _by_sound(word) for word in words]
    return [tuple(one for several in read_words for one in several)]


def kanji(words: list[str]) -> Reading:
    """Return the reading of all-Han *words* as Japanese, or () where they are no such names."""
    names = [_name(word) for word in words]
    return tuple(one for name in names for one in name) if all(names) else ()


def is_surname(word: str) -> bool:
    """Say whether *word* is one of Japan's 2,000 commonest surnames."""
    return word in surnames()


def _name(word: str) -> Reading:
    """Return *word* as surname and given name, or as either alone; () where it is neither."""
    whole = _spellings(word)
    if word in surnames() or (len(word) < 3 and whole):
        return spelt(whole)
    cuts = [(word[:at], word[at:]) for at in _cuts(word)]
    for family, given in cuts:
        if family in surnames() and _spellings(given):
            return spelt(_spellings(family)) + spelt(_spellings(given))
    return spelt(whole)


def _cuts(word: str) -> list[int]:
    """Return where to cut: most surnames have two kanji, some three, few one."""
    return [at for at in (2, 3, 1) if at < len(word)]


def _spellings(word: str) -> list[str]:
    """Return the spellings of *word* as a surname, then as a given name, likeliest first."""
    family = surnames().get(word)
    readings = [family] if family else []
    readings += given_names().get(word, ())
    if not readings and not any(script(char) == "han" for char in word):
        readings = [romaji(word)]
    ways = [spellings(reading) for reading in readings]
    told = [way[0] for way in ways] + [other for way in ways for other in way[1:]]
    return told + _seams(told[0]) if family else told


def _seams(surname: str) -> list[str]:
    ends = (*_SEAMS, *(pair[::-1] for pair in _SEAMS))
    return [surname.removesuffix(end) + to for end, to in ends if surname.endswith(end)]


def _by_sound(word: str) -> Reading:
    return spelt(spellings(romaji(word)))
