"""`tocsin manifest push`: manifests from files, as an airline sends them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from access.parties import AirlineId
from streams.commands.loaded import loaded
from streams.commands.parties import airline_named
from streams.commands.problems import CommandFailed
from streams.manifest_files import Unusable, check_files, documents_in

if TYPE_CHECKING:
    from config.settings import KafkaSettings
    from streams.pushing import Understood


@click.group()
def manifest() -> None:
    """Send passenger manifests."""


@manifest.command("push")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--airline", required=True, metavar="AIRLINE", help="The airline that sends them.")
@click.option("--dry-run", is_flag=True, help="Show what is understood; send nothing.")
def push_command(files: tuple[str, ...], airline: str, dry_run: bool) -> None:
    """Send the manifests in FILEs to the airline's topic; FILE - is standard input.

    A file holds one JSON manifest, or one on each line. Each is checked as the intake will check
    it: sender and carrier must be the airline's. What is wrong is named with its line and not
    sent; the others are sent and the exit code is 1.

    \b
    Examples:
      tocsin manifest push ua123.json --airline UA
      zcat day.jsonl.gz | tocsin manifest push - --airline UA --dry-run
    """  # noqa: D301  # click keeps the lines after \b
    from streams.pushing import understood

    found = loaded()
    sender = airline_named(airline, found.parties)
    check_files(files)
    checked = understood(documents_in(files), sender, found.parties)
    sent = checked if dry_run else _sent(found.settings.kafka, sender, checked)
    manifests = people = bad = 0
    for one in sent:
        if isinstance(one, Unusable):
            bad += 1
            click.echo(str(one), err=True)
            continue
        manifests += 1
        people += len(one.manifest.passengers)
        if dry_run:
            click.echo(_line(one))
    done = "would be sent" if dry_run else "sent"
    click.echo(
        f"{manifests} {'manifest' if manifests == 1 else 'manifests'} with {_people(people)} {done}"
    )
    if bad:
        raise CommandFailed(f"{bad} not sent; mend what is named above and push it again")


def _sent(
    kafka: "KafkaSettings", sender: AirlineId, checked: "Iterable[Understood | Unusable]"
) -> "Iterator[Understood | Unusable]":
    from streams.connections import producing
    from streams.pushing import push

    with producing(kafka) as producer:
        yield from push(producer, sender, checked)


def _line(one: "Understood") -> str:
    said = one.manifest
    people = _people(len(said.passengers))
    return f"{one.document.where}: {said.flight.key} {said.function}, {people}"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
