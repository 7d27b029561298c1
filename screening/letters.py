"""Any text to plain upper-case Latin words: pure, and bounded for whatever comes in."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

MAX_TEXT = 2048  # characters read of one name; the contracts allow no more
MAX_WORD = 40

# anyascii leaves these Arabic and Hebrew letters out; who reads a romanised name hears a vowel:
# alef (bare, hamza above or below, madda, wasla), alef maksura, ta marbuta, ain; yeh and waw with
# hamza, Farsi yeh; hamza alone; Hebrew alef and ayin.
_UNWRITTEN = str.maketrans(
    dict.fromkeys("\u0627\u0623\u0622\u0671\u0649\u0629\u0639\u05d0\u05e2", "a")
    | {"\u0625": "i", "\u0626": "y", "\u06cc": "y", "\u0624": "w", "\u0621": ""}
)
# Typewriter, typographic and modifier apostrophes, prime, grave and acute accent standing alone.
_APOSTROPHES = "'`\u00b4\u2018\u2019\u02bb\u02bc\u02be\u02bf\u2032"
_WITHOUT_APOSTROPHES = str.maketrans("", "", _APOSTROPHES)
_WORD = re.compile(r"[A-Z0-9]+")
_SYLLABIC = re.compile("[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]+")  # Han, Hangul
_SYLLABLE = re.compile(r"[A-Z]?[a-z]+")


@lru_cache(maxsize=65_536)
def words(text: str) -> tuple[str, ...]:
    """Return *text* as upper-case ASCII words, in their order; () when no letter is left.

    Reads the first 2,048 characters and 40 letters of a word: names end long before that.
    """
    text = text[:MAX_TEXT].translate(_WITHOUT_APOSTROPHES)
    if not text.isascii():
        text = _latin(text)
    plain = text.translate(_WITHOUT_APOSTROPHES).upper()
    return tuple(word[:MAX_WORD] for word in _WORD.findall(plain))


def _latin(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)[:MAX_TEXT]  # NFKC may grow it eighteenfold
    visible = "".join(map(_visible, normal)).translate(_UNWRITTEN)
    # The second lam of Allah is one letter with its vowel unwritten.
    return anyascii(_SYLLABIC.sub(_family_first, visible)).replace("allh", "allah")


def _visible(char: str) -> str:
    """Return *char*, "" for an invisible one (a mark of direction), a space for a symbol."""
    kind = unicodedata.category(char)
    if kind == "Cf":
        return ""
    return " " if kind[0] in "CSZ" else char


def _family_first(run: re.Match[str]) -> str:
    """Write Han and Hangul as passports do: one syllable of family name, then the given name."""
    syllables = _SYLLABLE.findall(anyascii(run.group()))
    if len(syllables) > 4:  # a foreign name written by sound
        return f" {''.join(syllables)} "
    return f" {syllables[0]} {''.join(syllables[1:]).lower()} " if syllables else " "
