"""What reading a list gives and takes: rows, bad rows, the importer's terms, the tally."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from pydantic import ValidationError

from config.problems import sentence
from watchlist.entry import Entry, ListedDocument, Name, Severity, Sharing

FormatName = Literal["entry", "ftm", "ofac-csv", "ofac-xml", "un-xml", "csv"]
FORMATS: tuple[FormatName, ...] = get_args(FormatName)

NOBODY = "offline"  # owns what does not say whose it is, where that is asked of no agency

_FIELDS = tuple(
    dict.fromkeys(
        spec.alias or name
        for model in (Entry, Name, ListedDocument, Sharing)
        for name, spec in model.model_fields.items()
    )
)


class ListError(Exception):
    """The file cannot be read as a list; one sentence: what, where, how to mend it."""


class RowError(ValueError):
    """One row cannot be an entry; the message says what is wrong and how to mend it."""


class ForeignRowError(RowError):
    """A row of another owner or list."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the importing agency says of the whole list.

    Where a format names a list, category or severity itself (`entry`, `csv`), a row that speaks
    keeps its word and these fill the silence; in the others they replace the format's own.
    `owner` None takes every row's own owner: offline screening, and only where rows may name one.
    """

    owner: str | None
    list_name: str | None = None
    category: str | None = None
    severity: Severity | None = None
    sharing: Sharing = field(default_factory=Sharing)


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file recognised as a list: its format, the list it holds, all its parts, their bytes."""

    path: Path
    format_name: FormatName
    list_name: str
    parts: tuple[Path, ...]
    size: int

    @property
    def rows_speak(self) -> bool:
        """Say whether each row may name its owner and the list it is on."""
        return self.format_name in ("entry", "csv")


@dataclass(slots=True)
class Tally:
    """How far reading has come, and what was left out of the entries; read it while reading."""

    bytes_read: int = 0
    skipped: int = 0  # records of other kinds: organisations, vessels, ...
    left_out: Counter[str] = field(default_factory=Counter)  # reason -> times; no personal data


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is not imported. `id` is the record's, where it could still be read."""

    where: str
    problem: str
    id: str | None = None
    foreign: bool = False  # of another owner or list: it says nothing of who is on this one

    def __str__(self) -> str:
        """Return the sentence a person reads."""
        return f"{self.where}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Row:
    """A good row: where it stood and its entry."""

    where: str
    entry: Entry


def checked(where: str, record_id: str | None, build: Callable[[], Entry]) -> Row | BadRow:
    """Return what *build* makes as a row, or the bad row that says why it cannot be one."""
    try:
        return Row(where, build())
    except ValidationError as problem:
        return BadRow(where, sentence(problem, _FIELDS), record_id)
    except RowError as problem:
        return BadRow(where, str(problem), record_id, isinstance(problem, ForeignRowError))
