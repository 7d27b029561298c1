"""What airlines send is checked, keyed and handed on; what can never be taken in is refused."""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import starmap

from access.parties import AirlineId, Parties
from manifests.airports import airport_warning, unknown_airports
from manifests.contract import Manifest
from manifests.reading import is_json, understood
from manifests.sent_ahead import AHEAD, is_ahead
from manifests.understanding import Understood
from screening.space import Space
from streams.equipment import Equipment
from streams.fates import Fates
from streams.publisher import Outgoing
from streams.quarantine import put_in_quarantine
from streams.receipts import Receipts, canonical, warned
from streams.record import CAME, Record, Refused
from streams.topics import MANIFESTS, MAX_RECORD_BYTES, is_request, requests_topic

log = logging.getLogger("tocsin.intake")


@dataclass(frozen=True, slots=True)
class _Push:
    """One manifest of a record, with its bytes; *alone* if it is all of the record."""

    record: Record
    manifest: Manifest
    value: bytes
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Aside:
    """One message of a record that goes to quarantine without the others."""

    record: Record
    value: bytes
    refusal: Refused


class ManifestIntake:
    """Handles records of `manifests.<airline>` and `requests.<airline>`."""

    def __init__(
        self, equipment: Equipment, parties: Parties, receipts: Receipts, fates: Fates
    ) -> None:
        self._with = equipment
        self._parties = parties
        self._receipts = receipts
        self._fates = fates

    async def handle(self, record: Record) -> None:
        """Hand each manifest on under its flight's key. Raises Refused where there is none.

        Of an interchange each message stands for itself: those that can never be taken in go to
        quarantine, each with its own bytes, and the others go through.
        """
        await self.handle_all([record])

    async def handle_all(self, records: Sequence[Record]) -> None:
        """Do so for many, in their order; where it raises, any of them may be handed on."""
        read = [one for record in records for one in self._read(record)]
        aside = [one for one in read if isinstance(one, _Aside)]
        space = await self._with.indexes.space()
        taken = []
        pushes = [one for one in read if isinstance(one, _Push)]
        said = [(one.manifest, one.value) for one in pushes]
        conflicts = await self._receipts.conflicts(space, said)
        for push, conflict in zip(pushes, conflicts, strict=True):
            if not conflict:
                taken.append((push, remarked(push.manifest, came_at(push.record))))
            elif push.alone:
                raise recycled_id(push.manifest)
            else:
                aside.append(_Aside(push.record, push.value, recycled_id(push.manifest)))
        self._with.crash.at("intake: before publish")
        await self._with.publisher.publish(*starmap(_outgoing, taken))
        for push in (one for one, _ in taken if not _is_asked_elsewhere(one)):
            self._count(push)
        for one in aside:
            await self._put_aside(one)
        await self._fates.received_all(space, [manifest for _, manifest in taken])
        self._with.crash.at("intake: before ack")

    def _read(self, record: Record) -> Iterator[_Push | _Aside]:
        """Yield each message of *record*; raises Refused where the whole of it can be none."""
        if is_json(_value(record)):
            manifest = checked_manifest(record, self._parties)
            yield _Push(record, manifest, canonical(manifest), alone=True)
            return
        found = read(record)
        for manifest in found.manifests:
            push = _Push(record, manifest, canonical(manifest))
            try:
                permit(manifest, record.party, self._parties)
            except Refused as refusal:
                yield _Aside(record, push.value, refusal)
            else:
                yield push
        for one in found.refused:
            yield _Aside(record, one.raw, Refused(one.code, str(one)))

    def _count(self, push: _Push) -> None:
        """Count what is odd about its airports and its time."""
        for airport in unknown_airports(push.manifest.flight):
            self._with.stats.add_labelled("unknown_airport", airport)
        if is_ahead(push.manifest, came_at(push.record)):
            self._with.stats.add_labelled("sent_ahead", push.manifest.sender)

    async def refused(self, record: Record, refusal: Refused) -> None:
        """Note for its airline that the record is in quarantine, if it says which message it is.

        Content under an id that has other content says nothing of that.
        """
        message_id = _message_id(record.value)
        if message_id is not None and refusal.reason != "recycled_message_id":
            space = await self._with.indexes.space()
            why = (refusal.reason, refusal.detail)
            await self._fates.quarantined(space, record.party, message_id, *why)

    async def _put_aside(self, one: _Aside) -> None:
        """Quarantine one message of a record."""
        log.warning("quarantined a message of %s: %s", one.record.source, one.refusal.reason)
        alone = replace(one.record, value=one.value)
        await put_in_quarantine(self._with.publisher, alone, one.refusal)
        await self.refused(alone, one.refusal)
        self._with.stats.add_labelled("quarantined", one.refusal.reason)


def _is_asked_elsewhere(push: _Push) -> bool:
    """Say whether it goes to the lane that answers, and comes back here from there."""
    return push.manifest.respond and not is_request(push.record.topic)


def _outgoing(push: _Push, taken: Manifest) -> Outgoing:
    """Return where *taken* goes next: who asks for an answer goes to the lane that gives it.

    As it was sent, for there it is checked as before.
    """
    record, manifest = push.record, push.manifest
    if _is_asked_elsewhere(push):
        topic = requests_topic(AirlineId(record.party))
        return Outgoing(topic, push.value, manifest.message_id)
    headers = {"source": record.source, CAME: str(record.timestamp_ms)}
    value = push.value if taken is manifest else canonical(taken)
    return Outgoing(MANIFESTS, value, taken.flight.key, headers)


async def refuse_recycled(receipts: Receipts, space: Space, manifest: Manifest) -> None:
    """Raise Refused where the id was used before for other content."""
    if await receipts.conflict(space, manifest):
        raise recycled_id(manifest)


def recycled_id(manifest: Manifest) -> Refused:
    """Return why a manifest is refused whose id was used before."""
    return Refused(
        "recycled_message_id",
        f"message_id {manifest.message_id!r} was used before for other content; "
        "send this manifest under a new message_id",
    )


def remarked(manifest: Manifest, came: datetime) -> Manifest:
    """Return what came then with what is to be said of its airports and its time."""
    ahead = [AHEAD] if is_ahead(manifest, came) else []
    return warned(manifest, (*map(airport_warning, unknown_airports(manifest.flight)), *ahead))


def came_at(record: Record) -> datetime:
    """Return when the record came: its time, but a party sets that, so not before now."""
    return max(record.at, datetime.now(UTC))


def checked_manifest(record: Record, parties: Parties) -> Manifest:
    """Return the JSON manifest in *record* if its airline may send it; raises Refused."""
    manifest = Manifest.model_validate_json(_value(record))
    permit(manifest, record.party, parties)
    return manifest


def permit(manifest: Manifest, party: str, parties: Parties) -> None:
    """Raise Refused where *party* may not send *manifest*."""
    if manifest.sender != party:
        raise Refused(
            "foreign_sender",
            f"sender is {manifest.sender!r} but the topic belongs to {party!r}; "
            "an airline pushes to its own topic, in its own name",
        )
    airline = parties.airlines.get(AirlineId(party))
    if airline is None:
        raise Refused("unknown_party", f"{party!r} is no airline in parties.yaml")
    if manifest.flight.carrier not in airline.carriers:
        raise Refused(
            "foreign_carrier",
            f"carrier {manifest.flight.carrier!r} is not one of {party!r} "
            f"({', '.join(sorted(airline.carriers))}); see parties.yaml",
        )


def read(record: Record) -> Understood:
    """Return what an EDIFACT record says; raises Refused where the whole of it says nothing."""
    received_at = record.at
    value, sender = _value(record), record.party
    found = understood(value, received_at=received_at, sender=sender, answers=False)
    if not found.manifests and len(found.refused) == 1:
        raise Refused(found.refused[0].code, str(found.refused[0]))
    return found


def _message_id(value: bytes | None) -> str | None:
    """Return the message_id in a JSON record that may be no manifest otherwise."""
    try:
        said = json.loads(value or b"")
    except ValueError:
        return None
    found = said.get("message_id") if isinstance(said, dict) else None
    return found if isinstance(found, str) and 0 < len(found) <= 128 else None


def _value(record: Record) -> bytes:
    return sized(record.value)


def sized(value: bytes | None) -> bytes:
    """Return *value* if it is one and of a size that may be sent; raises Refused."""
    if not value:
        raise Refused("empty", "the record has no value; send a manifest in it")
    if len(value) > MAX_RECORD_BYTES:
        raise Refused("too_large", f"the record exceeds {MAX_RECORD_BYTES} bytes; split it")
    return value
