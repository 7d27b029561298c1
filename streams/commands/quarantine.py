"""`tocsin quarantine`: what was refused and why; once mended, send it again."""

from collections import deque
from collections.abc import Iterable

import click
from rich.console import Console
from rich.table import Table

from access.caller import Action
from config.settings import KafkaSettings, Settings
from streams.commands.loaded import loaded
from streams.commands.problems import CommandFailed
from streams.commands.purpose import purpose_option
from streams.refusals import Refusal, Wanted, refusals
from streams.whole_topics import read


@click.group()
def quarantine() -> None:
    """See and replay what could not be taken in."""


@quarantine.command("list")
@click.option("--reason", help="Only these, e.g. foreign_sender.")
@click.option("--topic", help="Only those refused on this topic.")
@click.option("--limit", type=click.IntRange(min=1), help="Only the newest so many.")
@click.option("--show-value", is_flag=True, help="Also what was sent: personal data.")
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="Each as one line of JSON.")
def list_command(  # noqa: PLR0913  # click hands over each option
    *,
    reason: str | None,
    topic: str | None,
    limit: int | None,
    show_value: bool,
    purpose: str | None,
    as_json: bool,
) -> None:
    """List what was refused: where it is, when it came, why; the oldest first.

    \b
    Example:
      tocsin quarantine list --reason invalid --limit 20
    """  # noqa: D301  # click keeps the lines after \b
    settings = loaded().settings
    found = _found(settings.kafka, Wanted(reason, topic), limit)
    _note(settings, "saw", "quarantine with values" if show_value else "quarantine", found, purpose)
    if as_json:
        hidden = None if show_value else {"value_base64"}
        for one in found:
            click.echo(one.said.model_dump_json(exclude=hidden, exclude_unset=True))
        return
    if not found:
        click.echo("nothing is in quarantine" if Wanted(reason, topic) == Wanted() else "none")
        return
    console = Console()
    console.print(_table(found))
    for one in found if show_value else ():
        click.echo(f"{one.place}: {(one.said.value or b'').decode(errors='backslashreplace')!r}")


@quarantine.command("replay")
@click.option("--reason", help="Only these, e.g. foreign_carrier.")
@click.option("--topic", help="Only those refused on this topic.")
@click.option(
    "--offset",
    "offsets",
    multiple=True,
    type=click.IntRange(min=0),
    help="Only these of the topic, as listed; may be repeated.",
)
@click.option("--again", is_flag=True, help="Also those that were sent again already.")
@purpose_option
@click.option("--dry-run", is_flag=True, help="Name them; send nothing.")
def replay_command(  # noqa: PLR0913  # click hands over each option
    *,
    reason: str | None,
    topic: str | None,
    offsets: tuple[int, ...],
    again: bool,
    purpose: str | None,
    dry_run: bool,
) -> None:
    """Send refused records once more, byte for byte, to the topic that each was refused on.

    Do so once the cause is mended, say a carrier added to parties.yaml and all workers and `tocsin
    serve` started again. Whatever is refused again comes back to quarantine. A manifest that was
    taken in meanwhile is recognised and does no harm; a watchlist record becomes the last word on
    its entry, so replay one only if its agency sent nothing newer. What was sent again already is
    left out, unless it is named with --offset.

    \b
    Example:
      tocsin quarantine replay --reason foreign_carrier --topic manifests.UA
    """  # noqa: D301  # click keeps the lines after \b
    from streams.connections import consuming, producing
    from streams.refusals import replay
    from streams.sending import Sending
    from streams.topics import MAX_INTERNAL_BYTES

    if offsets and topic is None:
        raise click.UsageError("--offset counts within one topic: give --topic too")
    settings = loaded().settings
    kafka = settings.kafka
    wanted = _found(kafka, Wanted(reason, topic, frozenset(offsets)), None)
    if not again and not offsets:
        wanted = _not_sent_yet(settings, wanted)
    found = [one for one in wanted if not one.said.left_out]  # of others there is nothing to send
    left_out = [one.place for one in wanted if one.said.left_out]
    with consuming(kafka) as consumer:
        topics = consumer.topics()
    no_topic = [one.place for one in found if one.said.topic not in topics]
    found = [one for one in found if one.said.topic in topics]
    if dry_run:
        for one in found:
            click.echo(f"{one.place}: {one.said.reason}")
        click.echo(f"{len(found)} would be sent again")
        return
    _note(settings, "changed", "quarantine", found, purpose)
    with producing(kafka, limit=MAX_INTERNAL_BYTES) as producer:
        sending = Sending(producer)
        too_large = replay(sending, found)
    click.echo(f"{sending.taken} sent again")
    _count(settings, [one for one in found if one.place not in too_large])
    if too_large := [*left_out, *too_large]:
        raise CommandFailed(f"{len(too_large)} exceed what a record may hold: {too_large[0]} ...")
    if no_topic:
        raise CommandFailed(f"{len(no_topic)} are of topics that are gone: {no_topic[0]} ...")


def _count(settings: Settings, sent: list[Refusal]) -> None:
    """Count what was sent again, for whoever looks how everything is, and keep which it was."""
    import asyncio

    from streams.redis_clients import async_redis_client
    from streams.system.replaying import count_replayed
    from streams.system.sent_again import SentAgain

    async def counted() -> None:
        async with async_redis_client(settings.redis) as redis:
            await SentAgain(redis, settings.retention.quarantine_days).note(sent)
            await count_replayed(redis, sent)

    asyncio.run(counted())


def _not_sent_yet(settings: Settings, found: list[Refusal]) -> list[Refusal]:
    import asyncio

    from streams.redis_clients import async_redis_client
    from streams.system.sent_again import SentAgain, known_as

    async def before() -> dict[str, int]:
        async with async_redis_client(settings.redis) as redis:
            return await SentAgain(redis, settings.retention.quarantine_days).all()

    sent = asyncio.run(before())
    return [one for one in found if known_as(one) not in sent]


def _note(
    settings: Settings, action: Action, what: str, found: list[Refusal], purpose: str | None
) -> None:
    """Put on record which refusals are shown or sent again; raises CommandFailed."""
    from streams.auditing.noting import Notes

    with Notes(settings, purpose) as notes:
        notes.note(action, what, (f"record:{one.place}" for one in found))


def _found(kafka: KafkaSettings, wanted: Wanted, limit: int | None) -> list[Refusal]:
    async def newest() -> list[Refusal]:
        return list(deque([one async for one in refusals(kafka, wanted)], maxlen=limit))

    return read(newest())


def _table(found: Iterable[Refusal]) -> Table:
    table = Table("PLACE", "CAME AT", "REASON", "DETAIL", box=None)
    for one in found:
        said = one.said
        table.add_row(one.place, said.received_at[:19] + "Z", said.reason, said.detail)
    return table
