"""What goes to a webhook: which alerts, how many in one call, and its bytes. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from manifests.contract import utc_text

Receives = Literal["alerts", "escalations"]

ONLY = "only"  # header of a record that is sent again: the webhook that it is for


class _Said(BaseModel, frozen=True):
    """What is to be known of an alert to deliver it; later releases may say more."""

    alert_id: str
    version: int
    escalated: bool = False
    changes: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """One version of an alert as it is on the topic."""

    offset: int
    alert_id: str
    version: int
    escalates: bool
    value: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent at once; the same records always give the same id and the same bytes."""

    id: str
    body: bytes
    first: int  # offset
    end: int  # offset after the last record, also of those that are passed over
    alerts: tuple[tuple[str, int], ...]  # id and version
    at: datetime  # when the newest of them came
    half: int | None  # offset where it may be divided; None where it is one alert alone


def arrived(offset: int, value: bytes | None, timestamp_ms: int) -> Arrived | None:
    """Return the alert in a record; None where there is none."""
    try:
        said = _Said.model_validate_json(value or b"")
    except ValidationError:
        return None
    escalates = said.escalated and any(one.get("field") == "escalated" for one in said.changes)
    at = datetime.fromtimestamp(timestamp_ms / 1000, UTC)
    return Arrived(offset, said.alert_id, said.version, escalates, value or b"", at)


def is_for(one: Arrived, headers: Mapping[str, str], webhook: str, receives: Receives) -> bool:
    """Say whether a webhook receives this version."""
    meant = headers.get(ONLY, webhook) == webhook
    return meant and (receives == "alerts" or one.escalates)


def fitting(sizes: Iterable[int], *, alerts: int, size: int) -> int:
    """Return how many of the first go into one call, by their bytes; the first always does."""
    count, total = 0, 0
    for one in sizes:
        total += one + 1  # the comma
        if count == alerts or (count and total > size):
            break
        count += 1
    return count


def call(
    agency: str,
    webhook: str,
    receives: Receives,
    bounds: tuple[int, int],
    records: Sequence[Arrived],
) -> Call:
    """Return the call with *records*, of which there is one at least; *bounds* are offsets.

    A version that the topic repeats byte for byte is in it once. The id follows from all of it.
    """
    once = list({one.value: one for one in records}.values())
    at = max(one.at for one in once)
    head = json.dumps({"type": receives, "timestamp": utc_text(at), "data": {"agency": agency}})
    opened = head.removesuffix("}}").encode()
    body = opened + b', "alerts": [' + b",".join(one.value for one in once) + b"]}}"
    first, end = bounds
    named = f"{agency}/{webhook}/{first}-{end}/".encode()
    return Call(
        id=f"msg_{hashlib.sha256(named + body).hexdigest()[:32]}",
        body=body,
        first=first,
        end=end,
        alerts=tuple((one.alert_id, one.version) for one in once),
        at=at,
        half=records[len(records) // 2].offset if len(records) > 1 else None,
    )
