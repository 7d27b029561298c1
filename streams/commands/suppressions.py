"""`tocsin suppressions`: whom agencies need not be told of again, and how that ends."""

import asyncio
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from access.caller import Action
from streams.commands.loaded import Loaded, loaded
from streams.commands.parties import agency_named
from streams.commands.problems import CommandFailed
from streams.commands.purpose import purpose_option

if TYPE_CHECKING:
    from alerts.suppression import Suppression


@click.group()
def suppressions() -> None:
    """See and end what dismissals as "not the same person" keep back.

    Each is of one agency and one entry, for the person whose alert was dismissed. It holds until it
    ends, or anything about the person or the entry is new; an entry of severity top is told always.
    """


@suppressions.command("list")
@click.option("--agency", metavar="AGENCY", help="Only those of one agency.")
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="Each as one line of JSON.")
def list_command(agency: str | None, purpose: str | None, as_json: bool) -> None:
    """List all that are in force: whose, on which entry, by whom, until when.

    \b
    Example:
      tocsin suppressions list --agency uk-piu
    """  # noqa: D301  # click keeps the lines after \b
    found = loaded()
    whose = agency_named(agency, found.parties) if agency else None
    those = [one for one in _in_force(found) if whose in (None, one.agency)]
    _note(found, "saw", "suppressions", those, purpose)
    for one in those:
        if as_json:
            click.echo(json.dumps(_document(one)))
        else:
            click.echo(
                f"{one.agency}  {one.id}  {one.entry}  flight {one.flight}  by {one.by} "
                f"at {one.at[:19]}Z, until {one.until[:19]}Z"
            )


@suppressions.command("end")
@click.argument("suppression_id", metavar="ID")
@click.option("--agency", metavar="AGENCY", required=True, help="Whose it is.")
@click.option("--by", metavar="WHO", required=True, help="Who ends it: a staff number.")
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="What was ended, as one line of JSON.")
def end_command(
    *, suppression_id: str, agency: str, by: str, purpose: str | None, as_json: bool
) -> None:
    """End one: its alert is open again, and whoever it kept back is told within seconds.

    \b
    Example:
      tocsin suppressions end 5f0c… --agency uk-piu --by officer-7 --purpose "case 17"
    """  # noqa: D301  # click keeps the lines after \b
    from streams.subscribing import send
    from streams.suppression_log import ended_by

    if not by.strip() or len(by) > 100:
        raise click.UsageError("--by is who ends it, in 1 to 100 characters")
    found = loaded()
    whose = agency_named(agency, found.parties)
    mine = [one for one in _in_force(found) if one.agency == whose]
    those = [one for one in mine if one.id.startswith(suppression_id)]
    if len(those) != 1:
        raise CommandFailed(
            f"{whose} has {'no' if not those else 'more than one'} suppression "
            f"{suppression_id!r}; see `tocsin suppressions list --agency {whose}`",
            2,
        )
    _note(found, "changed", "suppression: ended", those, purpose)
    send(found.settings, ended_by(those[0], by))
    if as_json:
        click.echo(json.dumps(_document(those[0])))
    else:
        click.echo(f"{those[0].id} is ended; it takes effect within seconds")


def _note(
    found: Loaded, action: Action, what: str, those: "list[Suppression]", purpose: str | None
) -> None:
    """Put on record which are shown or ended; raises CommandFailed."""
    from streams.auditing.noting import Notes

    if not those:
        return
    with Notes(found.settings, purpose) as notes:
        things = (f"{kind}:{name}" for one in those for kind, name in _named(one))
        notes.note(action, what, things)


def _named(one: "Suppression") -> Iterator[tuple[str, str]]:
    yield from (("suppression", one.id), ("alert", one.alert_id))
    yield from (("entry", one.entry), ("flight", one.flight))


def _document(one: "Suppression") -> dict[str, object]:
    """Return it for JSON, without the hashes, which tell nobody anything."""
    return one.model_dump(mode="json", by_alias=True, exclude={"stated", "view", "source", "kind"})


def _in_force(found: Loaded) -> "list[Suppression]":
    """Return all suppressions in force; raises CommandFailed."""
    from screening.space import NotReady
    from streams.suppression_log import in_force

    try:
        return asyncio.run(in_force(found.settings))
    except NotReady as problem:
        raise CommandFailed(f"{problem}; is a worker running?") from problem
