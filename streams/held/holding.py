"""What is held of one category of data in one place: how much, since when, until when."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from manifests.contract import utc_text


@dataclass(frozen=True, slots=True)
class Holding:
    """Counts and times alone; no personal data.

    `until` is when the last of what is held now goes, for a topic when its oldest record is due;
    None where nothing is held, or no time is set.
    """

    category: str
    where: str  # Redis, or a topic
    count: int
    since: datetime | None = None
    until: datetime | None = None
    kept: str = ""
    overdue: int = 0  # of `count`, those that should be gone; for a topic, 1 if its oldest should

    def document(self) -> dict[str, object]:
        """Return it for JSON, times in UTC."""
        times = {
            name: utc_text(moment)[:19] + "Z" if moment else None
            for name, moment in (("since", self.since), ("until", self.until))
        }
        return {**asdict(self), **times}


class Span:
    """The earliest and the latest of the moments it was told of."""

    def __init__(self) -> None:
        self.since: datetime | None = None
        self.until: datetime | None = None

    def add(self, *, since: datetime | None = None, until: datetime | None = None) -> None:
        """Take in when one thing came and when it goes, where known."""
        if since is not None:
            self.since = min(since, self.since or since)
        if until is not None:
            self.until = max(until, self.until or until)


def by_category(found: Iterable[Holding]) -> list[Holding]:
    """Return one holding for all topics of a category; the earliest of them is due first."""
    folded: dict[tuple[str, bool], Holding] = {}
    for one in found:
        key = (one.category, one.where == "Redis")
        folded[key] = _joined(folded[key], one) if key in folded else one
    return list(folded.values())


def _joined(one: Holding, other: Holding) -> Holding:
    topics = int(one.where.split()[0]) if one.where.endswith(" topics") else 1
    return replace(
        one,
        where=f"{topics + 1} topics",
        count=one.count + other.count,
        since=min((m for m in (one.since, other.since) if m), default=None),
        until=min((m for m in (one.until, other.until) if m), default=None),
        overdue=one.overdue + other.overdue,
    )
