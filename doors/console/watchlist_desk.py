"""Where the watchlist page hands things in, and what it is told."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from access.parties import AgencyId
from alerts.alert import Alert
from doors.entries import EntryDesk
from doors.gate import Asking
from watchlist.delta import Summary, shrinks
from watchlist.entry import AgencyRef, Entry, Severity, Slug

State = Literal["reading", "read", "sending", "settling", "done", "refused", "broken", "changed"]
MOVING: tuple[State, ...] = ("reading", "sending", "settling")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Another agency: whether it could see the entry, and of how many passengers it might hear."""

    agency: AgencyId
    sees: bool
    hits: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an entry would come to; nothing is written.

    `alerts` are the agency's own, the likeliest first; `new` those that it does not have by the
    entry as it is in force; `gone` how many it would have no more. `over`: there are more people,
    of whom nothing was weighed.
    """

    alerts: tuple[Alert, ...]
    new: frozenset[str]
    gone: int
    over: bool
    viewers: tuple[Viewer, ...]
    active: bool  # it is in force today
    nothing_left: bool  # what it withholds leaves others nothing to find by


class Version(BaseModel, frozen=True):
    """One import of a list, as it left it."""

    at: str
    by: str
    file: str
    tag: str  # of all that was on the list: equal lists, equal tags
    entries: int
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class ListState:
    """One list as it is in force, and its imports, the latest first."""

    name: str
    entries: int
    tag: str
    changed_ms: int | None
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some of the agency's entries; `next` is where the rest of a list begins.

    `more`: there are others that were looked for.
    """

    entries: tuple[Entry, ...]
    next: str | None = None
    more: bool = False


class ImportWish(BaseModel, frozen=True, extra="forbid"):
    """How a file is to be imported, as the command's options say it."""

    file: Annotated[str, Field(min_length=1, max_length=200)]
    list: Slug | None = None
    replace: bool = False
    move: bool = False
    category: Slug | None = None
    severity: Severity | None = None
    share: tuple[AgencyRef | Literal["*"], ...] = ()


class Sample(BaseModel, frozen=True):
    """One entry of a delta, as much as tells which it is."""

    id: str
    name: str = ""


class Staged(BaseModel, frozen=True):
    """An import of an agency under way: read, shown, and applied once somebody says so."""

    stamp: str
    wish: ImportWish
    state: State
    done: int = 0
    total: int = 0
    beat: float = 0  # when it was last heard of, epoch seconds
    format: str = ""
    list: str | None = None  # None where each row names its own
    counts: Summary = Summary()
    bad_rows: tuple[str, ...] = ()
    samples: dict[str, tuple[Sample, ...]] = {}
    held: str = ""  # fingerprint of what the delta is against
    entries: int = 0  # on the list before it
    problem: str = ""

    @property
    def changes(self) -> int:
        """Return how many records it would send."""
        return self.counts.added + self.counts.changed + self.counts.removed

    @property
    def shrinks(self) -> bool:
        """Say whether most of the list would go: that is asked once more."""
        return shrinks(self.entries, self.counts.removed)


@dataclass(frozen=True, slots=True)
class ImportDesk:
    """Imports of files, one at a time of each agency; everything raises Declined.

    `apply` sends what was shown, if nothing has changed since; it goes on after it returns. Whether
    most of the list may go is its last argument.
    """

    read: Callable[[Asking, ImportWish, AsyncIterator[bytes]], Awaitable[None]]
    staged: Callable[[AgencyId], Awaitable[Staged | None]]
    apply: Callable[[Asking, str, bool], Awaitable[None]]
    drop: Callable[[AgencyId], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class WatchlistDesk:
    """An agency's own entries; everything raises Declined."""

    agencies: tuple[AgencyId, ...]
    entries: EntryDesk
    lists: Callable[[AgencyId], Awaitable[tuple[ListState, ...]]]
    page: Callable[[AgencyId, str, str], Awaitable[EntryPage]]  # of a list, after an id
    find: Callable[[AgencyId, str], Awaitable[EntryPage]]  # by id or name
    outlook: Callable[[AgencyId, Entry, str], Awaitable[Outlook]]  # for whom
    imports: ImportDesk
