"""Armenian as passports spell it, with the western pronunciation beside the eastern one."""

from anyascii import anyascii

from screening.scripts.word import Reading, spelt

# In western Armenian voiced and voiceless stops have changed places.
_WESTERN = str.maketrans("ԲԳԴԿՊՏ", "ՊԿՏԳԲԴ")


def read(word: str) -> Reading:
    """Return the word of Armenian *word*: ՊԵՏՐՈՍՅԱՆ is PETROSYAN, also PETROSIAN, BEDROSIAN."""
    capital = word.upper()
    plain, western = _latin(capital), _latin(capital.translate(_WESTERN))
    ends = [spelling.replace("YAN", "IAN") for spelling in (plain, western)]
    return spelt([plain, ends[0], western, ends[1]])


def _latin(capital: str) -> str:
    return "".join(filter(str.isalnum, anyascii(capital))).upper().replace("EW", "EV")
