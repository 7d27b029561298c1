"""What comparing needs of an entry, in few bytes: written as it is indexed, read by who screens.

Pure, and internal to one release: the first character says which layout it has. Lines of text, for
one split reads them: layout, key, first and last day in force, and for each view the dates of
birth, nationalities, sex, names, places, documents and the consonants of the names, by which most
are ruled out: readings by /, words by blanks, those of other spellings by colons, "." before all
where some word is an initial or may be initials. Names are kept as they were read, so that
nobody reads them again: names by |, ways to read one by /, words by blanks, a word's other
spellings by colons. ? marks a weak alias, ~ a word written without vowels; the person's own name,
where it is not the first word, ends with >. Documents that make the whole entry begin with !.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from screening.names import PreparedName, Token, Tokens, abbreviates, token, token_of
from screening.prepared import (
    Place,
    PreparedEntry,
    birth_date,
    prepare_documents,
    prepare_entry,
)
from watchlist.entry import Entry, EntryKey, ListedDocument
from watchlist.sharing import shared_view

LAYOUT = b"2"
HEAD, OF_A_VIEW = 4, 7  # lines


@dataclass(slots=True)
class Recorded:
    """An entry as its record has it; `number` is that of its contents."""

    number: bytes
    record: bytes

    @property
    def lines(self) -> list[str]:
        """Return the lines of the record."""
        return self.record.decode().split("\n")

    @property
    def key(self) -> EntryKey:
        """Return the key of the entry."""
        return EntryKey(self.lines[1])

    @property
    def views(self) -> tuple[PreparedEntry, ...]:
        """Return the views, ready to compare; nothing in them is as it was written."""
        return tuple(map(view_of, views_of(self.lines)))


def active_on(lines: list[str], day: str) -> bool:
    """Say whether the entry of these lines is in force on *day*, an ISO date."""
    return lines[2] <= day and (not lines[3] or day <= lines[3])


def views_of(lines: list[str]) -> Iterator[list[str]]:
    """Yield the lines of each view."""
    for at in range(HEAD, len(lines), OF_A_VIEW):
        yield lines[at : at + OF_A_VIEW]


def record(entry: Entry) -> bytes:
    """Return the record of *entry*."""
    head = [LAYOUT.decode(), entry.key]
    head += [day.isoformat() if day else "" for day in (entry.valid_from, entry.valid_until)]
    for one in shown(entry):
        head += _lines(one)
    return "\n".join(head).encode()


def shown(entry: Entry) -> list[Entry]:
    """Return *entry* as each has it who may see it: the owner, and others where they differ.

    An agency must not learn from silence that a field it may not see speaks against a hit.
    """
    others = shared_view(entry)
    return [entry] if others is None or others.entry == entry else [entry, others.entry]


def _lines(entry: Entry) -> list[str]:
    ready = prepare_entry(entry)
    documents = [one.model_dump(exclude_none=True) for one in entry.documents]
    return [
        " ".join(entry.birth_dates),
        " ".join(entry.nationalities),
        ready.sex or "",
        "|".join(map(_written_name, ready.names)),
        "|".join(_written(place.tokens) for place in ready.birth_places if place.tokens),
        "!" * ready.documents_alone
        + (json.dumps(documents, separators=(",", ":")) if documents else ""),
        consonants([one for name in ready.names for one in name.readings]),
    ]


def consonants(readings: Sequence[Tokens]) -> str:
    """Return the consonants of a listed person's names, as a record has them."""
    initials = any(abbreviates(word) for words in readings for word in words)
    written = (" ".join(":".join(word.skeletons) for word in words) for words in readings)
    return "." * initials + "/".join(dict.fromkeys(written))


def _written_name(name: PreparedName) -> str:
    own = f"{name.own}>" if name.own else ""
    return "?" * name.weak + own + "/".join(map(_written, name.readings))


def _written(words: Tokens) -> str:
    return " ".join("~" * one.vowelless + ":".join((one.text, *one.others)) for one in words)


def view_of(lines: list[str]) -> PreparedEntry:
    """Return one view, ready to compare, though without what was written."""
    dates, nationalities, sex, names, places, documents, _ = lines
    return PreparedEntry(
        names=tuple(map(_name, names.split("|"))) if names else (),
        birth_dates=tuple(map(birth_date, dates.split())),
        nationalities=tuple(nationalities.split()),
        sex=sex or None,
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
