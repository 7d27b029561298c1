"""`tocsin subscriptions`: what agencies want to be told of, and what a change would do."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from pydantic import ValidationError

from config.files import SubscriptionRow, SubscriptionsFile, read_yaml
from config.problems import sentence
from streams.commands.loaded import Loaded, loaded, rules_of
from streams.commands.parties import agency_named
from streams.commands.problems import CommandFailed
from streams.commands.purpose import purpose_option

if TYPE_CHECKING:
    from alerts.alert import Alert
    from alerts.preview import Preview
    from streams.subscribing import Kept


@click.group()
def subscriptions() -> None:
    """See and change what agencies want to be told of.

    Those of subscriptions.yaml are changed there; workers look at the file every second. Others are
    made here and kept in a topic of their own. Either way a change takes effect within seconds.
    """


@subscriptions.command("list")
@click.option("--agency", metavar="AGENCY", help="Only those of one agency.")
@click.option("--json", "as_json", is_flag=True, help="Each as one line of JSON.")
def list_command(agency: str | None, as_json: bool) -> None:
    """List every subscription, where it is kept and what it wants.

    \b
    Example:
      tocsin subscriptions list --agency uk-piu
    """  # noqa: D301  # click keeps the lines after \b
    found = loaded()
    whose = agency_named(agency, found.parties) if agency else None
    have = _kept(found)
    for key, row in sorted(have.all().items()):
        if whose not in (None, row.agency):
            continue
        where = "file" if key in have.in_file else "command"
        wish = row.filter.model_dump(mode="json", exclude_defaults=True)
        if as_json:
            line = {"agency": row.agency, "id": row.id, "kept": where, "filter": wish}
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            click.echo(f"{key}  ({where})  {_wish_text(wish)}")


@subscriptions.command("set")
@click.argument("agency")
@click.argument("name")
@click.option("--category", "categories", multiple=True, help="Of the entry; may be repeated.")
@click.option("--min-severity", type=click.Choice(["low", "medium", "high", "top"]))
@click.option("--min-score", type=float, help="0 to 1; the system's own threshold applies anyway.")
@click.option("--origin-country", "origin_countries", multiple=True, help="E.g. TR.")
@click.option("--origin-airport", "origin_airports", multiple=True, help="E.g. IST.")
@click.option("--destination-country", "destination_countries", multiple=True)
@click.option("--destination-airport", "destination_airports", multiple=True)
@click.option("--carrier", "carriers", multiple=True, help="That operates the flight, e.g. BA.")
@purpose_option
@click.option("--dry-run", is_flag=True, help="Say which current alerts it would bring or take.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: the effect as JSON.")
def set_command(
    *,
    agency: str,
    name: str,
    purpose: str | None,
    dry_run: bool,
    as_json: bool,
    **wish: Any,  # noqa: ANN401  # one for each line of a filter
) -> None:
    """Make the subscription NAME of AGENCY, or change it: it then wants what is given here alone.

    Every condition that is given must hold; within one that is repeated any value will do. Without
    conditions it wants everything that the agency may see.

    \b
    Examples:
      tocsin subscriptions set uk-piu istanbul --origin-airport IST --dry-run
      tocsin subscriptions set uk-piu istanbul --origin-airport IST --min-severity high
    """  # noqa: D301  # click keeps the lines after \b
    from streams.subscribing import send
    from streams.subscription_log import key_of, set_record

    found, have = _found(agency, dry_run=dry_run, as_json=as_json)
    row = _row(agency, name, wish)
    _refuse_in_file(key_of(row), found, have)
    if dry_run:
        _show(_preview(found, have, have.with_row(row)), as_json=as_json)
        return
    _note(found, key_of(row), purpose)
    send(found.settings, set_record(row))
    click.echo(f"{key_of(row)} is set; it takes effect within seconds")


@subscriptions.command("remove")
@click.argument("agency")
@click.argument("name")
@purpose_option
@click.option("--dry-run", is_flag=True, help="Say which current alerts it would take away.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: the effect as JSON.")
def remove_command(
    agency: str, name: str, *, purpose: str | None, dry_run: bool, as_json: bool
) -> None:
    """End the subscription NAME of AGENCY; alerts that no other one wants are withdrawn.

    \b
    Example:
      tocsin subscriptions remove uk-piu istanbul
    """  # noqa: D301  # click keeps the lines after \b
    from streams.subscribing import send
    from streams.subscription_log import removal

    found, have = _found(agency, dry_run=dry_run, as_json=as_json)
    key = f"{agency}/{name}"
    _refuse_in_file(key, found, have)
    if key not in have.made:
        raise CommandFailed(f"there is no subscription {key}; see `tocsin subscriptions list`", 2)
    if dry_run:
        _show(_preview(found, have, have.without(key)), as_json=as_json)
        return
    _note(found, key, purpose)
    send(found.settings, removal(key))
    click.echo(f"{key} is removed; it takes effect within seconds")


@subscriptions.command("preview")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The effect as JSON.")
def preview_command(file: Path, as_json: bool) -> None:
    """Say which current alerts FILE would bring or take, were it subscriptions.yaml.

    \b
    Example:
      tocsin subscriptions preview new-subscriptions.yaml
    """  # noqa: D301  # click keeps the lines after \b
    from dataclasses import replace

    from streams.subscription_log import key_of

    found, rows = loaded(), read_yaml(file, SubscriptionsFile).subscriptions
    for row in rows:
        agency_named(row.agency, found.parties)
    have = _kept(found)
    then = replace(have, in_file={key_of(row): row for row in rows})
    _show(_preview(found, have, then), as_json=as_json)


def _found(agency: str, *, dry_run: bool, as_json: bool) -> tuple[Loaded, "Kept"]:
    if as_json and not dry_run:
        raise click.UsageError("--json goes with --dry-run")
    found = loaded()
    agency_named(agency, found.parties)
    return found, _kept(found)


def _note(found: Loaded, key: str, purpose: str | None) -> None:
    """Put on record which subscription is changed; raises CommandFailed."""
    from streams.auditing.noting import Notes

    with Notes(found.settings, purpose) as notes:
        notes.note("changed", "subscription", [f"subscription:{key}"])


def _kept(found: Loaded) -> "Kept":
    from streams.subscribing import kept

    return kept(found.settings, found.subscriptions.subscriptions)


def _row(agency: str, name: str, wish: Mapping[str, Any]) -> SubscriptionRow:
    given = {field: value for field, value in wish.items() if value not in (None, ())}
    try:
        return SubscriptionRow.model_validate({"id": name, "agency": agency, "filter": given})
    except ValidationError as problem:
        raise CommandFailed(sentence(problem), 2) from problem


def _refuse_in_file(key: str, found: Loaded, have: "Kept") -> None:
    if key in have.in_file:
        file = found.settings.subscriptions_file
        raise CommandFailed(f"{key} is kept in {file}; change it there, it is read at once", 2)


def _preview(found: Loaded, before: "Kept", after: "Kept") -> "Preview":
    from streams.progress import progress
    from streams.subscribing import known_hits, preview_of

    with progress() as meter:
        hits, decisions = known_hits(found.settings, meter)
    return preview_of(rules_of(found), before.all(), after.all(), hits, decisions)


def _show(preview: "Preview", *, as_json: bool) -> None:
    if as_json:
        sides = {"brings": preview.brings, "takes": preview.takes}
        found = {name: [_plain(one) for one in alerts] for name, alerts in sides.items()}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for sign, alerts in (("+", preview.brings), ("-", preview.takes)):
        for one in alerts:
            plain = _plain(one)
            click.echo(f"{sign} {' '.join(str(value) for value in plain.values())}")
    click.echo(f"would bring {len(preview.brings)} alerts and take away {len(preview.takes)}")


def _plain(alert: "Alert") -> dict[str, Any]:
    """Return what tells one alert from another, and nothing of who the person is."""
    owner = alert.entry.owner or "(withheld)"
    return {
        "agency": alert.agency,
        "flight": alert.flight.key,
        "passenger_ref": alert.passenger.passenger_ref,
        "entry": f"{owner}/{alert.entry.id}",
        "severity": alert.entry.severity,
        "score": round(alert.score, 2),
    }


def _wish_text(wish: Mapping[str, Any]) -> str:
    if not wish:
        return "everything it may see"
    return "; ".join(
        f"{field.replace('_', ' ')} {', '.join(value) if isinstance(value, list) else value}"
        for field, value in wish.items()
    )
