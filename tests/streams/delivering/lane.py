"""The lane at work in the test's own process, on a real broker and Redis."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.delivery.progress import standings
from alerts.delivery.standing import Standing
from alerts.ledger import payload
from config.delivery_file import WebhookRow
from config.settings import Settings
from screening.space import Space
from streams.crash import Crash
from streams.delivering.destination import Destination
from streams.delivering.kit import Kit
from streams.delivering.lane import delivered
from streams.delivering.patience import Patience
from streams.publisher import Outgoing, Publisher
from streams.stats import Stats
from tests.acceptance.reading import records_of
from tests.builders import alert
from tests.running import Site
from tests.screening.spaces import fresh_space

SECRET = f"whsec_{base64.b64encode(b'a secret of the tests, 32 bytes.').decode()}"
QUICK = {"backoff_s": 0.02, "backoff_max_s": 0.1, "timeout_s": 1.0, "linger_s": 0.1}


class Lane:
    """What a test does with it."""

    def __init__(self, site: Site, redis: Redis, publisher: Publisher, folder: Path) -> None:
        self.site = site
        self.redis = redis
        self._publisher = publisher
        self._folder = folder

    def destination(self, url: str, name: str, **more: Any) -> Destination:
        """Return a webhook of uk-piu at *url*, with a secret."""
        secrets = self._folder / name
        secrets.write_text(SECRET)
        known = {"allow_insecure": True, "allow_private": True, "secrets_file": secrets}
        agency = AgencyId(more.pop("agency", "uk-piu"))
        return Destination(agency, WebhookRow(id=name, url=url, **{**known, **more}), secrets)

    async def tell(self, *alerts: Alert, **headers: str) -> None:
        """Put alerts on their agency's topic, as route does."""
        await self._publisher.publish(
            *(
                Outgoing(f"alerts.{one.agency}", payload(one), one.alert_id, headers)
                for one in alerts
            )
        )

    async def standing(self, destination: Destination) -> Standing:
        found = (await standings(self.redis, [destination.name]))[destination.name]
        assert found is not None
        return found

    async def stands(self, destination: Destination, holds: Callable[[Standing], bool]) -> Standing:
        """Return how it stands once *holds* does; fails where it does not in time."""
        until = datetime.now(UTC) + timedelta(seconds=15)
        while not holds(found := await self.standing(destination)):
            assert datetime.now(UTC) < until, found
            await asyncio.sleep(0.01)
        return found

    async def held(self, *alerts: Alert) -> Space:
        """Hold alerts in a ledger in force."""
        space = await fresh_space(self.redis)
        for one in alerts:
            home = space.key("alert", one.alert_id)
            await self.redis.hset(home, "version", "1")
            await self.redis.expire(home, 3600)
        return space

    @asynccontextmanager
    async def at_work(
        self,
        *destinations: Destination,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        crash: Crash | None = None,
        **limits: float,
    ) -> AsyncIterator[Kit]:
        """Deliver within; every destination has been taken up before it begins."""
        names = [one.name for one in destinations]
        kit = replace(self._kit(clock, {**QUICK, **limits}, names), crash=crash or Crash(None))
        work = asyncio.create_task(delivered(kit, destinations))
        try:
            await self.taken_up(*destinations, work=work)
            yield kit
        finally:
            kit.stop.set()
            why = await work
        assert why is None

    def _kit(
        self, clock: Callable[[], datetime], limits: dict[str, float], couriers: list[str]
    ) -> Kit:
        settings: Settings = self.site.settings
        kafka = settings.kafka.model_copy(update={"session_timeout_s": 1.0})
        delivery = settings.delivery.model_copy(update=limits)
        return Kit(
            settings=settings.model_copy(update={"kafka": kafka, "delivery": delivery}),
            redis=self.redis,
            publisher=self._publisher,
            stats=Stats(),
            crash=Crash(None),
            patience=Patience(settings.worker, couriers),
            stop=asyncio.Event(),
            clock=clock,
            chance=lambda: 1.0,
        )

    async def taken_up(
        self, *destinations: Destination, work: asyncio.Task[str | None] | None = None
    ) -> None:
        """Return once each of them is delivered to."""
        names = [one.name for one in destinations]
        since = datetime.now(UTC)
        while datetime.now(UTC) < since + timedelta(seconds=20):
            found = await standings(self.redis, names)
            if all(one and one.position is not None for one in found.values()):
                return
            assert work is None or not work.done(), work and work.result()
            await asyncio.sleep(0.02)
        raise AssertionError("a destination was not taken up")


@asynccontextmanager
async def lane_on(site: Site, folder: Path) -> AsyncIterator[Lane]:
    """Yield a lane on *site*, with an empty Redis."""
    redis = Redis.from_url(site.endpoints.redis_url)
    try:
        await redis.flushall()
        async with Publisher(site.settings.kafka) as publisher:
            yield Lane(site, redis, publisher, folder)
    finally:
        await redis.aclose()


def letters(site: Site, webhook: str) -> list[dict[str, Any]]:
    """Return the dead letters of webhooks of this name."""
    found = records_of(site.endpoints.bootstrap, "dead-letters")
    return [json.loads(one) for key, one in found if (key or b"").decode().endswith(webhook)]


def numbered(count: int, start: int = 1, **more: Any) -> list[Alert]:
    """Return alerts with ids of their own."""
    return [alert(alert_id=f"{one:032x}", **more) for one in range(start, start + count)]
