"""`tocsin alerts replay`: what an agency was sent, sent again."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from access.parties import AgencyId
from config.settings import KafkaSettings
from streams.commands.alert_ids import ALERT_ID
from streams.commands.loaded import loaded
from streams.commands.moments import MOMENT
from streams.commands.parties import agency_named

if TYPE_CHECKING:
    from streams.tracing.resending import Which


@click.command("replay")
@click.option("--agency", required=True, metavar="AGENCY", help="Whose alerts.")
@click.option(
    "--since", type=MOMENT, help="Sent then or later: a time, or 2h, 3d ago. [default: all]"
)
@click.option("--until", type=MOMENT, help="Sent before then. [default: now]")
@click.option("--alert", type=ALERT_ID, metavar="ID", help="Only this alert.")
@click.option("--dry-run", is_flag=True, help="Name them; send nothing.")
def replay_command(
    agency: str, since: datetime | None, until: datetime | None, alert: str | None, dry_run: bool
) -> None:
    """Send an agency's alerts again: each version once, in the order sent, marked `replay`.

    For an agency that lost what it was sent. What its topic still holds (30 days unless you
    changed it) goes to the same topic with `"replay": true` and is otherwise byte for byte what
    it was. Nothing else changes: no version, no ledger. Readers that had a version pass it over.

    A new agency needs no replay: the workers tell it of every hit that stands as they start.

    \b
    Examples:
      tocsin alerts replay --agency uk-piu --since 3d --dry-run
      tocsin alerts replay --agency uk-piu --since 2026-11-24T08:00:00Z
    """  # noqa: D301  # click keeps the lines after \b
    from streams.tracing.resending import Which

    if since and until and until <= since:
        raise click.UsageError("--until is not after --since")
    found = loaded()
    whose = agency_named(agency, found.parties)
    kafka, which = found.settings.kafka, Which(since, until, alert or "")
    if dry_run:
        click.echo(f"{_named(kafka, whose, which)} would be sent again")
    else:
        click.echo(f"{_sent_again(kafka, whose, which)} sent again")


def _named(kafka: KafkaSettings, agency: AgencyId, which: "Which") -> int:
    """Write a line for each version and return their number."""
    from streams.progress import progress
    from streams.tracing.resending import sent
    from streams.whole_topics import read

    async def named() -> int:
        count = 0
        async for one in sent(kafka, agency, which, meter):
            count += 1
            at, alert = f"{one.at:%Y-%m-%dT%H:%M:%SZ}", one.alert
            click.echo(f"{at} {alert.alert_id} v{alert.version} {alert.event}")
        return count

    with progress() as meter:
        return read(named())


def _sent_again(kafka: KafkaSettings, agency: AgencyId, which: "Which") -> int:
    """Send each version and return how many the broker has taken; raises KafkaError."""
    from streams.connections import producing, require_topic
    from streams.progress import progress
    from streams.sending import Sending
    from streams.topics import MAX_INTERNAL_BYTES, alerts_topic
    from streams.tracing.resending import send_again, sent
    from streams.whole_topics import read

    async def resent() -> None:
        async for one in sent(kafka, agency, which, meter):
            send_again(sending, one)

    with producing(kafka, limit=MAX_INTERNAL_BYTES) as producer, progress() as meter:
        require_topic(producer, alerts_topic(agency))
        sending = Sending(producer)
        read(resent())
        sending.finish()
    return sending.taken
