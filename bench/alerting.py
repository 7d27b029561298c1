"""What an alert costs a worker and Redis, from a record of `hits` to the counts of patterns.

`python -m bench --only alerting`. The handlers of a worker run one after the other on the real
Redis; what they publish is kept: no broker, and no Faust.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta

from redis.asyncio import Redis

from access.parties import parties_of
from alerts.known_hits import KnownHits
from alerts.ledger import Ledger
from alerts.pattern_counts import PatternCounts
from alerts.routing import Rules, subscriptions_by_agency
from bench import SPACE
from bench.figures import Figure
from bench.load import OF_A_FLIGHT, manifests
from bench.long_list import LongList
from config.files import PartiesFile, SubscriptionsFile, read_yaml
from config.settings import load
from screening import tables
from screening.passenger_join import PassengerJoin
from screening.space import EPOCH
from streams.crash import Crash
from streams.equipment import Equipment
from streams.fates import Fates
from streams.indexes import Indexes
from streams.lanes import routing
from streams.memory import settled
from streams.patterns import Patterns
from streams.publisher import Outgoing, Publisher, Stored
from streams.receipts import canonical
from streams.record import Record
from streams.rules import RulesInForce
from streams.screen import Screen
from streams.stats import Stats

MANIFESTS, ONE_IN, RUNS = 100, 20, 5
KEEP = timedelta(days=3)
Costs = dict[str, tuple[float, float]]  # of a stage, in µs an alert: worker, Redis


class _Kept(Publisher):
    """Keeps what is published."""

    def __init__(self) -> None:
        self.records: list[Outgoing] = []

    async def publish(self, *records: Outgoing) -> Sequence[Stored]:
        self.records += records
        return [Stored(0, 0) for _ in records]

    def taken(self) -> list[Record]:
        """Return what was published since the last call, as it is read."""
        taken, self.records = self.records, []
        return [
            Record(one.topic, 0, nth, None, one.value, {"source": "bench/0/1"}, 0)
            for nth, one in enumerate(taken)
        ]


class _Rules:
    """The rules of this checkout, which do not change."""

    def __init__(self) -> None:
        settings = load()
        rows = read_yaml(settings.subscriptions_file, SubscriptionsFile).subscriptions
        self.rules = Rules(
            parties_of(read_yaml(settings.parties_file, PartiesFile)),
            subscriptions_by_agency(rows),
            settings.screening.min_score,
            b"b" * 32,
        )

    async def current(self, wait_ms: int = 0) -> Rules:  # noqa: ARG002  # nothing to wait for
        return self.rules


def figures(listed: LongList) -> Iterator[Figure]:
    """Yield the cost of an alert in each stage, of flights with one listed passenger in ONE_IN."""
    tables.load()
    settled()
    runs = []
    for _ in range(RUNS):
        listed.alone()
        runs.append(asyncio.run(_run(listed)))
    what = f"{listed.length:,} entries"
    for stage in runs[0]:
        for nth, process in enumerate(("worker", "valkey")):
            spent = tuple(one[stage][nth] for one in runs)
            yield Figure(f"{stage} of an alert in {process}, {what}", "µs", spent)


async def _run(listed: LongList) -> Costs:
    redis, kept, book = Redis.from_url(listed.redis_url), _Kept(), _Rules()
    await redis.set(EPOCH, SPACE.epoch)
    things = Equipment(Indexes(redis, SPACE.cluster), kept, Stats(), Crash(None))
    join = PassengerJoin(redis, min_score=book.rules.min_score, keep=KEEP)
    screen = Screen(things, join, Fates(redis, keep=KEEP))
    rules = RulesInForce(things.indexes, book, book.rules)
    route = routing(things, redis, Ledger(redis, keep=KEEP), KnownHits(redis, keep=KEEP), rules)
    patterns = Patterns(things, PatternCounts(redis, keep=KEEP))
    for one in manifests(MANIFESTS * OF_A_FLIGHT, ONE_IN, listed.length):
        value = canonical(one)
        await screen.handle(Record("manifests", 0, 1, None, value, {"source": "bench/0/1"}, 0))

    async def routed(records: Sequence[Record]) -> None:
        for record in records:
            await route.handle(record)

    async def counted(records: Sequence[Record]) -> None:
        of_a_flight = max(1, len(records) // MANIFESTS)
        for at in range(0, len(records), of_a_flight):
            await patterns.handle_all(records[at : at + of_a_flight])

    routing_took = await _cost(redis, routed, kept.taken())
    alerts = kept.taken()
    counting_took = await _cost(redis, counted, alerts)
    await redis.aclose()
    spent = {"routing": routing_took, "counting": counting_took}
    return {name: (one[0] / len(alerts), one[1] / len(alerts)) for name, one in spent.items()}


async def _cost(
    redis: Redis, work: Callable[[Sequence[Record]], Awaitable[None]], records: Sequence[Record]
) -> tuple[float, float]:
    """Return the microseconds of processor time here and in Redis."""
    before, began = await _redis_s(redis), time.process_time()
    await work(records)
    took = time.process_time() - began
    return took * 1e6, (await _redis_s(redis) - before) * 1e6


async def _redis_s(redis: Redis) -> float:
    used = await redis.info("cpu")
    return float(used["used_cpu_user"] + used["used_cpu_sys"])
