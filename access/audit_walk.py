"""Goes along the audit trail as its topic holds it, to the first place that is not whole. Pure.

What a crash or a lost Redis leaves behind is no fault: a record published twice, one before its
place and again in it, or a few that were never answered and that nothing follows; nor is it where
retention has taken the beginning of that.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.audit import AuditRecord
from access.audit_chain import START, Chain, Link, link_of

_WINDOW = 100_000  # records within which one may come again, or be followed a second time
_PATIENCE = 10_000  # records out of place after which the trail counts as broken


@dataclass(frozen=True, slots=True)
class _Aside:
    """A record that does not follow, and after which one it stands; None: none of ours."""

    offset: int
    after: Link
    record: AuditRecord | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the trail is: from where to where it is whole, and what is wrong first, if anything."""

    count: int
    first: Link | None
    last: Link
    problem: str | None
    forks: int = 0  # times that records were on their way while Redis was lost
    remarks: tuple[str, ...] = ()


class Walk:
    """Takes the records of the topic in order; `verdict` says what they came to."""

    def __init__(
        self,
        chain: Chain,
        expected: dict[str, Link] | None = None,
        *,
        now: datetime,
        kept_days: float,
    ) -> None:
        """Take the places that must be there, *expected*, each under the name of who says so.

        Retention may have taken what was made more than *kept_days* before *now*.
        """
        self._chain = chain
        self._oldest = now - timedelta(days=kept_days)
        self._kept_days = kept_days
        self._expected = expected or {}
        self._met: set[str] = set()
        self._places: OrderedDict[str, None] = OrderedDict()
        self._aside: OrderedDict[str | int, _Aside] = OrderedDict()
        self._first: AuditRecord | None = None
        self._last = START
        self._count = 0
        self._forks = 0

    def take(self, offset: int, value: bytes | None) -> None:
        """Take in the record at *offset*."""
        record = self._chain.genuine(value)
        if record is None:
            self._set_aside(offset, _Aside(offset, self._last, None))
        elif record.hash in self._places:
            pass  # published once more, byte for byte
        elif self._first is not None and record.seq < self._first.seq:
            # Retention cut through a repetition or a fork. What follows it goes on from here; that
            # nothing went too early, the beginning tells.
            self._remember(record)
        elif self._first is None or record.previous in self._places:
            self._place(record)
        elif self._was_due(record.previous_at):  # what stood before it here is a repetition
            self._first, self._count, self._forks = None, 0, 0
            self._place(record)
        else:
            self._set_aside(record.hash, _Aside(offset, self._last, record))

    def verdict(self) -> Verdict:
        """Return what the trail is now that its end has come."""
        begun = self._first
        problem = self._broken() or self._early_cut() or self._absent()
        return Verdict(
            count=self._count,
            first=link_of(begun) if begun else None,
            last=self._last,
            problem=problem,
            forks=self._forks,
            remarks=tuple(self._remarks()),
        )

    def _place(self, record: AuditRecord) -> None:
        if self._first is None:
            self._first = record
        elif record.previous != self._last.hash:
            self._forks += 1
        self._aside.pop(record.hash, None)
        self._remember(record)
        self._last = link_of(record)
        self._count += 1
        self._met |= {who for who, link in self._expected.items() if link.hash == record.hash}

    def _remember(self, record: AuditRecord) -> None:
        """Let others follow *record*."""
        self._places[record.hash] = None
        if len(self._places) > _WINDOW:
            self._places.popitem(last=False)

    def _set_aside(self, key: str | int, one: _Aside) -> None:
        if len(self._aside) < _PATIENCE:
            self._aside.setdefault(key, one)

    def _broken(self) -> str | None:
        """Say what is wrong with the first record that never came in its place."""
        first = next(iter(self._aside.values()), None)
        if first is None:
            return None
        after, where = first.after.seq, f"offset {first.offset}"
        ours = [one.record for one in self._aside.values() if one.record]
        if first.record is None:
            return self._foreign(first, next(iter(ours), None))
        if first.record.seq <= after + 1:
            return f"record {first.record.seq} stands again, after {after} ({where})"
        missing = range(after + 1, first.record.seq)
        later = {one.seq for one in ours}.union(range(after + 1, self._last.seq + 1))
        if later.issuperset(missing):
            return f"record {first.record.seq} stands before {_span(missing)} ({where})"
        return f"{_records(missing)} missing between {after} and {first.record.seq} ({where})"

    def _foreign(self, first: _Aside, then: AuditRecord | None) -> str:
        after, where = first.after.seq, f"offset {first.offset}"
        if then is not None and then.seq > after + 1:
            changed = range(after + 1, then.seq)
            return f"{_records(changed)} changed, between {after} and {then.seq} ({where})"
        if self._last.seq > after:
            return f"a record that is not ours stands between {after} and {after + 1} ({where})"
        return f"after {after} stands a record that is changed or not ours ({where})"

    def _was_due(self, at: str | None) -> bool:
        return at is not None and at != "" and datetime.fromisoformat(at) <= self._oldest

    def _early_cut(self) -> str | None:
        """Say that the beginning went before its time: retention takes only what is due."""
        if self._first is None or self._first.previous_at is None:
            return None
        if self._was_due(self._first.previous_at):
            return None
        due = datetime.fromisoformat(self._first.previous_at) + timedelta(days=self._kept_days)
        return (
            f"the beginning is cut: {_records(range(1, self._first.seq))} missing before "
            f"{self._first.seq}, and the last of them was to be kept until {due:%Y-%m-%d}"
        )

    def _absent(self) -> str | None:
        """Say that a record is not there that must be."""
        for who, link in self._expected.items():
            if who in self._met or link.seq < (self._first.seq if self._first else 1):
                continue
            if self._first is None and self._was_due(link.at):
                continue  # nothing was noted for so long that all of it was due
            if link.seq > self._last.seq:
                gone = range(self._last.seq + 1, link.seq + 1)
                return f"the end is cut: {_records(gone)} missing, which {who} knows"
            return f"record {link.seq} is another than {who} knows"
        return None

    def _remarks(self) -> list[str]:
        told = []
        if self._first and self._first.seq > 1:
            told.append(f"what came before record {self._first.seq} is no longer kept")
        told += [
            f"{who} knows record {link.seq}, from before what is kept"
            for who, link in self._expected.items()
            if self._first and link.seq < self._first.seq
        ]
        if self._forks:
            times = "once" if self._forks == 1 else f"{self._forks} times"
            told.append(f"{times} Redis was lost while records were on their way")
        return told


def _records(gone: range) -> str:
    return f"record {_span(gone)} is" if len(gone) == 1 else f"records {_span(gone)} are"


def _span(gone: range) -> str:
    return str(gone[0]) if len(gone) == 1 else f"{gone[0]} to {gone[-1]}"
