"""`tocsin patterns`: where an agency's hits travel, and who goes on from where they landed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

import click

from streams.commands.loaded import Loaded, loaded
from streams.commands.moments import MOMENT
from streams.commands.parties import agency_named
from streams.commands.problems import CommandFailed
from streams.commands.purpose import purpose_option

if TYPE_CHECKING:
    from doors.patterns import FigureWish, Journeys, Patterns
    from streams.agencies.patterns import OwnPatterns

T = TypeVar("T")
_BYS = ("route", "airport", "hour", "category")
_AHEAD = timedelta(days=7)


@click.command()
@click.option("--agency", required=True, metavar="AGENCY", help="Whose alerts are counted.")
@click.option("--by", type=click.Choice([*_BYS, "journeys"]), default="route", show_default=True)
@click.option("--since", type=MOMENT, default="7d", show_default=True, help="Departed since.")
@click.option("--until", type=MOMENT, help="Departs before that. [default: in 7 days]")
@click.option("--window", type=click.Choice(["hour", "day"]), help="Also over time. With --json.")
@click.option("--top", type=click.IntRange(1, 100), default=20, show_default=True)
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="All of it as one line of JSON.")
def patterns(  # noqa: PLR0913  # click hands over each option
    *,
    agency: str,
    by: str,
    since: datetime,
    until: datetime | None,
    window: str | None,
    top: int,
    purpose: str | None,
    as_json: bool,
) -> None:
    """Show where the hits of an agency travel: by route, airport, hour of departure or category.

    A hit is an alert that stands, counted once, when its flight departs (UTC); one dismissed as
    somebody else or for wrong data is none. With --by journeys: who is listed and flew on from
    where they had landed, within 48 hours.

    \b
    Examples:
      tocsin patterns --agency uk-piu
      tocsin patterns --agency uk-piu --by airport --since 30d --window day --json
      tocsin patterns --agency uk-piu --by journeys
    """  # noqa: D301  # click keeps the lines after \b
    from doors.patterns import about_journeys

    if window and (by == "journeys" or not as_json):
        raise click.UsageError("--window goes with figures, and with --json")
    figured = {} if by == "journeys" else {"by": by, "window": window, "top": top}
    wish = _wish(since, until, figured)
    found = loaded()
    whose = agency_named(agency, found.parties)
    if by == "journeys":
        went = _asked(found, lambda desk: desk.journeys(whose, wish))
        _note(found, "journeys", about_journeys(went), purpose)
        lines = [went.model_dump_json()] if as_json else [*_journeys(went)]
    else:
        figures = _asked(found, lambda desk: desk.figures(whose, wish))
        _note(found, f"patterns by {by}", (), purpose)
        lines = [figures.model_dump_json()] if as_json else [*_figures(figures)]
    for line in lines:
        click.echo(line)


def _wish(since: datetime, until: datetime | None, figured: Mapping[str, object]) -> "FigureWish":
    from pydantic import ValidationError

    from doors.patterns import FigureWish

    try:
        end = until or max(datetime.now(since.tzinfo), since) + _AHEAD
        return FigureWish.model_validate({"from": since, "to": end, **figured})
    except (ValidationError, OverflowError) as problem:
        raise click.UsageError(
            "--since and --until: nothing departs before 1970 or after 2199; write another time"
        ) from problem


def _asked(found: Loaded, ask: "Callable[[OwnPatterns], Awaitable[T]]") -> T:
    from doors.problem import Declined
    from streams.agencies.patterns import OwnPatterns
    from streams.redis_clients import async_redis_client

    async def asked() -> T:
        redis = async_redis_client(found.settings.redis)
        try:
            return await ask(OwnPatterns(redis))
        finally:
            await redis.aclose()

    try:
        return asyncio.run(asked())
    except Declined as problem:
        raise CommandFailed(problem.problem.detail, _code(problem.problem.status)) from problem


def _code(status: int) -> int:
    return 2 if status < 500 else 1


def _note(found: Loaded, what: str, about: Iterable[str], purpose: str | None) -> None:
    from streams.auditing.noting import Notes

    with Notes(found.settings, purpose) as notes:
        notes.note("saw", what, about)


def _figures(found: "Patterns") -> Iterator[str]:
    yield _spanned(found, f"{found.total} hits")
    wide = max((len(one.value) for one in found.figures), default=0)
    for one in found.figures:
        yield f"  {one.value:{wide}}  {one.count}"
    if found.rest.values:
        yield f"  and {found.rest.values} more, {found.rest.count} together"


def _journeys(found: "Journeys") -> Iterator[str]:
    yield _spanned(found, f"{len(found.journeys)} journeys")
    for one in found.journeys:
        yield f"  {one.entry}"
        for stage in one.stages:
            yield f"    {stage.departs:%F %R}Z  {stage.flight}  {' '.join(stage.alerts)}"
    if found.left_out:
        yield f"  {found.left_out} earlier links were left out; ask for less time"


def _spanned(found: "Patterns | Journeys", what: str) -> str:
    return f"{what} that depart from {found.begin:%F %R}Z to {found.end:%F %R}Z"
