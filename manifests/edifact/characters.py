"""Bytes to text: by the syntax identifier of UNB where the bytes are not UTF-8 (ISO 9735)."""

import re

# UNOC to UNOK name the parts of ISO 8859; A and B are subsets of ASCII.
_PARTS = {
    b"UNOD": "iso8859-2",
    b"UNOE": "iso8859-5",
    b"UNOF": "iso8859-7",
    b"UNOG": "iso8859-3",
    b"UNOH": "iso8859-4",
    b"UNOI": "iso8859-6",
    b"UNOJ": "iso8859-8",
    b"UNOK": "iso8859-9",
    b"UNOL": "iso8859-15",
}
# So many whole letters of UTF-8 for each byte that is none: where UNB names another set, its pairs
# of letters may look like UTF-8; Western ones hardly ever do.
_SURE, _LIKELY = 8, 1
UNREADABLE = "\ufffd"  # stands for what is no letter in the set of the rest
_SYNTAX = re.compile(rb"UNB {0,3}[^A-Za-z0-9](UNO[A-Z])")
# Teletype start and end marks and the like; 1C to 1F stay: UNOB may part with them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1b\x7f]")
_ODD_BLANKS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"), "")
_ODD_BLANKS |= {ord("\u00a0"): " ", ord("\u2028"): "\n", ord("\u2029"): "\n"}
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def text_of(data: bytes) -> str:
    """Return *data* as text without control characters; every byte string has one.

    Blanks and line ends that only word processors and mail programs write are the usual ones.
    """
    text = _CONTROL.sub("", _decoded(data))
    if not text.isascii():
        text = text.translate(_ODD_BLANKS)
    return text if "\n" in text else text.replace("\r", "\n")


def outside(syntax: str, text: str) -> bool:
    """Say whether *text* holds characters that its syntax identifier does not allow."""
    if syntax == "UNOA":
        return not text.isascii() or text != text.upper()
    return syntax == "UNOB" and not text.isascii()


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) if encoding == "utf-8" else 0 :].decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        found = _SYNTAX.search(data, 0, 8_192)
        part = _PARTS.get(found[1]) if found else None
    broken = data.decode(errors="replace")
    if _is_utf8(broken, _SURE if part else _LIKELY):
        return broken
    return data.decode(part, "replace") if part else _western(data)


def _is_utf8(text: str, times: int) -> bool:
    """Say whether *text* has *times* as many letters beyond ASCII as bytes that are none.

    One byte that was changed, or a cut inside a letter, does not make the rest another set.
    """
    unread = text.count(UNREADABLE)
    letters = len(text) - len(text.encode("ascii", "ignore")) - unread
    return letters >= times * unread


def _western(data: bytes) -> str:
    """Return Latin-1 with the signs that Windows puts where it has control characters."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
