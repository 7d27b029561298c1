"""Planted values, and whether bytes hold one of them in any form in which we keep data. Pure."""

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator

SHORTEST = 4  # what is shorter is found by chance
# The character sets of EDIFACT (manifests/edifact/characters.py) and of MRZ.
_CHARSETS = ("latin-1", *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9)))
_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)((?:\\u[0-9a-fA-F]{4})+)")
_BASE64 = re.compile(rb'"value_base64"\s*:\s*"([A-Za-z0-9+/=\s]+)"')


class Planted:
    """Lines of text to look for; each is told by its number, never by itself."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        self._texts: dict[str, int] = {}
        self._bytes: dict[bytes, int] = {}
        for number, line in lines:
            for form in _forms(line):
                self._texts.setdefault(_folded(form), number)
                if not form.isascii():
                    self._bytes |= dict.fromkeys(_encoded(form), number)

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(set(self._texts.values()))

    def lines_in(self, *blobs: bytes | None) -> set[int]:
        """Return the numbers of the lines that any of *blobs* holds, in whatever case."""
        return {number for blob in blobs if blob for number in self._in(blob)}

    def _in(self, blob: bytes) -> Iterator[int]:
        text = _folded(_unescaped(blob.decode("utf-8", "replace")))
        yield from (number for form, number in self._texts.items() if form in text)
        yield from (number for form, number in self._bytes.items() if form in blob)
        for inner in _BASE64.findall(blob):
            try:
                decoded = base64.b64decode(inner)
            except binascii.Error:
                continue
            yield from self._in(decoded)


def _forms(line: str) -> set[str]:
    """Return *line* as it may stand in JSON, EDIFACT and a machine readable zone."""
    line = unicodedata.normalize("NFC", line)
    in_json = json.dumps(line, ensure_ascii=False)[1:-1]
    return {line, in_json, re.sub(r"([?'+:*])", r"?\1", line), line.replace(" ", "<")}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _encoded(form: str) -> Iterator[bytes]:
    """Yield a form in 8-bit sets, in the cases that people write: bytes have none to fold."""
    for charset in _CHARSETS:
        for cased in (form, form.lower(), form.upper(), form.title()):
            try:
                yield cased.encode(charset)
            except UnicodeEncodeError:
                continue


def _unescaped(text: str) -> str:
    r"""Return *text* with what JSON writes as \u00e9 written plainly."""
    if "\\u" not in text:
        return text
    return _ESCAPE.sub(lambda found: found[1] + _plain(found[2]), text)


def _plain(escapes: str) -> str:
    units = bytes.fromhex("".join(escapes.split("\\u")))
    return units.decode("utf-16-be", "replace")
