"""`tocsin status`: how the whole of Tocsin is, in figures."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from streams.commands.loaded import Loaded, loaded, webhooks_of
from streams.commands.problems import CommandFailed

if TYPE_CHECKING:
    from doors.system import Latency, SystemFigures


@click.command()
@click.option("--json", "as_json", is_flag=True, help="All of it as one line of JSON.")
def status(*, as_json: bool) -> None:
    """Show what waits, how fast it goes, what fails, how old lists are, and who is at work.

    Numbers, ids and times alone. Ends with 1 where manifests are not being screened right now.

    \b
    Examples:
      tocsin status
      tocsin status --json | jq '.stages[] | select(.lag > 1000)'
    """  # noqa: D301  # click keeps the lines after \b
    found = asyncio.run(_looked(loaded()))
    for line in [found.model_dump_json()] if as_json else _lines(found):
        click.echo(line)
    if found.nobody_answers:
        click.echo("questions wait and nobody answers: start `tocsin worker --boarding`", err=True)
    if not found.ready:
        raise CommandFailed("not ready: " + "; ".join(found.in_the_way))


async def _looked(found: Loaded) -> "SystemFigures":
    from streams.redis_clients import async_redis_client
    from streams.system.figures import System

    redis = async_redis_client(found.settings.redis)
    try:
        return await System(found.settings, found.parties, redis, webhooks_of(found)).look()
    finally:
        await redis.aclose()


def _lines(found: "SystemFigures") -> Iterator[str]:
    yield "ready" if found.ready else "not ready"
    yield f"{'STAGE':12} {'LAG':>10} {'RECORDS/S':>10}"
    for stage in found.stages:
        lag = "?" if stage.lag is None else str(stage.lag)
        yield f"{stage.stage:12} {lag:>10} {stage.records_per_s:>10g}"
    yield f"from manifest to alert, last hour: {_latency(found.latency)}"
    for refused in found.quarantine:
        yield f"in quarantine: {refused.count} {refused.reason}; {refused.replay}"
    for one in found.deliveries:
        state = f"fails, {one.failures} times in a row" if one.failing else "delivering"
        waits = "" if one.waiting is None else f", {one.waiting} wait"
        yield f"webhook {one.webhook}: {state}{waits}"
    for listed in found.lists:
        yield f"list {listed.list}: changed {_ago(listed.age_s)} ago"
    for worker in found.workers:
        state = f"waits for {worker.waiting_for}" if worker.waiting_for else "at work"
        learns = ", learns the lists yet" if worker.learning else ""
        yield f"worker {worker.name} ({worker.lane}): {state}{learns}"


def _latency(one: "Latency") -> str:
    if not one.alerts:
        return "no alert"
    return f"{one.alerts} alerts, p50 {one.p50_s:g} s, p95 {one.p95_s:g} s, p99 {one.p99_s:g} s"


def _ago(seconds: int) -> str:
    for unit, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= unit:
            return f"{seconds // unit} {name}"
    return f"{seconds} s"
