"""What became of each message, in Redis for the airline that sent it; nothing of its people."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from pydantic import TypeAdapter
from redis.asyncio import Redis

from alerts.round_trip import Asked, answers
from doors.receipt import BoardingAnswer, Fate, State
from manifests.contract import Manifest, utc_text
from screening.asking import Arguments
from screening.space import Space, script
from streams.receipts import left_of

# How long an answer, which names bookings, may be asked for; a check-in is over by then.
ANSWERS_S = 24 * 60 * 60
Changed = Literal["ok", "moved", "overtaken"]
_CHANGED: dict[bytes, Changed] = {b"ok": "ok", b"moved": "moved", b"overtaken": "overtaken"}
_WARNINGS = TypeAdapter(tuple[str, ...])


class Fates:
    """One record for each message id of an airline, forgotten with its receipt."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._keep = keep
        self._put = script(redis, "streams", "fate")
        self._change = script(redis, "streams", "change_answer")

    async def received(self, space: Space, manifest: Manifest) -> None:
        """Note that the broker has it, unless more is known."""
        await self.received_all(space, [manifest])

    async def received_all(self, space: Space, manifests: Iterable[Manifest]) -> None:
        """Note the same of many, in one round trip."""
        asked = [
            self._writing(
                space, one.sender, one.message_id, _came_to("received", one), ("screened",)
            )
            for one in manifests
        ]
        await answers(*asked)

    async def handed_in(self, space: Space, manifest: Manifest) -> None:
        """Note that the broker has what the door took in, unless anything is known."""
        known: tuple[State, ...] = ("received", "screened", "quarantined")
        told = _came_to("received", manifest)
        await self._writing(space, manifest.sender, manifest.message_id, told, known).answer()

    async def screened(
        self, space: Space, manifest: Manifest, *, age: timedelta = timedelta()
    ) -> None:
        """Note that its people were screened and the facts are out.

        *age* is how long ago that was, where it is read again: it is not remembered for longer.
        """
        told = _came_to("screened", manifest)
        who = (manifest.sender, manifest.message_id)
        await self._writing(space, *who, told, (), age=age).answer()

    async def quarantined(
        self, space: Space, sender: str, message_id: str, reason: str, detail: str
    ) -> None:
        """Note why it was refused, unless it was screened before."""
        told = {"state": "quarantined", "reason": reason, "detail": detail}
        await self._writing(space, sender, message_id, told, ("screened",)).answer()

    async def of(self, space: Space, sender: str, message_id: str) -> Fate | None:
        """Return what became of the message, None where none is remembered."""
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.hgetall(_home(space, sender, message_id))
            pipe.get(answer_home(space, sender, message_id))
            held, answer = await pipe.execute()
        if not held:
            return None
        text = {name.decode(): value.decode() for name, value in held.items()}
        warnings = _WARNINGS.validate_json(text.pop("warnings", "[]"))
        said = BoardingAnswer.model_validate_json(answer) if answer else None
        known = {"message_id": message_id, "warnings": warnings, "answer": said}
        return Fate.model_validate({**text, **known})

    async def answer(self, space: Space, sender: str, message_id: str) -> BoardingAnswer | None:
        """Return the answer that the message got, if it has one yet."""
        held = await self._redis.get(answer_home(space, sender, message_id))
        return BoardingAnswer.model_validate_json(held) if held else None

    async def change(
        self,
        space: Space,
        sender: str,
        answer: tuple[BoardingAnswer, BoardingAnswer],
        while_kept: Arguments,
    ) -> Changed:
        """Keep an *answer*, the second, in the place of another, the first.

        Not where it has "moved", another being kept; nor where it is "overtaken", as what
        *while_kept* names (a hash, a field, its content) is not kept any more.
        """
        before, after = answer
        home = answer_home(space, sender, before.message_id)
        bodies: Arguments = [answer_json(before), answer_json(after)]
        return _CHANGED[await self._change(args=[home, *bodies, *while_kept])]

    def _writing(  # noqa: PLR0913  # where, what, and unless what
        self,
        space: Space,
        sender: str,
        message_id: str,
        told: dict[str, str],
        unless: tuple[State, ...],
        *,
        age: timedelta = timedelta(),
    ) -> Asked[None]:
        told = {**told, "at": utc_text(datetime.now(UTC) - age)}
        flat = [part for pair in told.items() for part in pair]
        home = _home(space, sender, message_id)
        until = int(left_of(self._keep, age).total_seconds())
        return Asked(self._put, [home, until, len(unless), *unless, *flat], lambda _: None)


def _came_to(state: State, manifest: Manifest) -> dict[str, str]:
    return {
        "state": state,
        "flight": manifest.flight.key,
        "people": str(len(manifest.passengers)),
        "warnings": json.dumps(manifest.warnings),
    }


def _home(space: Space, sender: str, message_id: str) -> str:
    return space.key("fate", sender, message_id)


def answer_json(said: BoardingAnswer) -> bytes:
    """Return the answer as it is kept: equal ones give equal bytes."""
    return said.model_dump_json(exclude_none=True).encode()


def answer_home(space: Space, sender: str, message_id: str) -> str:
    """Return the key of the answer to a message."""
    return space.key("answer", sender, message_id)
