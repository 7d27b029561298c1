"""Scripts asked together, in one round trip to Redis; each stands alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from redis.asyncio import Redis
from redis.commands.core import AsyncScript
from redis.exceptions import NoScriptError

from screening.asking import Arguments

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """A script, what it is called with, and what its answer means; *read* may raise NotReady."""

    script: AsyncScript
    args: Arguments
    read: Callable[[Any], T]

    async def answer(self) -> T:
        """Return what it answers, asked alone."""
        return self.read(await self.script(args=self.args))


async def answers(*asked: Asked[Any]) -> list[Any]:
    """Return what each answers, in their order; they are of one client.

    Where Redis has lost a script all are asked again: each must bear that. The client's own
    pipelines would ask before every round trip which scripts are there.
    """
    if len(asked) <= 1:
        return [await one.answer() for one in asked]
    redis: Redis = asked[0].script.registered_client  # type: ignore[assignment]  # no cluster
    replies = await _replies(redis, asked)
    if any(isinstance(one, NoScriptError) for one in replies):
        for one in asked:
            await redis.script_load(one.script.script)
        replies = await _replies(redis, asked)
    for reply in replies:
        if isinstance(reply, Exception):
            raise reply
    return [one.read(reply) for one, reply in zip(asked, replies, strict=True)]


async def _replies(redis: Redis, asked: tuple[Asked[Any], ...]) -> list[Any]:
    async with redis.pipeline(transaction=False) as pipe:
        for one in asked:
            pipe.evalsha(one.script.sha, 0, *one.args)
        return await pipe.execute(raise_on_error=False)
