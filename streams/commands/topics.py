"""`tocsin topics apply`: the topics and ACLs that all parties need."""

import click

from streams.commands.loaded import loaded
from streams.connections import administering
from streams.provision import Report, apply
from streams.topics import SERVICE, acls_for, topics_for


@click.group()
def topics() -> None:
    """Create the Kafka topics."""


@topics.command("apply")
@click.option(
    "--acls/--no-acls",
    default=None,
    help="Also grant each party its own topics alone (default: where SASL is set).",
)
@click.option(
    "--service",
    default=SERVICE.removeprefix("User:"),
    show_default=True,
    help="The Kafka user that workers and the HTTP side sign in as.",
)
def apply_command(acls: bool | None, service: str) -> None:
    """Create all topics, and ACLs, for the parties of parties.yaml.

    Sign in as an administrator for it; every party signs in under its own id.

    Doing it again changes nothing. Partitions are never changed: that would break the order of
    a flight's manifests.
    """
    found = loaded()
    kafka = found.settings.kafka
    plans = topics_for(found.parties, partitions=kafka.partitions, replication=kafka.replication)
    wanted = kafka.security.startswith("SASL") if acls is None else acls
    grants = acls_for(found.parties, service=f"User:{service}", group=kafka.group) if wanted else ()
    with administering(kafka) as admin:
        _print(apply(admin, plans, grants))


def _print(report: Report) -> None:
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    if report.nothing_to_do:
        click.echo(f"nothing to do: all {len(report.present)} topics are there")
        return
    click.echo(
        f"{len(report.created)} topics created, {len(report.present)} were there, "
        f"{report.granted} grants added"
    )
