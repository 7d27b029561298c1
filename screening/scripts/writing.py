"""Which writing system a letter belongs to, and text cut into words of one system each."""

import re
import unicodedata
from bisect import bisect
from functools import lru_cache
from itertools import groupby

from screening.scripts.word import MAX_TEXT

# Where a run of Unicode blocks begins, and who reads it (Unicode 16, Blocks.txt).
_BLOCKS = (
    (0x0000, "latin"), (0x0370, "greek"), (0x0400, "cyrillic"), (0x0530, "armenian"),
    (0x0590, "hebrew"), (0x0600, "arabic"), (0x0700, "other"), (0x0750, "arabic"),
    (0x0780, "other"), (0x0860, "arabic"), (0x0900, "indic"), (0x0D80, "other"),
    (0x0E00, "thai"), (0x0E80, "other"), (0x10A0, "georgian"), (0x1100, "hangul"),
    (0x1200, "other"), (0x1780, "khmer"), (0x1800, "other"), (0x1C80, "cyrillic"),
    (0x1C90, "georgian"), (0x1CC0, "other"), (0x1D00, "latin"), (0x1F00, "greek"),
    (0x2000, "latin"), (0x2C80, "other"), (0x2DE0, "cyrillic"), (0x2E00, "other"),
    (0x3005, "han"), (0x3008, "other"), (0x3040, "kana"), (0x3100, "other"), (0x3130, "hangul"),
    (0x3190, "other"), (0x31F0, "kana"), (0x3200, "other"), (0x3400, "han"), (0xA000, "other"),
    (0xA640, "cyrillic"), (0xA6A0, "other"), (0xA720, "latin"), (0xA800, "other"),
    (0xAC00, "hangul"), (0xD7B0, "other"), (0xF900, "han"), (0xFB00, "latin"),
    (0xFB1D, "hebrew"), (0xFB50, "arabic"), (0xFE00, "other"), (0x20000, "han"),
    (0x32000, "other"),
)  # fmt: skip
ALPHABETS = ("latin", "greek", "cyrillic")  # that share letters which look alike
_STARTS = [start for start, _ in _BLOCKS]
_READERS = [reader for _, reader in _BLOCKS]
# Typewriter, typographic and modifier apostrophes, prime, grave and acute accent standing alone,
# Hebrew geresh and gershayim: within a word they part nothing.
_APOSTROPHES = "'`\u00b4\u2018\u2019\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u2032\u05f3\u05f4"
_WITHOUT_APOSTROPHES = str.maketrans("", "", _APOSTROPHES)
_HALVES = re.compile("(?<=[\u0600-\u06ff])\u200c")  # the non-joiner within a Persian compound


@lru_cache(maxsize=16_384)
def script(char: str) -> str:
    """Return the name of the reader of *char*: latin, han, arabic...; other for the rest."""
    return _READERS[bisect(_STARTS, ord(char)) - 1]


def visible_words(text: str) -> list[str]:
    """Return the words of *text*, composed, without what shows no letter, digit or mark.

    Comma, hyphen, middle dot, symbols and NUL part words; marks of direction do not.
    """
    bare = text[:MAX_TEXT].translate(_WITHOUT_APOSTROPHES)
    normal = unicodedata.normalize("NFKC", bare)[:MAX_TEXT]  # NFKC may grow it eighteenfold
    parted = _HALVES.sub(" ", normal.translate(_WITHOUT_APOSTROPHES))
    return "".join(map(_visible, parted)).split()


@lru_cache(maxsize=16_384)
def _visible(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Cf" or "\u0300" <= char <= "\u036f":  # or an accent that composes with nothing
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(char))
    return " " if kind[0] in "CPSZ" else char


def runs(word: str) -> list[tuple[str, str]]:
    """Return *word* cut where its writing system changes: [(reader, letters)...].

    Marks stay with what stands before them, digits with an alphabet like ours; kana takes its Han
    neighbours along.
    """
    readers: list[str] = []
    for char in word:
        readers.append(_reader(char, readers[-1] if readers else ""))
    if "kana" in readers:
        readers = ["kana" if reader == "han" else reader for reader in readers]
    pairs = groupby(zip(readers, word, strict=True), key=lambda pair: pair[0])
    return [(reader, "".join(char for _, char in run)) for reader, run in pairs]


def _reader(char: str, before: str) -> str:
    if char.isascii():
        return before if char.isdigit() and before in ALPHABETS else "latin"
    return before if before and not char.isalpha() else script(char)
