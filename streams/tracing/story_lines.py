"""How the story of an alert looks on a terminal, and as JSON. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from alerts.alert import Alert
from alerts.attempts import Attempt
from alerts.decided import Made
from streams.alert_table import alert_lines
from streams.match_lines import reason_line
from streams.plain_text import plain
from streams.tracing.source_records import ListedAs, SourceRecord
from streams.tracing.story import Story, Version

_BY = {
    "manifest": "by a manifest",
    "watchlist": "by a watchlist entry",
    "disposition": "by a disposition",
    "time": "by the time: an entry came into force or went out of it, or nobody had taken it up",
}
# What led to a version without any record.
_OWN = {
    "due": "nobody had taken it up in time (delivery.yaml)",
    "rebuild": "everybody on the flight was screened again as Redis was filled anew",
}
_SINCE = {
    "unchanged": "unchanged since",
    "told again": "told again since, with the same content, by {now}",
    "changed": "changed since, by {now}",
    "newer": "followed by {now}; what it said is no longer in the topic",
    "removed": "removed since, by {now}",
    "unknown": "no longer in the index",
}


def story_lines(story: Story, *, width: int) -> RenderableType:
    """Return the alert as it stands, its reasons, and each version with what led to it."""
    latest = story.versions[-1].told
    head = plain(f"alert {latest.alert.alert_id}", "bold")
    shown = alert_lines(latest.alert, at=latest.at[11:19], width=width)
    reasons = [_indented(reason_line(one)) for one in latest.alert.explanation]
    instruction = latest.alert.entry.instruction
    if instruction:
        reasons.append(_indented(plain(f"instruction: {instruction}")))
    versions = [line for one in story.versions for line in _version(one, story)]
    told = [Text("versions", "bold"), *versions]
    idle = [one for one in story.decisions if one.version is None]
    if idle:
        told += [Text("decisions that changed nothing", "bold")]
        told += [_indented(_decision(one)) for one in idle]
    if story.attempts:
        told += [Text("deliveries", "bold"), *map(_indented, _attempts(story.attempts))]
    return Group(head, shown, Text("why", "bold"), *reasons, *told)


def story_json(story: Story) -> dict[str, Any]:
    """Return the same as one document; what led to it is there for the operator alone."""
    latest = story.versions[-1].told.alert
    said: dict[str, Any] = {"alert": latest.model_dump(mode="json", by_alias=True)}
    if story.traced:
        said["entry"] = story.entry or None
    return {
        **said,
        "versions": [_version_json(one, story) for one in story.versions],
        "decisions": [_decision_json(one) for one in story.decisions],
        "deliveries": [one.model_dump(mode="json") for one in story.attempts],
    }


def source_text(source: SourceRecord) -> str:
    """Return the record in a line: where it is and what it says."""
    if source.place.startswith("time/"):
        return f"the validity of {source.entry}"
    own = _OWN.get(source.place.partition("/")[0])
    if own is not None:
        return own
    first = f" (from {source.first})" if source.first else ""
    if not source.held:
        return f"{source.place}: no longer in the topic"
    if source.decision:
        return f"{source.place}: {source.decision}"
    if source.entry:
        what = "removal of" if source.removed else "entry"
        return f"{source.place}{first}: {what} {source.entry}"
    messages = "; ".join(
        f"message {one.message_id}, {one.function} of {one.source}, sent {one.sent_at:%FT%TZ}"
        for one in source.messages
    )
    return f"{source.place}{first}: {source.airline}, {messages or 'no message can be read'}"


def _decision(one: Made) -> Text:
    said = one.disposition
    why = ", ".join(part for part in (said.reason, said.note) if part)
    return plain(
        f"{said.at:%FT%TZ}  {said.action} by {said.by}{': ' if why else ''}{why} "
        f"({said.disposition_id})"
    )


def _decision_json(one: Made) -> dict[str, Any]:
    said = one.disposition.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {**said, "version": one.version}


def _attempts(attempts: Iterable[Attempt]) -> Iterator[Text]:
    """Yield a line for each, and one where the ledger keeps the number of others alone."""
    numbers: dict[str, int] = {}
    for one in attempts:
        between = one.number - numbers.get(one.webhook, 0) - 1
        numbers[one.webhook] = one.number
        if between > 0:
            yield plain(f"… {between} more to {one.webhook} …")
        yield _attempt(one)


def _attempt(one: Attempt) -> Text:
    status = f" {one.status}" if one.status else ""
    took = f" in {one.ms} ms" if one.ms is not None else ", and its end is not known"
    return plain(
        f"v{one.version}  {one.at[:19]}Z  {one.webhook} at {one.destination}: "
        f"{one.reason}{status}{took}"
    )


def _version(one: Version, story: Story) -> list[RenderableType]:
    alert = one.told.alert
    by = _BY[alert.cause]
    at = f"{one.told.at[:19]}Z" if one.told.at else "(time not known)"
    head = plain(f"v{alert.version}  {at}  {alert.event} {by}, score {alert.score:.2f}")
    lines = [*_news(alert), *_decided(alert)]
    if story.traced:
        lines.append(f"record  {_from(one.source)}")
        lines.append(f"list    {_listed(one.listed)}")
    return [head, *(_indented(plain(line)) for line in lines)]


def _news(alert: Alert) -> list[str]:
    if alert.event == "withdrawn":
        return [f"because {alert.reason}"]
    return [
        f"{one['field']}: {_value(one['before'])} -> {_value(one['now'])}" for one in alert.changes
    ]


def _decided(alert: Alert) -> list[str]:
    """Return who decided and why, where this version says so, and what others told the owner."""
    if alert.cause != "disposition":
        return []
    state = alert.disposition
    said = [f"{one.agency} {one.said}: {one.note or 'no note'}" for one in alert.from_others]
    if state is None or not any(one["field"] == "disposition" for one in alert.changes):
        return said
    why = ", ".join(one for one in (state.reason, state.note) if one)
    return [f"{state.state} by {state.by}" + (f": {why}" if why else ""), *said]


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def _from(source: SourceRecord | None) -> str:
    if source is None:
        return "not known any more: it has expired, or Redis was filled anew and led to it"
    return source_text(source)


def _listed(listed: ListedAs | None) -> str:
    if listed is None:
        return "not known any more: Redis was lost since"
    first = f" (from {listed.first})" if listed.first else ""
    return f"{listed.place}{first}: {_SINCE[listed.since].format(now=listed.now)}"


def _version_json(one: Version, story: Story) -> dict[str, Any]:
    whole = one.told.alert.model_dump(mode="json", by_alias=True)
    names = ("version", "event", "cause", "score", "changes", "reason", "trace_id")
    said: dict[str, Any] = {"at": one.told.at or None, **{name: whole[name] for name in names}}
    if not story.traced:
        return said
    found = {"source": one.source, "listed": one.listed}
    return said | {name: what and what.model_dump(mode="json") for name, what in found.items()}


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 6), expand=False)
