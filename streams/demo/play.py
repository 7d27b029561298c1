"""Plays the demo: imports the watchlists, pushes a day of flights, shows the alerts, sums up.

It works as any outsider would: the watchlists by `tocsin watchlist import`, the manifests and
the alerts by plain Kafka clients.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console

from access.parties import Parties
from config.settings import Settings
from manifests.reading import understood
from screening.compiled.compiling import is_compiled
from streams.alert_table import alert_header
from streams.child import OURSELVES
from streams.commands.problems import CommandFailed
from streams.connections import producing
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
COMPILED_S = 900  # where nothing is compiled yet
QUIET_S = 60  # for the last alert after the last push


async def play(installation: Installation, parties: Parties, *, as_json: bool) -> None:
    """Run the whole demo; raises CommandFailed when the installation does not come to work."""
    console = Console(stderr=as_json, width=None if sys.stdout.isatty() else 120)
    settings = installation.settings
    if installation.embedded_kafka:
        console.print("Embedded services: all they hold is forgotten on exit.", style="yellow")
    await _ready(settings, console)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    world = build_world(SEED, tomorrow)
    await _import(world, installation, console)
    now = today()
    score = Score(world, aside={one.key for one in flights(now)})
    console.print(f"\n{len(world.pushes)} manifests of {tomorrow}, as airlines push them:")
    console.print(alert_header(width=console.width))
    with AlertFeed(settings.kafka, parties, console, score) as feed:
        await _push(world, settings, score)
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


async def _ready(settings: Settings, console: Console) -> None:
    """Return once workers are at work, be it after they have compiled what was not compiled yet."""
    redis = async_redis_client(settings.redis)
    watch = Watch(settings, redis)
    within_s, began = READY_S, time.monotonic()
    if not is_compiled():
        within_s = COMPILED_S
        console.print("compiling what compares names (once, a few minutes)")
    try:
        while not (status := await watch.look()).ready:
            if time.monotonic() > began + within_s:
                raise CommandFailed(f"not ready after {within_s} s: {', '.join(status.in_the_way)}")
            await asyncio.sleep(0.2)
    finally:
        await redis.aclose()


async def _import(world: World, installation: Installation, console: Console) -> None:
    """Import each owner's entries with the command that an owner would use."""
    environ = {**os.environ, **installation.environ}
    with tempfile.TemporaryDirectory(prefix="tocsin-demo-") as folder:
        for owner in sorted({entry.owner for entry in world.entries}):
            file = Path(folder) / f"{owner}.jsonl"
            file.write_bytes(entries_jsonl(world, owner))
            command = ("watchlist", "import", str(file), "--owner", owner)
            done = await create_subprocess_exec(
                *OURSELVES, *command, env=environ, stdout=PIPE, stderr=PIPE
            )
            try:
                said, complained = await done.communicate()
            except asyncio.CancelledError:
                done.terminate()
                await done.wait()
                raise
            console.print(f"watchlist of {said.decode().strip()}", highlight=False)
            if done.returncode:
                raise CommandFailed(f"the import of {owner} failed: {complained.decode().strip()}")


async def _push(world: World, settings: Settings, score: Score) -> None:
    with producing(settings.kafka) as producer:
        begun = time.monotonic()
        for number, push in enumerate(world.pushes):
            await asyncio.sleep(max(0.0, begun + number / PUSHES_PER_S - time.monotonic()))
            manifest = push.manifest
            topic, value = as_sent(manifest)
            score.pushed(manifest, time.time())
            key = manifest.message_id.encode()
            await asyncio.to_thread(producer.send, topic, value, key=key)
        await asyncio.to_thread(producer.flush)


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
