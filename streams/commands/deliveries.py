"""`tocsin deliveries`: how webhooks fare, what they did not take, and sending it again."""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

import click

from access.parties import AgencyId
from streams.commands.alert_ids import ALERT_ID
from streams.commands.loaded import Loaded, loaded, webhooks_of
from streams.commands.moments import MOMENT
from streams.commands.parties import agency_named
from streams.commands.problems import CommandFailed
from streams.commands.purpose import purpose_option
from streams.delivering.destination import Destination

if TYPE_CHECKING:
    from streams.delivering.dead_letters import DeadLetter
    from streams.delivering.overview import Delivery
    from streams.tracing.resending import Which


@click.group()
def deliveries() -> None:
    """See how webhooks fare and what they did not take; send it again."""


@deliveries.command("list")
@click.option("--agency", metavar="AGENCY", help="Only this agency's. [default: all]")
@click.option("--json", "as_json", is_flag=True, help="Each as one line of JSON.")
def list_command(agency: str | None, as_json: bool) -> None:
    """Show each webhook of delivery.yaml: its state, what waits, its last success and failure.

    States: delivering; retrying (its last call failed); open (it fails again and again, and is
    called once per backoff until it takes one); never started (no `tocsin worker --delivery` has
    taken it up).

    \b
    Examples:
      tocsin deliveries list
      tocsin deliveries list --json | jq 'select(.state == "open")'
    """  # noqa: D301  # click keeps the lines after \b
    from streams.delivering.delivery_table import delivery_table

    found = loaded()
    rows, at_work = _looked_up(found, _of(found, agency))
    if rows and not at_work:
        click.echo("no `tocsin worker --delivery` is at work; nothing is delivered", err=True)
    if as_json:
        for one in rows:
            click.echo(one.model_dump_json())
        return
    if not rows:
        click.echo(f"no webhook in {found.settings.delivery_file}")
        return
    from rich.console import Console

    Console().print(delivery_table(rows))


@deliveries.command("dead")
@click.option("--agency", metavar="AGENCY", help="Only this agency's. [default: all]")
@click.option("--webhook", metavar="ID", help="Only this webhook's.")
@click.option("--json", "as_json", is_flag=True, help="Each as one line of JSON, as on the topic.")
def dead_command(agency: str | None, webhook: str | None, as_json: bool) -> None:
    """Show the calls that were given up: refused by the destination, or too long without success.

    Ids and reasons alone; the alerts themselves are on the agency's topic. The oldest come first.

    \b
    Example:
      tocsin deliveries dead --agency uk-piu --json | jq -r '.alerts[].alert_id' | sort -u
    """  # noqa: D301  # click keeps the lines after \b
    found = loaded()
    whose = agency_named(agency, found.parties) if agency else None
    letters = _dead(found, whose, webhook)
    for one in letters:
        click.echo(one.model_dump_json(by_alias=True) if as_json else _line(one))
    if not letters and not as_json:
        click.echo("no dead letters")


@deliveries.command("redeliver")
@click.option("--agency", required=True, metavar="AGENCY", help="Whose webhook.")
@click.option("--webhook", required=True, metavar="ID", help="Its id in delivery.yaml.")
@click.option("--alert", type=ALERT_ID, metavar="ID", help="Only this alert.")
@click.option(
    "--since", type=MOMENT, help="Sent then or later: a time, or 2h, 3d ago. [default: all]"
)
@purpose_option
def redeliver_command(
    *,
    agency: str,
    webhook: str,
    alert: str | None,
    since: datetime | None,
    purpose: str | None,
) -> None:
    """Deliver to one webhook again: each version once, in the order sent, marked `replay`.

    What the agency's topic still holds (30 days unless you changed it) and the webhook receives is
    put on the topic once more, for this webhook alone, and takes its turn there.

    \b
    Examples:
      tocsin deliveries redeliver --agency uk-piu --webhook desk --since 2h
      tocsin deliveries redeliver --agency uk-piu --webhook desk --alert 3fa9c2d1
    """  # noqa: D301  # click keeps the lines after \b
    from streams.auditing.noting import Notes
    from streams.tracing.resending import Which

    found = loaded()
    destination = _named(found, agency, webhook)
    with Notes(found.settings, purpose) as notes:
        about = [f"webhook:{destination.name}", *([f"alert:{alert}"] if alert else ())]
        notes.note("exported", "redelivery", about)
    count = _redelivered(found, destination, Which(since=since, alert=alert or ""))
    click.echo(f"{count} put on {destination.topic} again for {destination.name}")


def _of(found: Loaded, agency: str | None) -> list[Destination]:
    whose = agency_named(agency, found.parties) if agency else None
    return [one for one in webhooks_of(found) if whose in (None, one.agency)]


def _named(found: Loaded, agency: str, webhook: str) -> Destination:
    mine = {one.row.id: one for one in _of(found, agency)}
    if webhook not in mine:
        known, file = ", ".join(sorted(mine)) or "none", found.settings.delivery_file
        raise CommandFailed(f"{agency} has no webhook {webhook!r} in {file}; it has {known}", 2)
    return mine[webhook]


def _looked_up(found: Loaded, destinations: list[Destination]) -> tuple[list["Delivery"], bool]:
    """Return how each stands, and whether a lane is at work."""
    from streams.delivering.overview import deliveries as standing
    from streams.delivering.overview import waiting
    from streams.heartbeat import workers
    from streams.redis_clients import async_redis_client

    behind = waiting(found.settings.kafka, destinations)

    async def looked_up() -> tuple[list["Delivery"], bool]:
        redis = async_redis_client(found.settings.redis)
        try:
            rows = await standing(
                redis, destinations, behind, open_after=found.settings.delivery.open_after
            )
            return rows, any(one.lane == "delivery" for one in await workers(redis))
        finally:
            await redis.aclose()

    return asyncio.run(looked_up())


def _dead(found: Loaded, agency: AgencyId | None, webhook: str | None) -> list["DeadLetter"]:
    from streams.delivering.dead_letters import dead_letters
    from streams.whole_topics import read

    async def collected() -> list["DeadLetter"]:
        return [one async for one in dead_letters(found.settings.kafka, agency, webhook)]

    return read(collected())


def _redelivered(found: Loaded, destination: Destination, which: "Which") -> int:
    from streams.delivering.redelivery import redeliver
    from streams.progress import progress
    from streams.publisher import Publisher
    from streams.whole_topics import read

    async def again() -> int:
        kafka = found.settings.kafka
        async with Publisher(kafka) as publisher:
            return await redeliver(kafka, publisher, destination, which, meter)

    with progress() as meter:
        return read(again())


def _line(one: "DeadLetter") -> str:
    status = f" {one.status}" if one.status else ""
    ids = ", ".join(f"{alert.alert_id} v{alert.version}" for alert in one.alerts[:3])
    more = f" and {len(one.alerts) - 3} more" if len(one.alerts) > 3 else ""
    return (
        f"{one.last_attempt_at[:19]}Z {one.agency}/{one.webhook}: {one.reason}{status} "
        f"after {one.attempts} attempts since {one.first_attempt_at[:19]}Z: {ids}{more}"
    )
