"""On which of an owner's lists ids stand, many asked about in one round trip."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import redis
import redis.asyncio

from screening.entry_join import EntryJoin
from screening.space import Space
from watchlist.delta import Standing


@dataclass(frozen=True, slots=True)
class OnLists:
    """Some lists of one owner."""

    space: Space
    owner: str
    names: Sequence[str]

    def by(self, client: redis.Redis) -> Standing:
        """Return what asks by a client that waits for its answer."""

        def standing(ids: Sequence[str]) -> Mapping[str, str]:
            pipe = client.pipeline(transaction=False)
            self._ask(pipe, ids)
            return self._told(ids, pipe.execute())

        return standing

    def from_thread(self, client: redis.asyncio.Redis) -> Standing:
        """Return what a thread asks by the loop that is running here."""
        loop = asyncio.get_running_loop()

        async def asked(ids: Sequence[str]) -> Mapping[str, str]:
            async with client.pipeline(transaction=False) as pipe:
                self._ask(pipe, ids)
                return self._told(ids, await pipe.execute())

        def standing(ids: Sequence[str]) -> Mapping[str, str]:
            return asyncio.run_coroutine_threadsafe(asked(ids), loop).result()

        return standing

    def _ask(self, pipe: Any, ids: Sequence[str]) -> None:  # noqa: ANN401  # of either kind
        for name in self.names:
            pipe.hmget(self.space.key("digests", f"{self.owner}/{name}"), list(ids))

    def _told(self, ids: Sequence[str], answers: Sequence[Sequence[object]]) -> dict[str, str]:
        return {
            item: name
            for name, found in zip(self.names, answers, strict=True)
            for item, digest in zip(ids, found, strict=True)
            if digest
        }


async def lists_beside(
    entries: EntryJoin, space: Space, owner: str, own: str | None
) -> OnLists | None:
    """Return the lists of *owner* but their *own* that is imported; None where there are none."""
    others = [one for one in await entries.lists(space, owner) if one != own]
    return OnLists(space, owner, others) if others else None
