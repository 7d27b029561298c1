"""Where the console hands things in: the desks of the agencies' doors, and a few of its own."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from access.caller import Caller
from access.parties import AgencyId
from alerts.alert import Alert
from alerts.attempts import Attempt
from alerts.patterns import Hits
from doors.alert_list import ListDesk
from doors.alert_stream import Since
from doors.alerts import AlertDesk
from doors.console.refused import QuarantineDesk
from doors.console.session import Sessions
from doors.console.watchlist_desk import WatchlistDesk
from doors.deliveries import DeliveryDesk
from doors.gate import Gate
from doors.patterns import Journeys, Span
from doors.questions import CheckDesk
from doors.system import SystemFigures
from watchlist.entry import Entry


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody on the same booking and flight as a hit: as much as a meeting at the gate needs."""

    name: str
    role: str
    seat: str | None
    about: tuple[str, ...]  # for the audit trail


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs to an alert and is not in it; the entry is None where it is gone or hidden."""

    entry: Entry | None
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """The message that led to a version of an alert; the version alone once it is not kept."""

    version: int
    airline: str | None = None
    message_id: str | None = None
    function: str | None = None
    source: str | None = None  # api, pnr or crew
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsoleDesk:
    """All that the pages show and do; everything raises Declined."""

    gate: Gate
    sessions: Sessions
    holder_of: Callable[[str], Caller | None]  # of a key; tokens do not sign in here
    alerts: AlertDesk
    pages: ListDesk
    follow: Callable[[AgencyId, str | None], AsyncGenerator[Since]]
    check: CheckDesk
    beside: Callable[[AgencyId, Alert], Awaitable[Beside]]
    together: Callable[[AgencyId, Alert], Awaitable[tuple[Companion, ...]]]
    sources: Callable[[AgencyId, Alert], Awaitable[tuple[SourceMessage, ...]]]
    watchlist: WatchlistDesk
    deliveries: DeliveryDesk
    system: Callable[[], Awaitable[SystemFigures]]
    listeners: Callable[[], Mapping[AgencyId, int]]  # streams of alerts that this server has open
    quarantine: QuarantineDesk
    hits: Callable[[AgencyId, Span], Awaitable[tuple[Hits, ...]]]  # of whole days
    journeys: Callable[[AgencyId, Span], Awaitable[Journeys]]
