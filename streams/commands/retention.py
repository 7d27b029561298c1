"""`tocsin retention`: what is held, since when, until when; and the proof that it has gone."""

import json
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from typing import Any, TextIO, TypeVar

import click

from streams.commands.loaded import Loaded, loaded
from streams.commands.problems import CommandFailed
from streams.held.holding import Holding, by_category
from streams.held.in_redis import held_in_redis
from streams.held.on_topics import extents, held_on_topics
from streams.held.planted import SHORTEST, Planted
from streams.held.proof import Found, UnreadableError, found_in_redis, found_on_topics
from streams.progress import progress
from streams.redis_clients import async_redis_client
from streams.whole_topics import read

T = TypeVar("T")


@click.group()
def retention() -> None:
    """See what is held, since when and until when; prove that it has gone."""


@retention.command("report")
@click.option("--json", "as_json", is_flag=True, help="Each place as one line of JSON, by topic.")
def report_command(as_json: bool) -> None:
    """Show for each category of data how much is held, since when, until when.

    Ids and counts alone. In Redis `until` is when the last of what is held now goes; on topics,
    when the oldest record is due, which may stay a tenth of its time longer (docs/operations.md).
    What should have gone already is told as overdue.

    \b
    Examples:
      tocsin retention report
      tocsin retention report --json | jq 'select(.overdue > 0)'
    """  # noqa: D301  # click keeps the lines after \b
    from rich.console import Console

    from streams.held.table import holding_table

    holdings = _run(_held(loaded()))
    if as_json:
        for one in holdings:
            click.echo(json.dumps(one.document()))
        return
    Console().print(holding_table(by_category(holdings), datetime.now(UTC)))


@retention.command("prove")
@click.argument("file", type=click.File(encoding="utf-8"))
def prove_command(file: TextIO) -> None:
    """Look for planted values in all of Redis and on every topic; end with 1 if one is there.

    FILE has one value on each line; `-` reads them from standard input, so that they are in no
    argument and in no file. A place where one is found is told with the number of its line, never
    the value. Every key and value of the Redis database, and key, value and headers of every record
    that a consumer can read, are looked through: in any case, as JSON and EDIFACT write it,
    and within what quarantine keeps. Plant single words and numbers: a name that is sent in two
    fields is nowhere in one piece.

    \b
    Examples:
      tocsin retention prove planted.txt
      printf 'ZYXOPHRENE\\nPQZ9081726\\n' | tocsin retention prove -
    """  # noqa: D301  # click keeps the lines after \b
    planted = Planted(_lines(file))
    if not len(planted):
        raise click.UsageError("FILE: holds no value; write one on each line")
    count, sentence = _run(_proof(loaded(), planted))
    if count:
        raise CommandFailed(f"{count} places hold a planted value; {sentence} were looked through")
    click.echo(f"none of {len(planted)} values is anywhere: {sentence} were looked through")


def _lines(file: TextIO) -> Iterator[tuple[int, str]]:
    try:
        lines = [line.strip() for line in file]
    except UnicodeDecodeError as problem:
        raise click.UsageError("FILE: is no UTF-8 text") from problem
    for number, line in enumerate(lines, 1):
        if line and len(line) < SHORTEST:
            raise click.UsageError(
                f"FILE: line {number} has fewer than {SHORTEST} characters and would be found by "
                "chance; plant something longer"
            )
        if line:
            yield number, line


async def _held(found: Loaded) -> list[Holding]:
    settings, now = found.settings, datetime.now(UTC)
    redis = async_redis_client(settings.redis)
    try:
        with progress() as meter:
            meter.phase("Redis", int(await redis.dbsize()))
            in_redis = await held_in_redis(redis, settings.retention, now, meter.at)
            meter.phase("topics", 1)
            on_topics = await held_on_topics(settings.kafka, found.parties, settings.retention, now)
    finally:
        await redis.aclose()
    return [*in_redis, *on_topics]


async def _proof(found: Loaded, planted: Planted) -> tuple[int, str]:
    """Tell each place as it is found; return how many, and what was looked through."""
    kafka, redis = found.settings.kafka, async_redis_client(found.settings.redis)
    count, records = 0, 0
    try:
        with progress() as meter:
            topics, keys = await extents(kafka), int(await redis.dbsize())
            if not topics:
                raise CommandFailed("the broker shows no topic, so nothing is proved")
            meter.phase("Redis", keys)
            async for one in found_in_redis(redis, planted, meter.at):
                count += _tell(one)
            meter.phase("topics", sum(one.count for one in topics.values()))
            async for place, lines in found_on_topics(kafka, topics, planted):
                records += 1
                meter.at(records)
                count += sum(_tell(Found(line, place)) for line in lines)
    finally:
        await redis.aclose()
    return count, f"{keys} keys and {records} records on {len(topics)} topics"


def _tell(one: Found) -> int:
    click.echo(f"line {one.line}: {one.where}")
    return 1


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return read(work)
    except UnreadableError as problem:
        raise CommandFailed(str(problem)) from problem
