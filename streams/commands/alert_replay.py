"""`tocsin alerts replay`: what an agency was sent, sent again."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from access.parties import AgencyId
from config.settings import KafkaSettings, Settings
from streams.commands.alert_ids import ALERT_ID
from streams.commands.loaded import loaded
from streams.commands.moments import MOMENT
from streams.commands.parties import agency_named
from streams.commands.purpose import purpose_option

if TYPE_CHECKING:
    from streams.tracing.resending import Which

_BLOCK = 100  # versions on record together, before they go


@click.command("replay")
@click.option("--agency", required=True, metavar="AGENCY", help="Whose alerts.")
@click.option(
    "--since", type=MOMENT, help="Sent then or later: a time, or 2h, 3d ago. [default: all]"
)
@click.option("--until", type=MOMENT, help="Sent before then. [default: now]")
@click.option("--alert", type=ALERT_ID, metavar="ID", help="Only this alert.")
@purpose_option
@click.option("--dry-run", is_flag=True, help="Name them; send nothing.")
def replay_command(  # noqa: PLR0913  # click hands over each option
    *,
    agency: str,
    since: datetime | None,
    until: datetime | None,
    alert: str | None,
    purpose: str | None,
    dry_run: bool,
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
        click.echo(f"{_sent_again(found.settings, whose, which, purpose)} sent again")


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


def _sent_again(settings: Settings, agency: AgencyId, which: "Which", purpose: str | None) -> int:
    """Send each version, each on record before, and return how many the broker has taken.

    Raises KafkaError.
    """
    from streams.auditing.noting import Notes
    from streams.connections import producing, require_topic
    from streams.progress import progress
    from streams.sending import Sending
    from streams.topics import MAX_INTERNAL_BYTES, alerts_topic
    from streams.tracing.resending import Sent, send_again, sent
    from streams.whole_topics import read

    async def resent() -> None:
        block: list[Sent] = []
        async for one in sent(settings.kafka, agency, which, meter):
            block.append(one)
            if len(block) == _BLOCK:
                go(block)
                block = []
        go(block)

    def go(block: list[Sent]) -> None:
        for one in notes.noted(
            block, "exported", "alerts", lambda one: notes.about.alerts([one.alert])
        ):
            send_again(sending, one)

    with (
        producing(settings.kafka, limit=MAX_INTERNAL_BYTES) as producer,
        Notes(settings, purpose) as notes,
        progress() as meter,
    ):
        require_topic(producer, alerts_topic(agency))
        sending = Sending(producer)
        read(resent())
        sending.finish()
    return sending.taken
