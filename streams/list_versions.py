"""What each import made of a list: the latest hundred, beside the index.

They outlast a rebuild, but not Redis; the audit trail has every change for its own time.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

from redis.asyncio import Redis

from doors.console.watchlist_desk import Version
from watchlist.delta import Summary

KEPT = 100
BY_COMMAND = "tocsin watchlist import"
PREFIX = "tocsin:console:versions:"


def tag_of_list(digests: Mapping[str, str]) -> str:
    """Return what tells one content of a list from another: equal lists have equal tags."""
    whole = hashlib.sha256()
    for item, digest in sorted(digests.items()):
        whole.update(f"{item}\0{digest}\0".encode())
    return whole.hexdigest()[:12]


class ListVersions:
    """Keeps and reads the versions of lists."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def note(  # noqa: PLR0913  # what a version says
        self,
        owner: str,
        name: str,
        digests: Mapping[str, str],
        *,
        by: str,
        file: str,
        told: Summary,
    ) -> None:
        """Keep the list as it is now, by its *digests*, as its latest version."""
        version = Version(
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            by=by,
            file=file,
            tag=tag_of_list(digests),
            entries=len(digests),
            added=told.added,
            changed=told.changed,
            removed=told.removed,
        )
        key = _key(owner, name)
        async with self._redis.pipeline() as pipe:
            pipe.lpush(key, version.model_dump_json())
            pipe.ltrim(key, 0, KEPT - 1)
            await pipe.execute()

    async def of(self, owner: str, name: str) -> tuple[Version, ...]:
        """Return the versions, the latest first."""
        found = await self._redis.lrange(_key(owner, name), 0, -1)
        return tuple(Version.model_validate_json(one) for one in found)


def _key(owner: str, name: str) -> str:
    return f"{PREFIX}{owner}/{name}"
