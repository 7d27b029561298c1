"""`tocsin manifest push`: manifests from files, as an airline sends them."""

import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from access.parties import AirlineId
from streams.commands.loaded import loaded
from streams.commands.parties import airline_named
from streams.commands.problems import CommandFailed
from streams.commands.purpose import purpose_option

if TYPE_CHECKING:
    from config.settings import Settings
    from streams.commands.pushed import Pushed
    from streams.manifest_files import Unusable
    from streams.pushing import Sendable


@click.group()
def manifest() -> None:
    """Send passenger manifests."""


@manifest.command("push")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--airline", required=True, metavar="AIRLINE", help="The airline that sends them.")
@click.option("--dry-run", is_flag=True, help="Show what is understood; send nothing.")
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="What is understood as lines of JSON.")
def push_command(
    files: tuple[str, ...], airline: str, *, dry_run: bool, purpose: str | None, as_json: bool
) -> None:
    """Send the manifests in FILEs to the airline's topic; FILE - is standard input.

    A file holds JSON, one manifest or one on each line, or UN/EDIFACT: PAXLST or PNRGOV, in any
    separators. Each manifest is checked as the intake will check it: sender and carrier must be
    the airline's. What is wrong is named with its line or segment and not sent; the others are
    sent and the exit code is 1.

    \b
    Examples:
      tocsin manifest push ua123.json --airline UA
      tocsin manifest push paxlst.edi --airline UA --dry-run --json
      zcat day.jsonl.gz | tocsin manifest push - --airline UA --dry-run
    """  # noqa: D301  # click keeps the lines after \b
    from streams.commands.pushed import Pushed
    from streams.interchange_files import Interchanges
    from streams.manifest_files import check_files, documents_in, size_of
    from streams.pushing import sendable

    found = loaded()
    sender = airline_named(airline, found.parties)
    check_files(files)
    read = Interchanges(sender, datetime.now(UTC))
    going = sendable(documents_in(files, read), sender, found.parties)
    pushed = Pushed(read, shown=dry_run and not as_json)
    if not dry_run:
        going = _sent(found.settings, sender, going, purpose)
    # A bar would tear what a dry run shows.
    _take(pushed, going, as_json=as_json, total=None if dry_run else size_of(files))
    if as_json:
        click.echo(json.dumps(pushed.total, ensure_ascii=False))
    else:
        pushed.sum_up("would be sent" if dry_run else "sent")
    if pushed.bad:
        raise CommandFailed(f"{pushed.bad} not sent; mend what is named above and push it again")


def _take(
    pushed: "Pushed", going: "Iterable[Sendable | Unusable]", *, as_json: bool, total: int | None
) -> None:
    """Count what is sent and what is not, and show it; with a bar over *total* bytes, if any."""
    from streams.progress import progress

    with nullcontext() if total is None else progress() as shown:
        if shown is not None and total is not None:
            shown.phase("pushing", total)
        for one in going:
            pushed.take(one)
            if as_json:
                click.echo(json.dumps(pushed.line(one), ensure_ascii=False))
            if shown is not None:
                shown.at(pushed.bytes_read)


def _sent(
    settings: "Settings",
    sender: AirlineId,
    checked: "Iterable[Sendable | Unusable]",
    purpose: str | None,
) -> "Iterator[Sendable | Unusable]":
    from streams.auditing.noting import Notes
    from streams.connections import producing
    from streams.pushing import push

    with producing(settings.kafka) as producer, Notes(settings, purpose) as notes:
        yield from push(producer, sender, notes.noted(checked, "changed", "manifests", _flight))


def _flight(one: "Sendable | Unusable") -> list[str]:
    """Return what is noted of a manifest that goes."""
    from alerts.about import flight
    from streams.pushing import Sendable

    return [flight(one.manifest.flight.key)] if isinstance(one, Sendable) else []
