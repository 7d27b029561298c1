"""Decisions that outlast their alerts, as records of a topic of their own: the latest counts."""

from pydantic import ValidationError

from alerts.suppression import Suppression
from alerts.suppressions import suppression_json
from streams.publisher import Outgoing
from streams.record import Record, Refused
from streams.topics import SUPPRESSIONS


def began(one: Suppression) -> Outgoing:
    """Return the record that puts *one* in force."""
    return Outgoing(SUPPRESSIONS, suppression_json(one), one.key, {"source": one.source})


def ended(key: str, by: str = "", at: str = "") -> Outgoing:
    """Return the record that ends the decision of this key, agency/id; *by* whom, where known."""
    said = {"by": by, "at": at} if by else {}
    return Outgoing(SUPPRESSIONS, None, key, said)


def suppression_in(record: Record) -> tuple[str, Suppression | None]:
    """Return the id it is about, and the decision, None where that ends. Raises Refused."""
    key = (record.key or b"").decode(errors="replace")
    name = key.partition("/")[2]
    if record.value is None:
        if not name:
            raise Refused("no_key", "the end of a decision needs agency/id as its key")
        return name, None
    try:
        one = Suppression.model_validate_json(record.value)
    except ValidationError as problem:
        raise Refused("not_ours", "this is no decision that Tocsin wrote") from problem
    if one.key != key:
        raise Refused("key_differs", f"the key is not {one.key!r}")
    return name, one
