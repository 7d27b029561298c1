"""`tocsin worker`: the stream processors alone."""

import asyncio
from typing import TYPE_CHECKING

import click

from config.settings import Settings, load
from streams.commands.loaded import Loaded, boarding_of, loaded, rules_of, webhooks_of
from streams.commands.problems import CommandFailed
from streams.heartbeat import LaneName, host, workers
from streams.redis_clients import async_redis_client

if TYPE_CHECKING:
    from streams.rules import RuleFiles


@click.command()
@click.option(
    "--check", is_flag=True, help="Only say whether a worker of this host, or of that lane, runs."
)
@click.option(
    "--boarding", is_flag=True, help="Answer airlines before boarding, and do nothing else."
)
@click.option("--delivery", is_flag=True, help="Deliver alerts to webhooks, and do nothing else.")
def worker(check: bool, boarding: bool, delivery: bool) -> None:
    """Run the stream processors: intake, screen, rescreen, route.

    With --boarding run the lane that answers who asks before boarding (boarding.yaml): processes of
    its own, so that no backlog of other manifests delays an answer.

    With --delivery run the lane that calls agencies' webhooks (delivery.yaml), each on its own.
    More than one may run: one delivers to a destination, the others stand by. It reads the file as
    it starts; secrets are read for each call.

    Start as many as there are cores; they share the partitions among them. SIGTERM or Ctrl-C
    lets a worker finish what it has in hand. When Kafka or Redis stay away longer than
    TOCSIN_WORKER__GIVE_UP_S it exits with 1 for its supervisor; nothing is lost.
    """
    if boarding and delivery:
        raise click.UsageError(
            "--boarding and --delivery are lanes of their own; start one of each"
        )
    if check:  # without the YAML files: a worker goes on where one of them cannot be read any more
        asyncio.run(_check(load(), "boarding" if boarding else "delivery" if delivery else None))
        return
    found = loaded()
    why = _delivered(found) if delivery else _worked(found, boarding=boarding)
    if why is not None:
        raise CommandFailed(why)


def _worked(found: Loaded, *, boarding: bool) -> str | None:
    from streams.loading import end_if_loading
    from streams.worker import run_worker

    purpose = boarding_of(found) if boarding else _rule_files(found)
    why = asyncio.run(run_worker(found.settings, found.parties, purpose))
    end_if_loading()
    return why


def _delivered(found: Loaded) -> str | None:
    from streams.delivering.lane import run_delivery

    destinations = webhooks_of(found)
    if not destinations:
        click.echo(f"{found.settings.delivery_file} has no webhook: nothing to do", err=True)
    return asyncio.run(run_delivery(found.settings, destinations))


def _rule_files(found: Loaded) -> "RuleFiles":
    """Return what to route by, and how to read it again; raises ConfigError without a secret."""
    from streams.rules import RuleFiles

    settings = found.settings
    settings.secret()
    paths = (settings.parties_file, settings.subscriptions_file, settings.delivery_file)
    return RuleFiles(paths, lambda: rules_of(loaded(settings)))


async def _check(settings: Settings, lane: LaneName | None) -> None:
    """Raise CommandFailed unless a worker of this host, and of *lane*, has been heard of lately."""
    redis = async_redis_client(settings.redis)
    try:
        heard = await workers(redis)
    finally:
        await redis.aclose()
    mine = [one for one in heard if one.host == host() and lane in {None, one.lane}]
    if not mine:
        which = f" in the lane {lane}" if lane else ""
        raise CommandFailed(f"no worker of this host is at work{which}")
    for one in mine:
        click.echo(f"{one.name}: {f'waits for {one.waiting_for}' if one.waiting_for else 'ready'}")
