"""The one way the tests read a list file, and what that gives."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from watchlist.entry import Entry
from watchlist.formats.reading import read_list
from watchlist.formats.recognise import recognise
from watchlist.formats.rows import BadRow, Tally, Terms


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a file gave."""

    entries: list[Entry]
    bad: list[BadRow]
    tally: Tally

    @property
    def only(self) -> Entry:
        assert not self.bad, [str(row) for row in self.bad]
        (entry,) = self.entries
        return entry


def read(path: Path, terms: Terms | None = None, *, format_name: str | None = None) -> Outcome:
    """Read the whole file for the agency `me` unless the terms say otherwise."""
    tally = Tally()
    rows = read_list(recognise(path, format_name), terms or Terms(owner="me"), tally=tally)
    found = list(rows)
    return Outcome(
        [row for row in found if isinstance(row, Entry)],
        [row for row in found if isinstance(row, BadRow)],
        tally,
    )


class Reads(Protocol):
    """Writes files (name: content; the last is the one named) and reads them."""

    def __call__(
        self,
        files: dict[str, str | bytes],
        terms: Terms | None = None,
        *,
        format_name: str | None = None,
    ) -> Outcome: ...
