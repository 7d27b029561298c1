"""One telling word of a name, with sound and rarity: made once per spelling."""

from functools import lru_cache

from screening.packed_words import behind_its_length
from screening.sounds import skeleton, sounds_of
from screening.word_packing import Packed, word_bytes

_AS_LETTERS = str.maketrans("01258367", "OIZSBEGT")  # what a scanner reads for a letter


class Token:
    """One telling word; made once per spelling, so identity is equality. Never changed.

    Most words are never compared: what only comparing asks for is computed when first asked for.
    """

    __slots__ = (
        "before", "behind", "bones", "established", "heard", "initial", "others", "packed",
        "rarity", "skeleton", "skeletons", "sound", "text", "vowelless",
    )  # fmt: skip
    text: str
    others: tuple[str, ...]  # other spellings or readings of the same written word
    vowelless: bool  # its vowels were not written
    skeleton: str
    sound: str
    heard: str  # the same, as coarsely as frequencies are counted
    rarity: float  # log-odds that agreeing on it brings
    established: bool  # many bear it, spelt just so
    before: int  # letters glued before it that are not of the name, and
    behind: int  # behind it
    initial: bool  # it may be one, or some written together: JC, MJ
    skeletons: tuple[str, ...]  # of all its readings, the likeliest first
    bones: bytes  # what keys are made of, as `compiled/filing.py` reads it
    packed: Packed

    def __init__(self, text: str, others: tuple[str, ...], vowelless: bool) -> None:
        self.text = text
        self.others = others
        self.vowelless = vowelless
        (
            self.skeleton, self.sound, self.heard, self.rarity, self.established,
            self.before, self.behind, self.initial,
        ) = sounds_of(text)  # fmt: skip

    def __getattr__(self, name: str) -> object:
        """Return what is asked for the first time; a slot answers from then on."""
        match name:
            case "skeletons":
                others = map(skeleton, self.others)
                self.skeletons = tuple(dict.fromkeys((self.skeleton, *others)))
                return self.skeletons
            case "bones" | "packed":
                self.packed, bones = word_bytes(self.text)
                self.bones = _read_otherwise(self, bones) if self.others else bones
                return self.bones if name == "bones" else self.packed
        raise AttributeError(name)

    def __repr__(self) -> str:
        return f"Token({self.text!r})"


def _read_otherwise(word: Token, bones: bytes) -> bytes:
    """Return *bones* with the skeleton of another spelling in its place."""
    other = behind_its_length(word.skeletons[:2][-1])
    return bones[: (len(bones) + 3) // 2] + other


Tokens = tuple[Token, ...]


@lru_cache(maxsize=65_536)
def token(
    text: str, others: tuple[str, ...] = (), vowelless: bool = False
) -> Token:  # the cache takes positions
    """Return the token of an upper-case ASCII word."""
    if not text.isalpha() and not text.isdigit():
        meant = text.translate(_AS_LETTERS)
        if meant != text:
            return token_of(meant, others, vowelless=vowelless)
    return Token(text, others, vowelless)


def token_of(text: str, others: tuple[str, ...], *, vowelless: bool) -> Token:
    """Return the token of a word that may have other readings: one for each spelling."""
    return token(text, others, vowelless) if others or vowelless else token(text)


@lru_cache(maxsize=8_192)
def consonants(tokens: Tokens) -> frozenset[str]:
    """Return the skeletons of all words in all their readings."""
    return frozenset([one for token in tokens for one in token.skeletons])
