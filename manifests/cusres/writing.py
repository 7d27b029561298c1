"""An answer to the CUSRES that carries it; reading it back gives the same answer."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from manifests.contract import Manifest
from manifests.cusres.answer import REPLY, Answer, PersonAnswer
from manifests.edifact.separators import Separators
from manifests.edifact.tokens import Segment
from manifests.edifact.writing import USUAL, segment, written


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom to whom, under which references; parties as `NIAC` or `NIAC:ZZ`."""

    sender: str
    recipient: str
    prepared_at: datetime
    interchange: str
    message: str
    group: str | None = None
    group_sender: str = ""
    group_recipient: str = ""
    access: str = ""
    syntax: str = "UNOA:4"
    application: str = ""
    version: str = "D:05B:UN:IATA"
    separators: Separators = USUAL


def answer_to(manifest: Manifest, people: tuple[PersonAnswer, ...]) -> Answer:
    """Return the answer about the flight of *manifest*, under the transaction it named."""
    flight, said = manifest.flight, manifest.extra.get("transaction")
    return Answer(
        document=REPLY,
        carrier=flight.carrier,
        number=flight.number,
        origin=flight.origin,
        destination=flight.destination,
        departure=flight.departure[:16],
        arrival=flight.arrival and flight.arrival[:16],
        transaction=said if isinstance(said, str) else None,
        people=people,
    )


def reply_envelope(manifest: Manifest, prepared_at: datetime) -> Envelope:
    """Return the envelope back to who sent *manifest*, under the references it came with."""
    said: Mapping[str, Any] = manifest.extra.get("envelope", {})
    text = {key: value for key, value in said.items() if isinstance(value, str)}
    return Envelope(
        sender=text.get("to", ""),
        recipient=text.get("from", manifest.sender),
        prepared_at=prepared_at,
        interchange=text.get("interchange", _reference(manifest.message_id)),
        message=text.get("message", "1"),
        group=text.get("group"),
        group_sender=text.get("group_to", ""),
        group_recipient=text.get("group_from", ""),
        access=text.get("access", ""),
        syntax=text.get("syntax", "UNOA:4"),
        application=text.get("application", ""),
        version=text.get("type", "PAXLST:D:05B:UN:IATA").partition(":")[2],
        separators=separators_of(text.get("separators", "")),
    )


def _reference(message_id: str) -> str:
    """Return a control reference for the answer to a message that named none: 14 characters."""
    if len(message_id) <= 14:
        return message_id
    return hashlib.blake2b(message_id.encode(), digest_size=7).hexdigest().upper()


def cusres(answer: Answer, envelope: Envelope) -> bytes:
    """Return the interchange that carries *answer*."""
    body = list(_body(answer, envelope))
    inner = [*body, segment("UNT", str(len(body) + 1), envelope.message)]
    if envelope.group is not None:
        inner = [*_group(envelope, envelope.group, inner)]
    separators = envelope.separators
    una = "" if separators == USUAL else separators.service_string
    return (una + written(_interchange(envelope, inner), separators)).encode()


def _interchange(envelope: Envelope, inner: Iterable[Segment]) -> Iterator[Segment]:
    between = (envelope.sender.split(":"), envelope.recipient.split(":"))
    syntax, reference = envelope.syntax.split(":"), envelope.interchange
    yield segment("UNB", syntax, *between, _when(envelope), reference, "", envelope.application)
    yield from inner
    yield segment("UNZ", "1", reference)


def _group(envelope: Envelope, name: str, inner: Iterable[Segment]) -> Iterator[Segment]:
    between = (envelope.group_sender.split(":"), envelope.group_recipient.split(":"))
    version = envelope.version.split(":")[:2]
    yield segment("UNG", "CUSRES", *between, _when(envelope), name, "UN", version)
    yield from inner
    yield segment("UNE", "1", name)


def _when(envelope: Envelope) -> list[str]:
    now = envelope.prepared_at.astimezone(UTC)
    return [f"{now:%y%m%d}", f"{now:%H%M}"]


def _body(answer: Answer, envelope: Envelope) -> Iterator[Segment]:
    kind = ["CUSRES", *envelope.version.split(":")]
    yield segment("UNH", envelope.message, kind, envelope.access, ["01", "F"])
    yield segment("BGM", answer.document)
    if answer.transaction:
        yield segment("RFF", ["TN", answer.transaction])
    yield segment("RFF", ["AF", answer.carrier + answer.number])
    for code, when in (("189", answer.departure), ("232", answer.arrival)):
        if when:
            yield segment("DTM", [code, _digits(when), "201"])
    for code, where in (("125", answer.origin), ("87", answer.destination)):
        if where:
            yield segment("LOC", code, where)
    if answer.code is not None:
        yield from _told("1", PersonAnswer(answer.code, text=answer.text))
    for one in answer.people:
        yield from _told("2", one)


def _told(kind: str, one: PersonAnswer) -> Iterator[Segment]:
    yield segment("ERP", kind)
    if one.record_locator:
        yield segment("RFF", ["AVF", one.record_locator])
    if one.passenger_id:
        yield segment("RFF", ["ABO", one.passenger_id])
    yield segment("ERC", one.code)
    if one.text:
        yield segment("FTX", "AAP", "", "", one.text)


def _digits(local: str) -> str:
    """Return `2026-11-24T18:30` as YYMMDDHHMM (code 201)."""
    return "".join(one for one in local[2:16] if one.isdigit())


def separators_of(service: str) -> Separators:
    """Return the separators that a service string (UNA) names; the usual ones where it is none."""
    if len(service) != 6:
        return USUAL
    component, element, _decimal, release, _reserved, terminator = tuple(service)
    return Separators(component, element, release.strip(), terminator)
