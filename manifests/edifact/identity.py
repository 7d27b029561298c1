"""Which message this is: its id, when it was sent, its part, as its envelope says (ISO 9735)."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from manifests.contract import Part
from manifests.dates import told_moment
from manifests.edifact.counts import counted
from manifests.edifact.envelope import Message
from manifests.edifact.writing import written

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
# Application references of interactive API: an answer is awaited (field table, samples).
_INTERACTIVE = frozenset({"IAPI"})


@dataclass(frozen=True, slots=True)
class Identity:
    """The same message sent again has the same; another one under the same reference too."""

    message_id: str
    sent_at: datetime
    part: Part | None
    respond: bool
    envelope: dict[str, Any]


def identity(message: Message, received_at: datetime) -> Identity:
    """Return the identity of *message*; without a date of its own it is that of this arrival."""
    sent_at = _sent_at(message)
    part = _part(message)
    number = f"p{part.number}" if part else ""
    again = f"n{message.again + 1}" if message.again else ""
    if sent_at is None:
        day, references = f"{received_at.astimezone(UTC):%Y%m%dT%H%M%S%f}", [_digest(message)]
    else:
        day, references = f"{sent_at:%Y%m%dT%H%M}", list(_references(message))
    said = _envelope(message)
    return Identity(
        message_id=_fitting([*references, day, number, again]),
        sent_at=sent_at or received_at,
        part=part,
        respond=said.get("application", "").upper() in _INTERACTIVE,
        envelope=said,
    )


def _sent_at(message: Message) -> datetime | None:
    """Return the time of preparation: UNB, else UNG; taken as UTC, for no zone is said.

    Not without its hour: taken as the day's last one, it would be newer than all of that day.
    """
    for header in (message.interchange.header, message.group.header):
        if header is not None:
            said = told_moment(header.at(4) + header.at(4, 1)[:4])
            if said is not None:
                return datetime.fromisoformat(said).replace(tzinfo=UTC)
    return None


def _references(message: Message) -> Iterator[str]:
    interchange, group = message.interchange.header, message.group.header
    if interchange is not None:
        yield from (interchange.at(2), interchange.at(5))
    if group is not None:
        yield group.at(5)
    yield message.header.at(1)


def _fitting(parts: list[str]) -> str:
    """Return the parts as one id that fits into a topic's key and a URL."""
    text = "-".join(one for one in parts if one)
    clean = _UNFIT.sub("_", text)
    if len(clean) <= 96 and clean == text:
        return clean
    return f"{clean[:80]}-{hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()}"


def _digest(message: Message) -> str:
    content = written(message.segments).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def _part(message: Message) -> Part | None:
    """Return which part of a split list this is: 01:C first, 02, 03:F last; 01:F is a whole one."""
    number, flag = counted(message.header.at(4)), message.header.at(4, 1).upper()
    if number is None or number < 1 or (number == 1 and flag == "F"):
        return None
    return Part(number=number, last=flag == "F")


def _envelope(message: Message) -> dict[str, Any]:
    """Return what an answer to the message needs to know of its envelope."""
    unb, ung, unh = message.interchange.header, message.group.header, message.header
    said: dict[str, Any] = {
        "message": unh.at(1),
        "type": unh.joined(2, ":"),
        "access": unh.at(3),
        "separators": message.interchange.separators.service_string[3:],
    }
    if unb is not None:
        said |= {"syntax": unb.joined(1, ":"), "application": unb.at(7), "interchange": unb.at(5)}
        said |= {"from": unb.joined(2, ":"), "to": unb.joined(3, ":"), "test": unb.at(11)}
    if ung is not None:
        said |= {
            "group": ung.at(5),
            "group_from": ung.joined(2, ":"),
            "group_to": ung.joined(3, ":"),
        }
    return {key: value for key, value in said.items() if value}
