"""A manifest against the watchlist: writes the flight, reads candidates, one round trip."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from redis.asyncio import Redis

from config.retention import FLIGHT_H
from manifests.airports import instant
from manifests.contract import Flight, Manifest
from manifests.flight import FlightState
from manifests.identity import PassengerRef
from screening.asking import Arguments, Question, about, packed
from screening.brought_up import Candidates, Sketched
from screening.contents import Contents
from screening.facts import Facts, Hit
from screening.flight_record import flight_in, flight_record
from screening.held import Holding, flight_number
from screening.person import filed_alone, persons
from screening.plan import Plan, plan, plan_again
from screening.recent import Recent
from screening.space import NotReady, Space, script
from screening.traveller import traveller_record

MAX_REFOLDS = 20
# Flights that Redis is asked to write at a time, each for some milliseconds: so it has the next at
# hand, and an officer's question waits for few of them, however many flights are in hand.
AT_REDIS = 4
# Of the flights that a worker holds in memory, each as it lies in Redis: of objects the garbage
# collector would look at every one, for a tenth of the time of screening.
HELD_BYTES = 32 << 20
_Held = tuple[int, bytes, bytes]  # version and number that a flight has in Redis, and its state
_NEW: _Held = (0, b"", b"")
_Written = tuple[bytes, str, int]  # state, details and time of a flight
_UNCHANGED: _Written = (b"", "", 0)  # instead of these


# Which one Lua script is put together of.
SCRIPTS = ("candidates", "held", "holding", "home", "screen")

Planner = Callable[[FlightState | None], Plan | None]


@dataclass(frozen=True, slots=True)
class _Reply:
    """What the script answered, and sketches of which entry each of those asked may be."""

    plan: Plan
    clock: int
    question: Question
    sketched: Sketched


class PassengerJoin:
    """Screens manifests; holds the flights it last saw, checked by version at every write."""

    def __init__(self, redis: Redis, *, min_score: float, keep: timedelta) -> None:
        self._script = script(redis, "screening", *SCRIPTS)
        self._min_score = min_score
        self._keep = keep
        self._flights: Recent[str, _Held] = Recent(HELD_BYTES)
        self._contents = Contents(redis)
        self._room = asyncio.Semaphore(AT_REDIS)
        self._build = ""

    async def screen(self, space: Space, manifest: Manifest, source: str, now: datetime) -> Facts:
        """Fold *manifest* into its flight and return the facts about those it concerns.

        Raises NotReady when the index is not that of *space*.
        """
        reply = await self._write_and_read(
            space, manifest.flight.key, lambda before: plan(before, manifest), now
        )
        assert reply is not None
        return await self._facts(space, reply, source, now)

    async def fold(self, space: Space, manifest: Manifest, sent: datetime) -> None:
        """Fold *manifest* into its flight and ask about nobody: a rebuild asks at its end."""
        await self._write_and_read(
            space,
            manifest.flight.key,
            lambda before: replace(plan(before, manifest), asked=()),
            sent,
        )

    async def screen_again(
        self, space: Space, flight: str, source: str, now: datetime
    ) -> Facts | None:
        """Return the facts about everybody on *flight*; None when it is not held (any more)."""
        reply = await self._write_and_read(space, flight, plan_again, now)
        return None if reply is None else await self._facts(space, reply, source, now)

    async def _facts(self, space: Space, reply: _Reply, source: str, now: datetime) -> Facts:
        made = reply.plan
        return Facts(
            flight=made.state.flight,
            as_of=reply.clock,
            cause="manifest",
            source=source,
            refs=(*made.asked, *made.left),
            left=made.left,
            merged=tuple(sorted(made.state.merged(made.on_board))),
            cancelled=made.state.called_off,
            hits=await self._hits(space, reply, now.date()),
        )

    async def learn(self, space: Space) -> bool:
        """Learn of some more entries what rules them out; return whether there are others left.

        Raises NotReady.
        """
        return await self._contents.learn(space)

    async def _write_and_read(
        self, space: Space, key: str, planner: Planner, now: datetime
    ) -> _Reply | None:
        self._forget_other_builds(space)
        version, number, held = self._flights.get(key) or _NEW
        for taken in range(MAX_REFOLDS):
            state = _state(held)
            made = planner(state)
            write = made is not None and made.state != state
            number = number or flight_number(key, taken)
            question, message = _question(made, space, number)
            head: Arguments = [space.epoch, space.prefix, key, number, version, int(write)]
            flight = _flight(made, now, self._keep) if made and write else _UNCHANGED
            async with self._room:
                reply: list[Any] = await self._script(args=[*head, *flight, message])
            if reply[0] == b"not-ready":
                raise NotReady("the index was lost or rebuilt")
            if reply[0] == b"ok":
                if made is None:
                    return None
                if write:
                    version, held = reply[1], flight[0]
                self._flights.put(key, (version, number, held), len(held))
                lists = question.sought.lists(reply[2:4])
                known = _known(made.asked, reply[4])
                sketched = await self._contents.sketched(space, question.asked, lists, known)
                return _Reply(made, reply[1], question, sketched)
            if reply[0] == b"taken":
                number = b""
            else:
                version, held, number = int(reply[1]), reply[2], reply[3]
        raise NotReady("another worker keeps changing the same flight")

    def _forget_other_builds(self, space: Space) -> None:
        build = space.epoch + space.generation
        if build != self._build:
            self._flights.clear()
            self._build = build

    async def _hits(self, space: Space, reply: _Reply, day: date) -> tuple[Hit, ...]:
        made = reply.plan
        people = [one for one, _ in reply.question.asked]
        hits = await self._contents.hits_among(space, people, reply.sketched, self._min_score, day)
        found = ((made.asked[who], entry) for who, entry in hits)
        return tuple(Hit(ref=ref, passenger=made.on_board[ref], entry=one) for ref, one in found)


def kept_until(flight: Flight, now: datetime, keep: timedelta) -> int:
    """Return until when the flight is held, in epoch seconds: *keep* after it has landed.

    Without an arrival time, or with one before the departure, it lands a day after departure,
    longer than any flight. Who is reported later than that is held for *keep* all the same: a late
    report is still a report.
    """
    departs = instant(flight.departure, flight.origin)
    landed = instant(flight.arrival, flight.destination) if flight.arrival else None
    if landed is None or landed < departs:
        landed = departs + timedelta(hours=FLIGHT_H)
    return int((max(landed, now) + keep).timestamp())


def _flight(made: Plan, now: datetime, keep: timedelta) -> _Written:
    """Return the state, the details and the time of a flight that is written."""
    details = made.state.flight.model_dump_json(exclude_none=True)
    return flight_record(made.state), details, kept_until(made.state.flight, now, keep)


def _question(made: Plan | None, space: Space, number: bytes) -> tuple[Question, bytes]:
    """Return whom *made* asks about, and all that screen.lua takes of the people on its flight."""
    if made is None:
        nobody = about((), space.prefix)
        return nobody, packed(nobody, [], [], [], [])
    refs = list(dict.fromkeys((*made.changed, *made.asked)))
    now = dict(zip(refs, persons(map(made.on_board.__getitem__, refs)), strict=True))
    gone = [ref for ref in (*made.changed, *made.removed) if ref in made.before]
    was = filed_alone(map(made.before.__getitem__, gone))
    holding = Holding(space.prefix, number)
    put, taken = holding.moved(
        dict(zip(gone, was, strict=True)), {ref: now[ref].filed for ref in made.changed}
    )
    records: list[Any] = []
    for ref in made.changed:
        records += (ref, traveller_record(made.state.passenger_json(ref), now[ref].packed))
    question = about((now[ref] for ref in made.asked), space.prefix)
    return question, packed(question, records, list(made.removed), put, taken)


def _known(asked: Sequence[PassengerRef], said: Sequence[Any]) -> Candidates:
    """Return which of those *asked* is known to be which entry, of refs and numbers in turn."""
    at: dict[str, int] = {ref: nth for nth, ref in enumerate(asked)}
    pairs = [
        (at[ref], number)
        for ref, number in zip(map(bytes.decode, said[::2]), said[1::2], strict=True)
        if ref in at
    ]
    who, numbers = np.array(pairs, np.int64).reshape(-1, 2).T
    return who, numbers


def _state(raw: bytes) -> FlightState | None:
    return flight_in(raw) if raw else None
