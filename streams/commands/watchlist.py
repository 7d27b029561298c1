"""`tocsin watchlist import`: one list into the watchlist, as a delta."""

import asyncio
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from access.parties import Parties
from config.settings import Settings
from streams.commands.loaded import loaded
from streams.commands.parties import agency_named
from streams.commands.problems import CommandFailed
from streams.commands.purpose import purpose_option
from watchlist.entry import SEVERITIES, Sharing
from watchlist.formats.recognise import recognise
from watchlist.formats.rows import FORMATS, ListError, Terms

if TYPE_CHECKING:
    from streams.importing import Order, Outcome

_SLUG = re.compile(r"[a-z][a-z0-9_]{0,62}")


def _slug(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _SLUG.fullmatch(value):
        raise click.BadParameter(
            f"{value!r}: write small letters, digits and _, as in wanted_person"
        )
    return value


@click.group()
def watchlist() -> None:
    """Contribute watchlist entries."""


@watchlist.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--owner", required=True, metavar="AGENCY", help="The agency whose list this is.")
@click.option(
    "--list",
    "list_name",
    callback=_slug,
    metavar="NAME",
    help="[default: each row's, or the file's]",
)
@click.option("--format", "format_name", type=click.Choice(FORMATS), help="[default: recognised]")
@click.option("--replace", is_flag=True, help="Also remove what the list no longer has.")
@click.option("--shrink", is_flag=True, help="Let --replace remove more than half of a list.")
@click.option("--move", is_flag=True, help="Move here who is on another list of AGENCY by now.")
@click.option(
    "--category",
    callback=_slug,
    help="Of every entry; of entry lines and CSV only where a row names none.",
)
@click.option("--severity", type=click.Choice(SEVERITIES), help="Likewise.")
@click.option(
    "--share", multiple=True, metavar="AGENCY", help="Who may see it: an agency, or '*' for all."
)
@click.option(
    "--patience-s",
    default=20.0,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="How long to wait for an index that does not move.",
)
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="The summary as one line of JSON.")
def import_command(  # noqa: PLR0913  # click hands over each option
    *,
    file: Path,
    owner: str,
    list_name: str | None,
    format_name: str | None,
    replace: bool,
    shrink: bool,
    move: bool,
    category: str | None,
    severity: str | None,
    share: tuple[str, ...],
    patience_s: float,
    purpose: str | None,
    as_json: bool,
) -> None:
    """Import FILE as one agency's list; only what differs from what is held is published.

    FILE is entry JSON lines, FollowTheMoney JSON lines, OFAC SDN (sdn.csv with alt and add beside
    it, or sdn.xml), the UN's consolidated XML, or CSV with a header. Bad rows are named and left
    out; the good ones are imported and the exit code is 1. Without --share a list stays with its
    owner. Needs a worker at work: the delta is against what the index holds.

    \b
    Example:
      tocsin watchlist import consolidated.xml --owner interpol --share '*' --replace
    """  # noqa: D301  # click keeps the lines after \b
    from streams.importing import Order

    found = loaded()
    terms = Terms(
        owner=agency_named(owner, found.parties),
        list_name=list_name,
        category=category,
        severity=next((one for one in SEVERITIES if one == severity), None),
        sharing=_sharing(share, found.parties),
    )
    agencies = found.parties.agencies.keys()
    try:
        source = recognise(file, format_name)
        order = Order(
            source,
            terms,
            agencies,
            replace=replace,
            patience_s=patience_s,
            shrink=shrink,
            move=move,
        )
        _import(order, found.settings, purpose, as_json=as_json)
    except ListError as problem:
        raise CommandFailed(str(problem), 2) from problem


def _import(order: "Order", settings: Settings, purpose: str | None, *, as_json: bool) -> None:
    """Import, tell what it came to, also where the index then does not follow."""
    from streams.auditing.noting import Notes
    from streams.importing import Outcome, import_list
    from streams.progress import progress

    outcome = Outcome()
    try:
        with progress() as meter, Notes(settings, purpose) as notes:
            asyncio.run(import_list(order, settings, notes=notes, outcome=outcome, meter=meter))
    finally:
        if outcome.published:
            _print(order, outcome, as_json=as_json)
            _name_bad_rows(order.source.path, outcome)
    _complain(outcome)


def _sharing(names: tuple[str, ...], parties: Parties) -> Sharing:
    for name in names:
        if name != "*":
            agency_named(name, parties)
    return Sharing(visible_to=names)


def _print(order: "Order", outcome: "Outcome", *, as_json: bool) -> None:
    counts = asdict(outcome.summary)
    only = next(iter(outcome.lists)) if len(outcome.lists) == 1 else order.list_name
    about = {"owner": order.owner, "list": only}
    if as_json:
        left_out = dict(outcome.tally.left_out)
        click.echo(json.dumps({**about, **counts, "left_out": left_out}, ensure_ascii=False))
        return
    told = [f"{counts.pop(name)} {name}" for name in ("added", "changed", "removed", "unchanged")]
    told += [f"{counts[name]} {name}" for name in ("bad", "skipped")]
    which = f"{order.owner}/{only}" if only else order.owner
    click.echo(f"{which}: {', '.join(told)}")
    if outcome.summary.kept:
        why = "a bad row may be about them" if outcome.summary.good else "no row is an entry"
        click.echo(f"{outcome.summary.kept} kept: {why}")
    for what, times in sorted(outcome.tally.left_out.items()):
        click.echo(f"left out {times} times: {what}")


def _name_bad_rows(file: Path, outcome: "Outcome") -> None:
    for row in outcome.bad:
        click.echo(f"{file}: {row}", err=True)
    more = outcome.summary.bad - len(outcome.bad)
    if more > 0:
        click.echo(f"{file}: and {more} more bad rows", err=True)


def _complain(outcome: "Outcome") -> None:
    """Raise CommandFailed if something was not imported."""
    if outcome.broke_off:
        raise CommandFailed(
            f"{outcome.broke_off}; the rows before it are imported and nothing is removed"
        )
    bad = outcome.summary.bad
    if bad:
        raise CommandFailed(
            f"{bad} bad {'row was' if bad == 1 else 'rows were'} not imported; "
            "mend them and import the file again"
        )
    if outcome.summary.kept:
        raise CommandFailed("no row is an entry, so nothing is removed; check that it is this list")
