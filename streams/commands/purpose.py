"""`--purpose`: why a command is run, for the audit trail."""

import click

from access.audit import purpose_of


def _purpose(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    try:
        return purpose_of(value)
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from problem


purpose_option = click.option(
    "--purpose", metavar="TEXT", callback=_purpose, help="Why, for the audit trail."
)
