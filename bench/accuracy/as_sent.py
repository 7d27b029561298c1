"""Names as airlines send them: upper-case ASCII Latin, as printed for machines (Doc 9303). Pure."""

from anyascii import anyascii

# ICAO Doc 9303-3, section 6.B, where anyascii romanises otherwise.
_CYRILLIC = {
    "ж": "zh", "й": "i", "\u0445": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "ie", "ь": "", "э": "e", "ю": "iu", "я": "ia", "є": "ie", "ї": "i", "ё": "e",
}  # fmt: skip
_PRINTED = str.maketrans(
    _CYRILLIC | {letter.upper(): latin.upper() for letter, latin in _CYRILLIC.items()}
)
_OMITTED = str.maketrans("", "", "'`\u2019\u2018\u02bb\u02bc.")


def as_sent(name: str) -> str:
    """Return *name* in A to Z and single spaces: apostrophes go, hyphens part."""
    latin = anyascii(name.translate(_PRINTED)).upper().translate(_OMITTED)
    return " ".join("".join(letter if letter.isalpha() else " " for letter in latin).split())
