"""`tocsin config check`: every setting as it is read, and the YAML files."""

import os
from collections.abc import Iterator
from contextlib import suppress

import click
from pydantic import BaseModel, SecretStr

from config.problems import ConfigError
from config.settings import PREFIX, Settings, load
from streams.commands.loaded import Loaded, boarding_of, delivery_of, loaded, webhooks_of


@click.group("config")
def config() -> None:
    """Look at the configuration."""


@config.command("check")
def check_command() -> None:
    """Print every setting with where it comes from, then read the YAML files.

    Secrets are masked. Ends with 2 and one sentence if something is wrong; where a setting is
    misspelt it also lists those that there are.

    \b
    Example:
      TOCSIN_HTTP__PORT=9000 tocsin config check
    """  # noqa: D301  # click keeps the lines after \b
    try:
        settings = load()
    except ConfigError:
        click.echo("\n".join(name for name, _ in values(Settings.model_construct())))
        raise
    given = {name.upper() for name in os.environ}
    for name, value in values(settings):
        click.echo(f"{name}={_shown(value)}  ({'env' if name in given else 'default'})")
    found = loaded(settings)
    parties = found.parties
    click.echo(
        f"{settings.parties_file}: {len(parties.airlines)} airlines, "
        f"{len(parties.agencies)} agencies"
    )
    rows = found.subscriptions.subscriptions
    click.echo(f"{settings.subscriptions_file}: {len(rows)} subscriptions")
    answers = boarding_of(found).answers
    click.echo(f"{settings.boarding_file}: {len(answers)} agencies answer before boarding")
    reached = delivery_of(found)
    click.echo(
        f"{settings.delivery_file}: {len(tuple(reached.destinations()))} webhooks, "
        f"{len(reached.escalations())} agencies have alerts escalated"
    )
    for warning in warnings(found):
        click.echo(f"warning: {warning}", err=True)


def values(section: BaseModel, prefix: str = PREFIX) -> Iterator[tuple[str, object]]:
    """Yield the variable and the value of every setting."""
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from values(value, f"{prefix}{name.upper()}__")
        else:
            yield f"{prefix}{name.upper()}", value


def warnings(found: Loaded) -> Iterator[str]:
    """Yield a sentence for a missing secret, each time too short, and each subscription in vain."""
    from manifests.airports import known

    if found.settings.kafka.bootstrap and found.settings.alert_secret is None:
        yield (
            "TOCSIN_ALERT_SECRET is not set: on services of your own, workers, `tocsin serve` and "
            "commands need it, the same for all"
        )
    yield from found.settings.retention.warnings()
    yield from _delivery_warnings(found)
    reported = {code for airline in found.parties.airlines.values() for code in airline.carriers}
    for row in found.subscriptions.subscriptions:
        wish, who = row.filter, f"subscription {row.agency}/{row.id}"
        for carrier in wish.carriers:
            if carrier not in reported:
                yield f"{who}: no airline of parties.yaml reports for the carrier {carrier}"
        for airport in (*wish.origin_airports, *wish.destination_airports):
            if not known(airport):
                yield f"{who}: {airport} is no airport that is known"


def _delivery_warnings(found: Loaded) -> Iterator[str]:
    """Yield a sentence for each webhook that cannot be called as it stands."""
    from ipaddress import ip_address
    from urllib.parse import urlsplit

    from alerts.delivery.addresses import is_public
    from alerts.delivery.signing import BadSecrets
    from streams.delivering.secrets_file import read_secrets

    for one in webhooks_of(found):
        try:
            read_secrets(one.secrets_file)
        except BadSecrets as problem:
            yield f"webhook {one.name}: secrets_file {problem}"
        host = urlsplit(one.row.url).hostname or ""
        with suppress(ValueError):  # a name: it is looked up at each call
            if not one.row.allow_private and not is_public(str(ip_address(host))):
                yield (
                    f"webhook {one.name}: {host} is no public address and is never called; set "
                    "allow_private: true if it is meant"
                )


def _shown(value: object) -> str:
    if value is None:
        return ""
    return "********" if isinstance(value, SecretStr) else str(value)
