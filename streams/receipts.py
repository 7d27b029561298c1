"""A manifest as the record that Tocsin works with, and the memory of which id said what."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from redis.asyncio import Redis

from manifests.contract import Manifest
from manifests.parts import taken_as_part
from screening.space import Space


class Receipts:
    """Remembers the content behind each message id of an airline, by its hash alone."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._keep = keep

    async def conflict(
        self, space: Space, manifest: Manifest, *, age: timedelta = timedelta()
    ) -> bool:
        """Say whether the id was used for other content; the first use is remembered.

        *age* is how long ago it came, where it is read again: it is not remembered for longer.
        """
        said = [(manifest, canonical(manifest))]
        return (await self.conflicts(space, said, age=age))[0]

    async def conflicts(
        self,
        space: Space,
        said: Sequence[tuple[Manifest, bytes]],
        *,
        age: timedelta = timedelta(),
    ) -> list[bool]:
        """Say so of each manifest, of which the canonical bytes are given, in their order."""
        if not said:
            return []
        hashes = [_content(manifest, value) for manifest, value in said]
        async with self._redis.pipeline(transaction=False) as pipe:
            for (manifest, _), content in zip(said, hashes, strict=True):
                key = space.key("receipt", manifest.sender, manifest.message_id)
                pipe.set(key, content, nx=True, get=True, px=left_of(self._keep, age))
            held = await pipe.execute()
        return [
            before is not None and before != content
            for before, content in zip(held, hashes, strict=True)
        ]


def left_of(keep: timedelta, age: timedelta) -> timedelta:
    """Return how much of *keep* is left after *age*; a moment where nothing is."""
    return max(keep - age, timedelta(milliseconds=1))


def _content(manifest: Manifest, canonical_bytes: bytes) -> bytes:
    """Return 16 bytes that differ where what the manifest itself says differs.

    Warnings are our own sentences, more of them in what is handed on than in what was sent; and
    which part of a list a message is taken as depends on what it comes beside.
    """
    ours = {"warnings"} & manifest.model_fields_set
    if taken_as_part(manifest):
        ours.add("part")
    if ours:
        canonical_bytes = _json(manifest, without=ours)
    return hashlib.blake2b(canonical_bytes, digest_size=16).digest()


def canonical(manifest: Manifest) -> bytes:
    """Return the manifest as the record that Tocsin itself works with."""
    return _json(manifest)


def _json(manifest: Manifest, *, without: Collection[str] = ()) -> bytes:
    text = manifest.model_dump_json(
        by_alias=True, exclude_unset=True, exclude_none=True, exclude=set(without)
    )
    return text.encode()


def warned(manifest: Manifest, warnings: Iterable[str]) -> Manifest:
    """Return *manifest* with *warnings* after its own, each once."""
    all_of_them = tuple(dict.fromkeys((*manifest.warnings, *warnings)))
    if all_of_them == manifest.warnings:
        return manifest
    return manifest.model_copy(update={"warnings": all_of_them})
