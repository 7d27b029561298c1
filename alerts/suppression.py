"""When an agency need not be told of somebody again: they are not the listed person. Pure.

What is kept of a person are keyed hashes (HMAC) of what was stated about them, different for each
agency and entry: enough to know them again, nothing to read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from alerts.alert import keyed_id
from config.files import PartyId
from manifests.contract import Passenger
from manifests.identity import identity
from watchlist.entry import Entry, EntryKey
from watchlist.sharing import View

# `dismissed` is what is kept where an alert is told always: for its own flight, as `confirmed` is.
Kind = Literal["not_the_same_person", "dismissed", "confirmed"]
HexId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
NOT_THE_SAME = "dismissed as not the same person"


class Suppression(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """A decision that outlasts its alert: for the same person, agency and entry.

    What holds for one flight is kept alike: what is answered before boarding goes by all of it.
    """

    schema_: Annotated[Literal["suppression/1"], Field(alias="schema")] = "suppression/1"
    id: HexId
    kind: Kind
    agency: PartyId
    entry: EntryKey
    view: str  # digest of the entry as the agency saw it
    stated: tuple[str, ...]  # kind:hash of each thing stated about the passenger, sorted
    flight: str
    alert_id: HexId
    by: str
    at: str
    until: str  # ISO 8601, UTC; later it holds no more
    source: str  # topic/partition/offset of the disposition

    @property
    def key(self) -> str:
        """Return `agency/id`, the key of its records."""
        return f"{self.agency}/{self.id}"

    def over(self, now: datetime) -> bool:
        """Say whether its time is over."""
        return now >= datetime.fromisoformat(self.until)


@dataclass(frozen=True, slots=True)
class Seen:
    """A hit as an agency sees it, as far as a suppression goes by it."""

    view: str  # digest of the entry
    severity: str
    things: frozenset[str]  # as `stated` gives them


@dataclass(frozen=True, slots=True)
class End:
    """How a suppression ended: by its time, or by somebody."""

    source: str  # the record that says so, or that began it
    cause: Literal["time", "disposition"]
    by: str = ""


def digest(seen: View, agency: str, secret: bytes) -> str:
    """Return what is the same while *agency* sees the same of the entry."""
    shown = "shown" if seen.owner_shown else "withheld"
    return keyed_id(secret, "view", agency, shown, _without_sharing(seen.entry))


def stated(passenger: Passenger, agency: str, entry: EntryKey, secret: bytes) -> frozenset[str]:
    """Return a hash of each thing that tells who *passenger* is, each with its kind before it."""
    return frozenset(
        f"{kind}:{keyed_id(secret, 'stated', agency, entry, kind, *value)}"
        for kind, value in _things(passenger)
    )


def speaks_of(one: Suppression, things: Iterable[str]) -> bool:
    """Say whether it is about whoever *things* are stated of: nothing is new, enough is the same.

    What was stated then may be missing now. A document must be the same, or name and date of birth.
    """
    now = frozenset(things)
    kinds = {thing.partition(":")[0] for thing in now}
    return now <= frozenset(one.stated) and ("document" in kinds or {"name", "born"} <= kinds)


def holds(one: Suppression, hit: Seen, now: datetime) -> bool:
    """Say whether the agency need not be told of *hit*; of `top` it is told always."""
    return (
        one.kind == "not_the_same_person"
        and hit.severity != "top"
        and one.view == hit.view
        and speaks_of(one, hit.things)
        and not one.over(now)
    )


def rules_out(one: Suppression, hit: Seen, flight: str, now: datetime) -> bool:
    """Say whether the agency has decided that a passenger of *flight* is not the listed person."""
    if one.kind == "dismissed":
        same = one.view == hit.view and speaks_of(one, hit.things)
        return same and one.flight == flight and not one.over(now)
    return holds(one, hit, now)


def confirms(one: Suppression, hit: Seen, flight: str, now: datetime) -> bool:
    """Say whether the agency has decided that a passenger of *flight* is the listed person."""
    about = one.kind == "confirmed" and one.flight == flight
    return about and speaks_of(one, hit.things) and not one.over(now)


Suppressions = Mapping[EntryKey, tuple[Suppression, ...]]  # of all agencies, by entry


def _without_sharing(entry: Entry) -> str:
    """Return the entry without what changes nothing of who it is or what is to be done."""
    return entry.model_dump_json(by_alias=True, exclude_defaults=True, exclude={"sharing"})


def _things(passenger: Passenger) -> Iterator[tuple[str, tuple[str, ...]]]:
    who = identity(passenger)
    if not passenger.unnamed:
        yield "name", (who.surname, who.given_names)
    if who.birth_date:  # a year alone does not tell people apart, but another year does
        yield "born" if len(who.birth_date) == 10 else "born in", (who.birth_date,)
    for number, issuer in who.documents:
        yield "document", (issuer, number)
    for kind, value in (
        ("sex", None if passenger.sex == "U" else passenger.sex),
        ("nationality", passenger.nationality),
        ("birth place", passenger.birth_place),
    ):
        if value:
            yield kind, (plain(value),)


def plain(value: str | None) -> str:
    """Return a short text as it is compared: case and blanks do not matter."""
    return "".join((value or "").split()).upper()
