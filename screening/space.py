"""Names of everything in Redis, and the epoch that says whether what is there may be trusted.

All keys of one build share a generation; a rebuild fills the next one and swaps the epoch key
when it is complete (rule 5). One Redis, not a cluster: scripts make key names themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from redis.asyncio import Redis
from redis.commands.core import AsyncScript

EPOCH = "tocsin:epoch"
# Kinds of keys `tocsin:<kind>:...` that belong to no generation: a rebuild leaves them.
BESIDE = ("worker", "delivery", "audit", "pace", "console")
# Of what is in these keys, records of entries aside (screening/record.py). Raise it where a release
# writes them in another way: its workers then take an older build for none, and build their own.
LAYOUT = "10"
_SEPARATOR = "\x1f"


class NotReady(Exception):  # noqa: N818  # says what is the case, as the officer would hear it
    """The indexes are absent or of another build; nothing may be screened until they are back."""


@dataclass(frozen=True, slots=True)
class Space:
    """One generation of keys in one Redis, built from the topics of one Kafka cluster."""

    generation: str
    cluster: str
    building: bool = False  # being filled: scripts write without asking for the epoch

    @property
    def epoch(self) -> str:
        """Return the value that the epoch key must have."""
        return "building" if self.building else f"{self.generation}@{self.cluster}/{LAYOUT}"

    @property
    def prefix(self) -> str:
        """Return what every key of this generation starts with."""
        return f"tocsin:{self.generation}:"

    def key(self, *parts: str) -> str:
        """Return a key of this generation."""
        return self.prefix + ":".join(parts)


async def current_space(redis: Redis, cluster: str) -> Space:
    """Return the space in force; raises NotReady if there is none built from *cluster*."""
    found = await _built(redis)
    if found is None or found.cluster != cluster:
        raise NotReady("the index is not built yet")
    return found


async def space_in_force(redis: Redis) -> Space:
    """Return the space in force, of whichever cluster; raises NotReady if there is none."""
    found = await _built(redis)
    if found is None:
        raise NotReady("the watchlist index is not built yet")
    return found


async def _built(redis: Redis) -> Space | None:
    """Return the space in force, None where there is none or another release laid it out."""
    generation, _, source = text(await redis.get(EPOCH) or b"").partition("@")
    cluster, _, layout = source.rpartition("/")
    return Space(generation, cluster) if generation and layout == LAYOUT else None


async def held_flights(redis: Redis, space: Space, flights: Sequence[str]) -> frozenset[str]:
    """Return those of *flights*, by their keys, whose people are in the index."""
    async with redis.pipeline(transaction=False) as pipe:
        for one in flights:
            pipe.exists(space.key("flight", one))
        found = await pipe.execute()
    return frozenset(one for one, is_held in zip(flights, found, strict=True) if is_held)


def text(raw: bytes | str) -> str:
    """Return what Redis answered as text; redis-py cannot say which of both its client gives."""
    return raw.decode() if isinstance(raw, bytes) else raw


def script(redis: Redis, package: str, *names: str) -> AsyncScript:
    """Return the Lua scripts *names* of *package* as one, sent once and called by its hash.

    One of another package is named `package:name`.
    """
    return redis.register_script(code(package, *names))


def code(package: str, *names: str) -> str:
    """Return the text of Lua scripts as one."""
    parted = (one.rpartition(":") for one in names)
    return "".join(
        (files(other or package) / "lua" / f"{name}.lua").read_text() for other, _, name in parted
    )


def split_member(raw: bytes) -> tuple[str, str]:
    """Return the flight key and the passenger reference of a member."""
    flight, _, ref = raw.decode().partition(_SEPARATOR)
    return flight, ref
