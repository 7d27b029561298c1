"""`tocsin keys new`: an API key for an airline's HTTP door."""

import secrets

import click

from access.keys import KEY_BYTES, key_hash, new_key
from streams.commands.loaded import loaded
from streams.commands.parties import airline_named


@click.group()
def keys() -> None:
    """Make API keys for airlines."""


@keys.command("new")
@click.option("--airline", required=True, metavar="AIRLINE", help="Whose key it will be.")
def new_command(airline: str) -> None:
    """Print a new key once, and the hash of it that parties.yaml is to hold.

    The key itself is kept nowhere. An airline may have several, so that a new one is in use before
    the old one goes: `keys: [sha256:..., sha256:...]`. Start `tocsin serve` again afterwards.
    """
    whose = airline_named(airline, loaded().parties)
    key = new_key(secrets.token_bytes(KEY_BYTES))
    click.echo(f"key:  {key}")
    click.echo(f"hash: {key_hash(key)}")
    click.echo(
        f"Give the key to {whose}: it is shown this once. Add the hash to `keys` of {whose} in "
        "parties.yaml, then start `tocsin serve` again.",
        err=True,
    )
