"""What comparing needs of an entry, in few bytes: written as it is indexed, read by who screens.

Pure, and internal to one release: the first byte says which layout it has. Behind it the length of
all, the number of views, and each view packed (`packing`): by that most are ruled out. The rest is
lines of text: key, first and last day in force, and for each view its names, where those are not
all packed, its places of birth and its documents. Names are kept as they were read, so that nobody
reads them again: names by |, ways to read one by /, words by blanks, a word's other spellings by
colons. ? marks a weak alias, ~ a word written without vowels; the person's own name, where it is
not the first word, ends with >. Documents that make the whole entry begin with !.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screening.names import PreparedName
from screening.packing import HEAD, PLAIN, facts_in, packed_view
from screening.prepared import (
    Place,
    PreparedEntry,
    prepare_documents,
    prepare_entry,
)
from screening.tokens import Token, Tokens, token, token_of
from watchlist.entry import Entry, EntryKey, ListedDocument
from watchlist.sharing import shared_view

LAYOUT = b"A"
_OF_ALL, _OF_A_VIEW = 3, 3  # lines


@dataclass(slots=True)
class Recorded:
    """An entry as its record has it; `number` is that of its contents.

    `stored` is the whole entry, as `stored_entry` has it, where it came with the record.
    """

    number: int
    record: bytes
    stored: bytes = b""

    @property
    def lines(self) -> list[str]:
        """Return the lines of the record."""
        packed = self._packed_views()
        at = HEAD + sum(map(len, packed))
        return self.record[at:].decode().split("\n")

    def _packed_views(self) -> list[bytes]:
        found, at = [], HEAD
        for _ in range(self.record[HEAD - 1]):
            length = int.from_bytes(self.record[at : at + 4], "little")
            found.append(self.record[at : at + length])
            at += length
        return found

    @property
    def key(self) -> EntryKey:
        """Return the key of the entry."""
        return EntryKey(self.lines[0])

    @property
    def views(self) -> Iterator[PreparedEntry]:
        """Yield the views, ready to compare; nothing in them is as it was written."""
        lines = self.lines
        for nth, packed in enumerate(self._packed_views()):
            at = _OF_ALL + nth * _OF_A_VIEW
            yield _view(packed, *lines[at : at + _OF_A_VIEW])

    def active_on(self, day: str) -> bool:
        """Say whether the entry is in force on *day*, an ISO date."""
        _, first, last, *_ = self.lines
        return first <= day and (not last or day <= last)


def record(entry: Entry, prepared: PreparedEntry | None = None) -> bytes:
    """Return the record of *entry*; whoever has it *prepared* hands that in."""
    first, *others = shown(entry)
    views = [
        (first, prepared or prepare_entry(first)),
        *((one, prepare_entry(one)) for one in others),
    ]
    packed = [packed_view(ready) for _, ready in views]
    days = [day.isoformat() if day else "" for day in (entry.valid_from, entry.valid_until)]
    lines = [entry.key, *days]
    for (one, ready), its in zip(views, packed, strict=True):
        lines += _lines(one, ready, plain=bool(its[4] & PLAIN))
    body = bytes((len(packed),)) + b"".join(packed) + "\n".join(lines).encode()
    length = HEAD - 1 + len(body)
    return LAYOUT + length.to_bytes(4, "little") + body


def parted(contents: bytes) -> tuple[bytes, bytes]:
    """Return the record at the head of an entry's contents, and the entry as it is stored.

    Between both are its keys (`lua/home.lua`).
    """
    length = int.from_bytes(contents[1 : HEAD - 1], "little")
    return contents[:length], contents[length:].partition(b"\n")[2]


def shown(entry: Entry) -> list[Entry]:
    """Return *entry* as each has it who may see it: the owner, and others where they differ.

    An agency must not learn from silence that a field it may not see speaks against a hit.
    """
    if not entry.sharing.redact:
        return [entry]
    others = shared_view(entry)
    return [entry] if others is None or others.entry == entry else [entry, others.entry]


def _lines(entry: Entry, ready: PreparedEntry, *, plain: bool) -> list[str]:
    documents = [one.model_dump(exclude_none=True) for one in entry.documents]
    return [
        "" if plain else "|".join(map(_written_name, ready.names)),
        "|".join(_written(place.tokens) for place in ready.birth_places if place.tokens),
        "!" * ready.documents_alone
        + (json.dumps(documents, separators=(",", ":")) if documents else ""),
    ]


def _written_name(name: PreparedName) -> str:
    own = f"{name.own}>" if name.own else ""
    return "?" * name.weak + own + "/".join(map(_written, name.readings))


def _written(words: Tokens) -> str:
    return " ".join("~" * one.vowelless + ":".join((one.text, *one.others)) for one in words)


def _view(packed: bytes, names: str, places: str, documents: str) -> PreparedEntry:
    facts = facts_in(packed)
    return PreparedEntry(
        names=tuple(map(_name, names.split("|"))) if names else facts.names,
        birth_dates=facts.birth_dates,
        nationalities=facts.nationalities,
        sex=facts.sex,
        birth_places=tuple(Place("", _read(one)) for one in places.split("|") if one),
        documents=prepare_documents(_documents(documents.lstrip("!"))),
        documents_alone=documents.startswith("!"),
    )


def _documents(written: str) -> Iterable[ListedDocument]:
    return map(ListedDocument.model_validate, json.loads(written)) if written else ()


def _name(written: str) -> PreparedName:
    own, _, readings = written.lstrip("?").rpartition(">")
    return PreparedName(
        "",
        tuple(map(_read, readings.split("/"))),
        weak=written.startswith("?"),
        own=own or None,
    )


def _read(written: str) -> Tokens:
    if ":" not in written and "~" not in written:
        return tuple(map(token, written.split(" ")))
    return tuple(map(_word, written.split(" ")))


def _word(written: str) -> Token:
    text, *others = written.lstrip("~").split(":")
    return token_of(text, tuple(others), vowelless=written.startswith("~"))
