"""How alerts look on a terminal, in a pipe, in 80 columns or in 120. Pure.

Names come from outside: `plain` takes away what steers a terminal.
"""

from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from alerts.alert import Alert
from alerts.disposition import AlertDisposition
from manifests.contract import Flight, Passenger
from streams.plain_text import plain


class AlertRow(NamedTuple):
    """The columns of one alert, in the order they are read."""

    time: Text
    agency: Text
    event: Text
    severity: Text
    score: Text
    flight: Text
    passenger: Text
    entry: Text
    reason: Text


_HEADINGS = AlertRow(
    *map(
        Text,
        ("TIME", "AGENCY", "EVENT", "LEVEL", "SCORE", "FLIGHT", "PASSENGER", "ENTRY", "REASON"),
    )
)
_WIDTHS = (8, 9, 12, 6, 5, 14)  # of all columns before the passenger
_INDENT = 9  # as wide as the time, so that alerts stand out by their first column
_WIDE = 110  # columns from which passenger and entry fit on the first line
_ENTRY = 21
_NOTES = 3
_EVENTS = {"raised": "bold", "updated": "yellow", "withdrawn": "green"}
_OTHERS = {"confirmed": "confirms it", "asked": "asks about it"}
_SEVERITIES = {"top": "bold red", "high": "red", "medium": "yellow", "low": ""}


def alert_row(alert: Alert, *, at: str) -> AlertRow:
    """Return the columns of *alert*, which came *at* a time of day.

    The reason is what its strongest features say, for and against.
    """
    owner = alert.entry.owner or "(not named)"
    severity = alert.entry.severity
    again = "sent again; " if alert.replay else ""
    return AlertRow(
        time=plain(at),
        agency=plain(alert.agency),
        event=plain(f"{alert.event} v{alert.version}", _EVENTS[alert.event]),
        severity=plain(severity, _SEVERITIES.get(severity, "")),
        score=plain(f"{alert.score:.2f}"),
        flight=plain(_flight(alert.flight)),
        passenger=plain(_passenger(alert.passenger), "bold"),
        entry=plain(f"{owner}/{alert.entry.id}", "cyan"),
        reason=plain(f"{again}{alert.entry.category}: {_reason(alert)}"),
    )


def alert_lines(alert: Alert, *, at: str, width: int) -> RenderableType:
    """Return *alert* as two lines, or three where *width* is small; lines of many align."""
    return _laid_out(alert_row(alert, at=at), width)


def alert_header(*, width: int) -> RenderableType:
    """Return the headings over `alert_lines`."""
    return _laid_out(_HEADINGS, width)


def _laid_out(row: AlertRow, width: int) -> RenderableType:
    first = [_cell(text, size) for text, size in zip(row[:6], _WIDTHS, strict=True)]
    left = width - sum(_WIDTHS) - len(_WIDTHS)
    reason = _indented(row.reason)
    if width >= _WIDE:
        who = _cell(row.passenger, left - _ENTRY - 1)
        return Group(_line(*first, who, _cell(row.entry, _ENTRY)), reason)
    second = _line(row.passenger, Text("="), row.entry)
    return Group(_line(*first), _indented(second), reason)


def _line(*cells: Text) -> Text:
    line = Text(" ").join(cells)
    line.rstrip()
    return line


def _cell(text: Text, size: int) -> Text:
    cell = text.copy()
    cell.truncate(size, overflow="ellipsis", pad=True)
    return cell


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, _INDENT), expand=False)


def _flight(flight: Flight) -> str:
    return f"{flight.carrier}{flight.number} {flight.origin}>{flight.destination}"


def _passenger(passenger: Passenger) -> str:
    name = ", ".join(filter(None, (passenger.surname, passenger.given_names)))
    return f"{name} {passenger.birth_date}" if passenger.birth_date else name


def _decision(alert: Alert) -> str | None:
    """Return what an update says of who has taken the alert up, None where it says nothing."""
    for one in alert.changes:
        if one["field"] == "disposition":
            return _taken_up(alert.disposition)
        if one["field"] == "escalated":
            return "escalated: nobody has taken it up"
        if one["field"] == "from_others":
            said = (f"{other.agency} {_OTHERS[other.said]}" for other in alert.from_others)
            return "; ".join(said) or "what others said of it is taken back"
    return None


def _taken_up(by: AlertDisposition | None) -> str:
    if by is None:
        return "open again"
    why = f", {by.reason.replace('_', ' ')}" if by.reason else ""
    return f"{by.state} by {by.by}{why}"


def _reason(alert: Alert) -> str:
    if alert.event == "withdrawn" and alert.reason:
        return alert.reason
    if (said := _decision(alert)) is not None:
        return said
    strongest = sorted(alert.explanation, key=lambda one: -one.contribution)
    speaks_for = [one.note for one in strongest if one.contribution > 0][:_NOTES]
    against = [f"but {one.note}" for one in strongest[-1:] if one.contribution < 0]
    reason = "; ".join([*speaks_for, *against])
    if alert.event == "updated" and alert.changes:
        changed = ", ".join(str(one["field"]) for one in alert.changes)
        return f"now another {changed}; {reason}"
    return reason or "no single reason stands out"
