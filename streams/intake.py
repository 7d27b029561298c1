"""What airlines send is checked, keyed and handed on; what can never be taken in is refused."""

import json
import logging
from dataclasses import replace

from access.parties import AirlineId, Parties
from manifests.airports import airport_warning, unknown_airports
from manifests.contract import Manifest
from manifests.reading import is_json, understood
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
        if is_json(_value(record)):
            await self._hand_on(record, checked_manifest(record, self._parties))
            return
        found = read(record)
        for manifest in found.manifests:
            try:
                permit(manifest, record.party, self._parties)
                await self._hand_on(record, manifest)
            except Refused as refusal:
                await self._put_aside(record, canonical(manifest), refusal)
        for one in found.refused:
            await self._put_aside(record, one.raw, Refused(one.code, str(one)))

    async def refused(self, record: Record, refusal: Refused) -> None:
        """Note for its airline that the record is in quarantine, if it says which message it is.

        Content under an id that has other content says nothing of that.
        """
        message_id = _message_id(record.value)
        if message_id is not None and refusal.reason != "recycled_message_id":
            space = await self._with.indexes.space()
            why = (refusal.reason, refusal.detail)
            await self._fates.quarantined(space, record.party, message_id, *why)

    async def _put_aside(self, record: Record, value: bytes, refusal: Refused) -> None:
        """Quarantine one message of the record."""
        log.warning("quarantined a message of %s: %s", record.source, refusal.reason)
        alone = replace(record, value=value)
        await put_in_quarantine(self._with.publisher, alone, refusal)
        await self.refused(alone, refusal)
        self._with.stats.add_labelled("quarantined", refusal.reason)

    async def _hand_on(self, record: Record, manifest: Manifest) -> None:
        space = await self._with.indexes.space()
        await refuse_recycled(self._receipts, space, manifest)
        unknown = unknown_airports(manifest.flight)
        for airport in unknown:
            self._with.stats.add_labelled("unknown_airport", airport)
        taken = warned(manifest, map(airport_warning, unknown))
        self._with.crash.at("intake: before publish")
        await self._with.publisher.publish(_outgoing(record, manifest, taken))
        await self._fates.received(space, taken)
        self._with.crash.at("intake: before ack")


def _outgoing(record: Record, manifest: Manifest, taken: Manifest) -> Outgoing:
    """Return where *taken* goes next: who asks for an answer goes to the lane that gives it.

    As it was sent, for from there it comes back here and is checked as before.
    """
    if manifest.respond and not is_request(record.topic):
        topic = requests_topic(AirlineId(record.party))
        return Outgoing(topic, canonical(manifest), manifest.message_id)
    headers = {"source": record.source, CAME: str(record.timestamp_ms)}
    return Outgoing(MANIFESTS, canonical(taken), taken.flight.key, headers)


async def refuse_recycled(receipts: Receipts, space: Space, manifest: Manifest) -> None:
    """Raise Refused where the id was used before for other content."""
    if await receipts.conflict(space, manifest):
        raise Refused(
            "recycled_message_id",
            f"message_id {manifest.message_id!r} was used before for other content; "
            "send this manifest under a new message_id",
        )


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
