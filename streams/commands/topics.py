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

    How long each is kept follows the TOCSIN_RETENTION__ settings; a topic that differs is altered,
    and told. Doing it again changes nothing. Partitions are never changed: that would break the
    order of a flight's manifests. Topics with fewer replicas than TOCSIN_KAFKA__REPLICATION are
    named.

    \b
    Example:
      TOCSIN_RETENTION__PUSHES_DAYS=5 tocsin topics apply
    """  # noqa: D301  # click keeps the lines after \b
    found = loaded()
    kafka = found.settings.kafka
    plans = topics_for(
        found.parties,
        found.settings.retention,
        partitions=kafka.partitions,
        replication=kafka.replication,
    )
    wanted = kafka.security.startswith("SASL") if acls is None else acls
    grants = acls_for(found.parties, service=f"User:{service}", group=kafka.group) if wanted else ()
    with administering(kafka) as admin:
        _print(apply(admin, plans, grants))


def _print(report: Report) -> None:
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    for sentence in report.altered:
        click.echo(sentence)
    if report.nothing_to_do:
        click.echo(f"nothing to do: all {len(report.present)} topics are there")
        return
    click.echo(
        f"{len(report.created)} topics created, {len(report.present)} were there, "
        f"{len(report.altered)} configs altered, {report.granted} grants added"
    )
