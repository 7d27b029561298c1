"""`tocsin keys new`: an API key for a party's HTTP door."""

import secrets

import click

from access.caller import ROLES
from access.keys import KEY_BYTES, key_hash, new_key
from streams.commands.loaded import loaded
from streams.commands.parties import agency_named, airline_named, operator_named


@click.group()
def keys() -> None:
    """Make API keys for airlines, agencies and operators."""


@keys.command("new")
@click.option("--airline", metavar="AIRLINE", help="Whose key it will be.")
@click.option("--agency", metavar="AGENCY", help="Whose key it will be; give its --role too.")
@click.option(
    "--role",
    type=click.Choice([one for one in ROLES if one != "operator"]),
    help="What an agency's key may do: check and decide; read all; change.",
)
@click.option(
    "--operator", metavar="OPERATOR", help="Whose key it will be: /v1/system and the page System."
)
def new_command(
    airline: str | None, agency: str | None, role: str | None, operator: str | None
) -> None:
    """Print a new key once, and what parties.yaml is to hold of it.

    The key itself is kept nowhere. A party may have several, so that a new one is in use before
    the old one goes. Start `tocsin serve` again afterwards.

    \b
    Examples:
      tocsin keys new --airline UA
      tocsin keys new --agency uk-piu --role officer
      tocsin keys new --operator night-desk
    """  # noqa: D301  # click keeps the lines after \b
    if [airline, agency, operator].count(None) != 2:
        raise click.UsageError("give --airline, --agency or --operator")
    if (agency is None) != (role is None):
        raise click.UsageError("an agency's key has a --role, any other has none")
    parties = loaded().parties
    if operator:
        whose: str = operator_named(operator, parties)
    else:
        whose = airline_named(airline, parties) if airline else agency_named(agency or "", parties)
    key = new_key(secrets.token_bytes(KEY_BYTES))
    held = key_hash(key)
    click.echo(f"key:  {key}")
    click.echo(f"hash: {held}")
    role = "operator" if operator else role
    line = f'{{hash: "{held}", role: {role}}}' if role else f'"{held}"'
    click.echo(
        f"Give the key to {whose}: it is shown this once. Add {line} to `keys` of {whose} in "
        "parties.yaml, then start `tocsin serve` again.",
        err=True,
    )
