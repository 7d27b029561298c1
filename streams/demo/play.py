"""Plays the demo: imports the watchlists, pushes a day of flights, shows the alerts, sums up.

It works as any outsider would: the watchlists by `tocsin watchlist import`, the manifests and
the alerts by plain Kafka clients.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kafka import KafkaProducer
from rich.console import Console

from access.parties import Parties
from config.settings import Settings
from doors.health import Status
from manifests.reading import understood
from streams.alert_table import alert_header
from streams.clients import producer_options
from streams.commands.problems import CommandFailed
from streams.demo.edifact import as_sent
from streams.demo.feed import AlertFeed
from streams.demo.score import Score
from streams.demo.story import Story, flights, today
from streams.demo.summary import summary_table
from streams.demo.world import World, build_world, entries_jsonl
from streams.installation import Installation
from streams.lag import lag
from streams.redis_clients import async_redis_client
from streams.status import Watch
from streams.topic_reader import UntilNow
from streams.topics import HITS, MANIFESTS, manifests_topic, requests_topic, responses_topic

SEED = 7
PUSHES_PER_S = 8
READY_S = 60
QUIET_S = 60  # for the last alert after the last push


async def play(installation: Installation, parties: Parties, *, as_json: bool) -> None:
    """Run the whole demo; raises CommandFailed when the installation does not come to work."""
    console = Console(stderr=as_json, width=None if sys.stdout.isatty() else 120)
    settings = installation.settings
    if installation.embedded_kafka:
        console.print("Embedded services: all they hold is forgotten on exit.", style="yellow")
    await _ready(settings)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    world = build_world(SEED, tomorrow)
    await asyncio.to_thread(_import, world, installation, console)
    now = today()
    score = Score(world, aside={one.key for one in flights(now)})
    console.print(f"\n{len(world.pushes)} manifests of {tomorrow}, as airlines push them:")
    console.print(alert_header(width=console.width))
    with AlertFeed(settings.kafka, parties, console, score) as feed:
        await asyncio.to_thread(_push, world, settings, score)
        await _all_routed(settings, parties)
        await asyncio.to_thread(feed.drain)
        await Story(settings, feed, console, now).play(lambda: _all_routed(settings, parties))
        await asyncio.to_thread(feed.drain)
    console.print(summary_table(score.summary()))
    console.print(await _answers(settings, parties))
    if as_json:
        print(json.dumps(score.summary()))  # noqa: T201  # the machine's copy, on stdout alone


async def _answers(settings: Settings, parties: Parties) -> str:
    """Return how many were asked about before boarding, and what was said of them."""
    codes: Counter[str] = Counter()
    topics = [responses_topic(one) for one in sorted(parties.airlines)]
    async for record in UntilNow(settings.kafka, topics):
        read = understood(record.value or b"", received_at=datetime.now(UTC), sender=record.party)
        codes.update(one.code for answer in read.answers for one in answer.people)
    each = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
    return f"Asked about before boarding: {codes.total()} ({each or 'nobody'})"


async def _ready(settings: Settings) -> Status:
    redis = async_redis_client(settings.redis)
    watch = Watch(settings, redis)
    until = time.monotonic() + READY_S
    try:
        while True:
            status = await watch.look()
            if status.ready:
                return status
            if time.monotonic() > until:
                raise CommandFailed(f"not ready after {READY_S} s: {', '.join(status.in_the_way)}")
            await asyncio.sleep(0.2)
    finally:
        await redis.aclose()


def _import(world: World, installation: Installation, console: Console) -> None:
    """Import each owner's entries with the command that an owner would use."""
    environ = {**os.environ, **installation.environ}
    with tempfile.TemporaryDirectory(prefix="tocsin-demo-") as folder:
        for owner in sorted({entry.owner for entry in world.entries}):
            file = Path(folder) / f"{owner}.jsonl"
            file.write_bytes(entries_jsonl(world, owner))
            command = ("watchlist", "import", str(file), "--owner", owner)
            done = subprocess.run(  # noqa: S603  # our own command, no shell
                (sys.executable, "-m", "streams", *command),
                env=environ,
                check=False,
                capture_output=True,
                text=True,
            )
            console.print(f"watchlist of {done.stdout.strip()}", highlight=False)
            if done.returncode:
                raise CommandFailed(f"the import of {owner} failed: {done.stderr.strip()}")


def _push(world: World, settings: Settings, score: Score) -> None:
    producer = KafkaProducer(**producer_options(settings.kafka))
    try:
        begun = time.monotonic()
        for number, push in enumerate(world.pushes):
            time.sleep(max(0.0, begun + number / PUSHES_PER_S - time.monotonic()))
            manifest = push.manifest
            topic, value = as_sent(manifest)
            score.pushed(manifest, time.time())
            producer.send(topic, value, key=manifest.message_id.encode())
        producer.flush()
    finally:
        producer.close()


async def _all_routed(settings: Settings, parties: Parties) -> None:
    """Return when everything that was pushed has gone its whole way."""
    kinds = (requests_topic, manifests_topic)
    inbound = [kind(one) for one in parties.airlines for kind in kinds]
    until = time.monotonic() + QUIET_S
    while time.monotonic() < until:
        behind = 0
        for topics in (inbound, [MANIFESTS], [HITS]):  # upstream first: each feeds the next
            behind += await asyncio.to_thread(lag, settings.kafka, topics)
        if not behind:
            return
        await asyncio.sleep(0.5)
    raise CommandFailed(f"{behind} records are still not dealt with {QUIET_S} s after the last")
