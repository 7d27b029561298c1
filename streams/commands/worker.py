"""`tocsin worker`: the stream processors alone."""

import asyncio

import click

from streams.commands.loaded import loaded, rules_of
from streams.commands.problems import CommandFailed


@click.command()
def worker() -> None:
    """Run the stream processors: intake, screen, rescreen, route.

    Start as many as there are cores; they share the partitions among them. SIGTERM or Ctrl-C
    lets a worker finish what it has in hand. When Kafka or Redis stay away longer than
    TOCSIN_WORKER__GIVE_UP_S it exits with 1 for its supervisor; nothing is lost.
    """
    from streams.worker import run_worker

    found = loaded()
    why = asyncio.run(run_worker(found.settings, found.parties, rules_of(found)))
    if why is not None:
        raise CommandFailed(why)
