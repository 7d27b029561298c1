"""Identity documents as lists describe them: kind and number out of prose. Pure."""

import re

# Our type codes, by the first word that the label holds (P and V as in ICAO Doc 9303).
_TYPES = (
    ("P", r"passport|pasaporte|passeport|travel document|laissez"),
    ("V", r"visa"),
    ("DL", r"driv"),
    ("TAX", r"tax|fiscal|r\.?f\.?c\b|\bnit\b|\bruc\b|\brtn\b|c\.u\.i\.t"),
    ("SSN", r"social security|\bssn\b"),
    ("BC", r"birth"),
)
_TYPE_PATTERNS = tuple((code, re.compile(words, re.IGNORECASE)) for code, words in _TYPES)

_ASIDE = re.compile(r"\(.*?\)|[“\"].*?[”\"]")
_TAIL = re.compile(
    r"\s*(?:[,;]|\b(?:issued|expire[sd]?|valid|under|dated?)\b).*$", re.IGNORECASE | re.DOTALL
)
_LABEL = re.compile(
    r"^.*?\b(?:numbers?|n[oº]s?|card|code|ssn)\b[\s.:°]*(?=.*\d)", re.IGNORECASE | re.DOTALL
)
_NUMBER_SIGN = re.compile(r"\b(?:no|number)[.:]*\s+(?=\S)|^no\.?(?=\d)", re.IGNORECASE)
# `Libya B/002210`, `Diplomatic Passport D014433`: words before the number proper.
_WORDS = re.compile(r"^(?:[A-Za-z]*[a-z]{2,}[a-z\u2019':-]*\s+)+")


def document_type(label: str) -> str:
    """Return P, V, DL, TAX, SSN or BC for what *label* names, else I (an identity document)."""
    for code, pattern in _TYPE_PATTERNS:
        if pattern.search(label):
            return code
    return "I"


def document_number(text: str) -> str | None:
    """Return the number within *text* without the words around it; None if it has no digit."""
    bare = " ".join(_ASIDE.sub(" ", text).split())
    number = _TAIL.sub("", bare)
    number = _LABEL.sub("", number)
    number = _WORDS.sub("", number)
    number = _NUMBER_SIGN.sub("", number).strip(" .:-")
    if not any(map(str.isdigit, number)):
        return None
    return number
