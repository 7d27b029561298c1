"""A manifest against the watchlist: writes the flight, reads candidates, one round trip."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from config.retention import FLIGHT_H
from manifests.airports import instant
from manifests.contract import Flight, Manifest, Passenger
from manifests.flight import FlightState
from manifests.identity import PassengerRef
from screening.asking import Arguments, asked, held
from screening.candidates import hits_among
from screening.contents import Contents
from screening.facts import Facts, Hit
from screening.keys import passenger_keys
from screening.plan import Plan, plan, plan_again
from screening.prepared import prepare_passenger
from screening.record import Recorded
from screening.space import NotReady, Space, script
from screening.traveller import traveller_record

MAX_REFOLDS = 20


Planner = Callable[[FlightState | None], Plan | None]


@dataclass(frozen=True, slots=True)
class _Reply:
    """What the script answered, and for each asked the entries that they may be."""

    plan: Plan
    clock: int
    candidates: list[list[Recorded]]


class PassengerJoin:
    """Screens manifests; holds the flights it last saw, checked by version at every write."""

    def __init__(self, redis: Redis, *, min_score: float, keep: timedelta) -> None:
        self._script = script(redis, "screening", "candidates", "screen")
        self._min_score = min_score
        self._keep = keep
        self._flights = _FlightCache()
        self._contents = Contents(redis)
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

    async def _write_and_read(
        self, space: Space, key: str, planner: Planner, now: datetime
    ) -> _Reply | None:
        self._forget_other_builds(space)
        version, state = self._flights.get(key)
        for _ in range(MAX_REFOLDS):
            made = planner(state)
            until = kept_until(made.state.flight, now, self._keep) if made else 0
            reply = await self._call([space.epoch, space.prefix, key, version], made, state, until)
            if reply[0] == b"not-ready":
                raise NotReady("the index was lost or rebuilt")
            if reply[0] == b"ok":
                if made is None:
                    return None
                self._flights.put(key, reply[1] if made.state != state else version, made.state)
                return _Reply(made, reply[1], await self._contents.of(space, reply[2]))
            version, state = int(reply[1]), _state(reply[2])
        raise NotReady("another worker keeps changing the same flight")

    async def _call(
        self, head: Arguments, made: Plan | None, before: FlightState | None, until: int
    ) -> list[Any]:
        if made is None:
            return list(await self._script(args=[*head, 0, "", "", 0, 0, 0, 0]))
        write = made.state != before
        state = _dumped(made.state) if write else ""
        details = made.state.flight.model_dump_json(exclude_none=True)
        flight: Arguments = [int(write), state, details, until]
        return list(await self._script(args=[*head, *flight, *_people(made)]))

    def _forget_other_builds(self, space: Space) -> None:
        build = space.epoch + space.generation
        if build != self._build:
            self._flights.clear()
            self._build = build

    async def _hits(self, space: Space, reply: _Reply, day: date) -> tuple[Hit, ...]:
        made = reply.plan
        found: list[tuple[PassengerRef, Recorded]] = []
        for ref, candidates in zip(made.asked, reply.candidates, strict=True):
            if candidates:
                person = prepare_passenger(made.on_board[ref])
                hits = hits_among(person, candidates, self._min_score, day)
                found += [(ref, one) for one in hits]
        whole = await self._contents.entries(space, [one for _, one in found])
        return tuple(
            Hit(ref=ref, passenger=made.on_board[ref], entry=one.entry)
            for (ref, _), one in zip(found, whole, strict=True)
            if one is not None
        )


def kept_until(flight: Flight, now: datetime, keep: timedelta) -> int:
    """Return until when the flight is held, in epoch seconds: *keep* after it has landed.

    Without an arrival time it lands a day after departure, longer than any flight. Who is
    reported later than that is held for *keep* all the same: a late report is still a report.
    """
    if flight.arrival:
        landed = instant(flight.arrival, flight.destination)
    else:
        landed = instant(flight.departure, flight.origin) + timedelta(hours=FLIGHT_H)
    return int((max(landed, now) + keep).timestamp())


def _dumped(state: FlightState) -> str:
    return state.model_dump_json(exclude_unset=True, exclude_none=True)


def _people(made: Plan) -> Arguments:
    """Return the changed, removed and asked of *made* as screen.lua takes them."""
    ready = {ref: prepare_passenger(made.on_board[ref]) for ref in (*made.changed, *made.asked)}
    keys = {ref: passenger_keys(one) for ref, one in ready.items()}
    flat: Arguments = [len(made.changed)]
    for ref in made.changed:
        flat += [ref, traveller_record(made.on_board[ref], ready[ref])]
        flat += _held(made.before.get(ref))
        flat += held(ready[ref], keys=keys[ref])
    flat.append(len(made.removed))
    for ref in made.removed:
        flat += [ref, *_held(made.before[ref])]
    flat.append(len(made.asked))
    for ref in made.asked:
        flat += asked(ready[ref], keys=keys[ref])
    return flat


def _held(passenger: Passenger | None) -> Arguments:
    return held(prepare_passenger(passenger) if passenger else None)


def _state(raw: bytes) -> FlightState | None:
    return FlightState.model_validate_json(raw) if raw else None


class _FlightCache:
    def __init__(self, size: int = 2_000) -> None:
        self._size = size
        self._held: OrderedDict[str, tuple[int, FlightState | None]] = OrderedDict()

    def get(self, key: str) -> tuple[int, FlightState | None]:
        return self._held.get(key, (0, None))

    def put(self, key: str, version: int, state: FlightState) -> None:
        self._held[key] = (version, state)
        self._held.move_to_end(key)
        if len(self._held) > self._size:
            self._held.popitem(last=False)

    def clear(self) -> None:
        self._held.clear()
