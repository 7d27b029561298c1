"""`tocsin alerts caused-by`: from a record, or a message, to the alerts that it led to."""

import asyncio
import json
from typing import TYPE_CHECKING

import click

from access.parties import Parties
from config.settings import Settings
from streams.commands.loaded import Loaded, loaded
from streams.commands.parties import airline_named
from streams.commands.problems import CommandFailed
from streams.commands.purpose import purpose_option

if TYPE_CHECKING:
    from kafka import KafkaConsumer

    from streams.tracing.effects import Effect, Subject
    from streams.tracing.places import Place


@click.command("caused-by")
@click.argument("asked", metavar="PLACE|MESSAGE_ID")
@click.option("--airline", metavar="AIRLINE", help="Whose message it is. [default: anybody's]")
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="Each version as one line of JSON.")
def caused_by_command(asked: str, airline: str | None, purpose: str | None, as_json: bool) -> None:
    """Show the alerts that a record led to, and those that rest on the list version it made.

    Name the record, of a push, an entry or a decision, by its place, topic/partition/offset, or a
    manifest by its message id, for which the topics of the airline are read. Where Redis knows of
    no alert, what agencies were sent is read too.

    \b
    Examples:
      tocsin alerts caused-by manifests.UA/0/123
      tocsin alerts caused-by watchlist.interpol/0/4
      tocsin alerts caused-by UA-20261124-000123 --airline UA
    """  # noqa: D301  # click keeps the lines after \b
    from streams.auditing.noting import Notes
    from streams.connections import consuming
    from streams.tracing.effects import subject

    found = loaded()
    found.settings.secret()  # without it there is nothing to be asked
    places = _places(found, asked, airline)
    with consuming(found.settings.kafka) as consumer:
        subjects = [subject(consumer, one) for one in places]
        effects = _effects(found, subjects, consumer)
    with Notes(found.settings, purpose) as notes:
        about = [f"record:{one}" for one in places]
        about += notes.about.alerts(one.told.alert for one in effects)
        notes.note("saw", "alerts", about)
    _print(subjects, effects, as_json=as_json)


def _places(found: Loaded, asked: str, airline: str | None) -> "list[Place]":
    """Return where the record is, or each that has the message; raises CommandFailed."""
    from streams.progress import progress
    from streams.tracing.messages import places_of
    from streams.tracing.places import place
    from streams.whole_topics import read

    whose = airline_named(airline, found.parties) if airline else None
    where = None if whose else place(asked)
    if where is not None:
        _refuse_other_topics(where.topic, found.parties)
        return [where]
    airlines = [whose] if whose else sorted(found.parties.airlines)
    with progress() as meter:
        places = read(places_of(found.settings.kafka, airlines, asked, meter))
    if not places:
        who = whose or "any airline"
        raise CommandFailed(
            f"no topic of {who} holds a message {asked!r} (any more); `tocsin quarantine list` "
            "shows what was refused",
            2,
        )
    return places


def _refuse_other_topics(topic: str, parties: Parties) -> None:
    from streams.topics import MANIFESTS
    from streams.tracing.story import inbound

    if topic not in {MANIFESTS, *inbound(("manifest", "watchlist", "disposition"), parties)}:
        raise click.UsageError(
            f"nothing on {topic} leads to alerts; name a record of manifests.AIRLINE, "
            "requests.AIRLINE, watchlist.AGENCY, dispositions.AGENCY, suppressions, watchlist or "
            "manifests"
        )


def _effects(found: Loaded, subjects: "list[Subject]", consumer: "KafkaConsumer") -> "list[Effect]":
    """Return what the records led to, from the topics where Redis knows of nothing (any more)."""
    from streams.progress import progress
    from streams.tracing.effects import effects_in_topics
    from streams.whole_topics import read

    settings, agencies, secret = found.settings, found.parties.agencies, found.settings.secret()
    held = asyncio.run(_held(settings, consumer, subjects, secret))
    if held:
        return held
    with progress() as meter:
        return read(effects_in_topics(settings.kafka, agencies, subjects, secret, meter))


async def _held(
    settings: Settings, consumer: "KafkaConsumer", subjects: "list[Subject]", secret: bytes
) -> "list[Effect]":
    from screening.space import NotReady
    from streams.redis_clients import async_redis_client
    from streams.tracing.effects import effects

    redis = async_redis_client(settings.redis)
    try:
        return await effects(redis, consumer, subjects, secret)
    except NotReady:
        return []
    finally:
        await redis.aclose()


def _print(subjects: "list[Subject]", effects: "list[Effect]", *, as_json: bool) -> None:
    """Write what the records led to; raises CommandFailed where there is no such record."""
    from streams.plain_text import plain
    from streams.tracing.effect_lines import NOTHING, effect_json, effect_lines
    from streams.tracing.story_lines import source_text

    if not effects and not any(one.said.held for one in subjects):
        raise CommandFailed(
            f"{subjects[0].said.place}: the topic holds no such record (any more), and no alert "
            "that is known came of it",
            2,
        )
    for one in effects if as_json else ():
        click.echo(json.dumps(effect_json(one)))
    for each in () if as_json else subjects:
        click.echo(plain(source_text(each.said)).plain)
    for line in () if as_json else effect_lines(effects):
        click.echo(line)
    if not effects:
        click.echo(NOTHING, err=as_json)
