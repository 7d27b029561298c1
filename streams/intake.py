"""What parties send is checked, keyed and handed on; what can never be taken in is refused."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from access.parties import AirlineId, Parties
from manifests.airports import airport_warning, unknown_airports
from manifests.contract import Manifest
from manifests.reading import is_json, understood
from manifests.understanding import Understood
from screening.space import Space
from streams.equipment import Equipment
from streams.publisher import Outgoing
from streams.quarantine import put_in_quarantine
from streams.record import Record, Refused
from streams.topics import MANIFESTS, MAX_RECORD_BYTES, WATCHLIST
from watchlist.entry import EntryKey, entry_json, parse_entry
from watchlist.validity import refusal

log = logging.getLogger("tocsin.intake")


class Receipts:
    """Remembers the content behind each message id of an airline, by its hash alone."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._keep = keep

    async def conflict(self, space: Space, manifest: Manifest) -> bool:
        """Say whether the id was used for other content; the first use is remembered."""
        key = space.key("receipt", manifest.sender, manifest.message_id)
        content = content_hash(manifest)
        held = await self._redis.set(key, content, nx=True, get=True, ex=self._keep)
        return held is not None and held != content


def content_hash(manifest: Manifest) -> bytes:
    """Return 16 bytes that differ where what the manifest says differs."""
    return hashlib.blake2b(canonical(manifest), digest_size=16).digest()


def canonical(manifest: Manifest) -> bytes:
    """Return the manifest as the record that Tocsin itself works with."""
    return manifest.model_dump_json(by_alias=True, exclude_unset=True, exclude_none=True).encode()


def warned(manifest: Manifest, warnings: Iterable[str]) -> Manifest:
    """Return *manifest* with *warnings* after its own, each once."""
    all_of_them = tuple(dict.fromkeys((*manifest.warnings, *warnings)))
    if all_of_them == manifest.warnings:
        return manifest
    return manifest.model_copy(update={"warnings": all_of_them})


class ManifestIntake:
    """Handles records of `manifests.<airline>`."""

    def __init__(self, equipment: Equipment, parties: Parties, receipts: Receipts) -> None:
        self._with = equipment
        self._parties = parties
        self._receipts = receipts

    async def handle(self, record: Record) -> None:
        """Hand each manifest on under its flight's key. Raises Refused where there is none.

        Of an interchange each message stands for itself: those that can never be taken in go to
        quarantine, each with its own bytes, and the others go through.
        """
        if is_json(_value(record)):
            await self._hand_on(record, checked_manifest(record, self._parties))
            return
        found = _read(record)
        for manifest in found.manifests:
            try:
                permit(manifest, record.party, self._parties)
                await self._hand_on(record, manifest)
            except Refused as refusal:
                await self._put_aside(record, canonical(manifest), refusal)
        for one in found.refused:
            await self._put_aside(record, one.raw, Refused(one.code, str(one)))

    async def _put_aside(self, record: Record, value: bytes, refusal: Refused) -> None:
        """Quarantine one message of the record."""
        log.warning("quarantined a message of %s: %s", record.source, refusal.reason)
        await put_in_quarantine(self._with.publisher, replace(record, value=value), refusal)
        self._with.stats.add_labelled("quarantined", refusal.reason)

    async def _hand_on(self, record: Record, manifest: Manifest) -> None:
        if await self._receipts.conflict(await self._with.indexes.space(), manifest):
            raise Refused(
                "recycled_message_id",
                f"message_id {manifest.message_id!r} was used before for other content; "
                "send this manifest under a new message_id",
            )
        unknown = unknown_airports(manifest.flight)
        for airport in unknown:
            self._with.stats.add_labelled("unknown_airport", airport)
        self._with.crash.at("intake: before publish")
        await self._with.publisher.publish(
            Outgoing(
                MANIFESTS,
                canonical(warned(manifest, map(airport_warning, unknown))),
                manifest.flight.key,
                {"source": record.source},
            )
        )
        self._with.crash.at("intake: before ack")


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


def _read(record: Record) -> Understood:
    """Return what an EDIFACT record says; raises Refused where the whole of it says nothing."""
    received_at = datetime.fromtimestamp(record.timestamp_ms / 1000, UTC)
    found = understood(_value(record), received_at=received_at, sender=record.party)
    if found.answers:
        raise Refused("unsupported_message", "holds an answer (CUSRES), which is no passenger list")
    if not found.manifests and len(found.refused) == 1:
        raise Refused(found.refused[0].code, str(found.refused[0]))
    return found


def _value(record: Record) -> bytes:
    return sized(record.value)


def sized(value: bytes | None) -> bytes:
    """Return *value* if it is one and of a size that may be sent; raises Refused."""
    if not value:
        raise Refused("empty", "the record has no value; send a manifest in it")
    if len(value) > MAX_RECORD_BYTES:
        raise Refused("too_large", f"the record exceeds {MAX_RECORD_BYTES} bytes; split it")
    return value


class EntryIntake:
    """Handles records of `watchlist.<agency>`; a null value removes the entry."""

    def __init__(self, equipment: Equipment, parties: Parties) -> None:
        self._with = equipment
        self._parties = parties

    async def handle(self, record: Record) -> None:
        """Hand the entry, or its removal, on under `owner/id`. Raises Refused."""
        key, value = checked_entry(record, self._parties)
        sent_ms = str(record.timestamp_ms)
        self._with.crash.at("intake: before publish")
        await self._with.publisher.publish(
            Outgoing(WATCHLIST, value, key, {"source": record.source, "sent_ms": sent_ms})
        )
        self._with.crash.at("intake: before ack")


def checked_entry(record: Record, parties: Parties) -> tuple[EntryKey, bytes | None]:
    """Return the entry's key and its bytes, None for a removal; raises Refused."""
    item = record.key.decode(errors="replace") if record.key else ""
    if record.value is None:
        if not item or "/" in item:
            raise Refused("no_key", "a removal needs the entry's id as its key")
        return EntryKey(f"{record.party}/{item}"), None
    entry = parse_entry(_value(record))
    why = refusal(entry, record.party, parties.agencies)
    if why is not None:
        raise Refused("not_allowed", why)
    if item and item != entry.id:
        raise Refused("key_differs", f"the key is not the entry's id {entry.id!r}; make them equal")
    return entry.key, entry_json(entry)
