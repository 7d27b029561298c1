"""`tocsin check`: is this person listed? Asked of the index as it is now."""

import asyncio
import json

import click
from pydantic import ValidationError

from access.parties import AgencyId
from config.problems import sentence
from config.settings import Settings
from manifests.contract import Passenger
from screening.prepared import PreparedPassenger, prepare_passenger
from screening.ranking import Found
from screening.score import ALERT_THRESHOLD, ASKED_THRESHOLD
from screening.space import NotReady
from streams.commands.loaded import loaded
from streams.commands.parties import agency_named
from streams.commands.problems import CommandFailed
from streams.commands.purpose import purpose_option
from streams.commands.scores import SCORE

_OPTIONS = {  # where the contract finds fault: the option that said it
    "surname": "--name",
    "birth_date": "--born",
    "nationality": "--nationality",
    "number": "--document",
    "issuer": "--document",
}
_NAMELESS = "?"


@click.command()
@click.option("--name", help="The name, whole or in part, in any order and script.")
@click.option("--born", metavar="DATE", help="1947, 1947-02 or 1947-02-27.")
@click.option("--nationality", metavar="CODE", help="ISO or ICAO code, as in IRQ or IQ.")
@click.option("--sex", type=click.Choice(["M", "F", "X", "U"]))
@click.option(
    "--document", multiple=True, metavar="NUMBER", help="Or ISSUER:NUMBER; may be repeated."
)
@click.option(
    "--agency",
    metavar="AGENCY",
    help="Who asks, and is told what it may see. [default: the operator, who sees all]",
)
@click.option(
    "--min-score",
    type=SCORE,
    help=f"0 to 1; alerts need {ALERT_THRESHOLD} unless configured. [default: {ASKED_THRESHOLD}]",
)
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="Each match as one line of JSON.")
def check(  # noqa: PLR0913  # click hands over each option
    *,
    name: str | None,
    born: str | None,
    nationality: str | None,
    sex: str | None,
    document: tuple[str, ...],
    agency: str | None,
    min_score: float | None,
    purpose: str | None,
    as_json: bool,
) -> None:
    """Ask whether a person is listed; the likeliest entries come first, each with its reasons.

    Say what you know: with a date of birth a common name is told from its namesakes, and a document
    finds its holder under any name. Nobody is alerted. Needs Redis, filled by a worker. That you
    asked, and which entries you were shown, is noted in the audit trail first; while Kafka is away
    the note waits in Redis.

    \b
    Examples:
      tocsin check --name "Sabawi al-Tikriti" --born 1947 --nationality IRQ --agency uk-piu
      tocsin check --name "سبعاوي التكريتي"           as it is written at home
      tocsin check --document IRQ:M1234567 --json     a document alone, perhaps stolen
      tocsin check --name Tikriti --min-score 0.01    also who is less likely
    """  # noqa: D301  # click keeps the lines after \b
    from alerts.about import entry
    from streams.auditing.noting import Notes

    if not name and not document:
        raise click.UsageError("give --name, --document or both")
    found = loaded()
    settings = found.settings
    asker = agency_named(agency, found.parties) if agency else None
    person = _person(name, born, nationality, sex, document)
    prepared = prepare_passenger(person)
    if not prepared.name.readings and not prepared.documents:
        raise click.UsageError(_nothing_to_find(name))
    threshold = ASKED_THRESHOLD if min_score is None else min_score
    matches = asyncio.run(_ask(settings, prepared, asker=asker, min_score=threshold))
    with Notes(settings, purpose) as notes:  # what is published late is so after the answer
        seen = (entry(one.entry.key) for one in matches)
        notes.note_question("person", [*notes.about.person(prepared), *seen])
        if not as_json:
            _print(matches)
            return
        for one in matches:
            click.echo(_json(one))


def _person(
    name: str | None,
    born: str | None,
    nationality: str | None,
    sex: str | None,
    document: tuple[str, ...],
) -> Passenger:
    """Return the person asked about; raises UsageError naming the option at fault."""
    try:
        return Passenger.model_validate(
            {
                "surname": name or _NAMELESS,
                "birth_date": born,
                "nationality": nationality,
                "sex": sex,
                "documents": [_document(one) for one in document],
            }
        )
    except ValidationError as problem:
        at = problem.errors(include_input=False)[0]["loc"][-1]
        what = sentence(problem).partition(": ")[2]
        raise click.UsageError(f"{_OPTIONS.get(str(at), at)}: {what}") from problem


def _nothing_to_find(name: str | None) -> str:
    if name:
        return "--name: no letter in it can be read; write it in its own script or in Latin letters"
    return "--document: stands for no document; write its number, or ISSUER:NUMBER"


def _document(text: str) -> dict[str, str | None]:
    issuer, colon, number = text.rpartition(":")
    return {"number": number, "issuer": issuer if colon else None}


async def _ask(
    settings: Settings, prepared: PreparedPassenger, *, asker: AgencyId | None, min_score: float
) -> list[Found]:
    from streams.agencies.checking import Listing
    from streams.redis_clients import async_redis_client

    redis = async_redis_client(settings.redis)
    try:
        return await Listing(redis).likely(prepared, asker=asker, min_score=min_score)
    except NotReady as problem:
        raise CommandFailed(
            f"{problem}; start a worker (`tocsin up` or `tocsin worker`)"
        ) from problem
    finally:
        await redis.aclose()


def _json(one: Found) -> str:
    entry = one.entry
    said = {
        "owner": entry.owner if one.owner_shown else None,
        "id": entry.id if one.owner_shown else None,  # the id alone may name its owner
        "names": [name.full for name in entry.names],
        "category": entry.category,
        "severity": entry.severity,
        "instruction": entry.instruction,
        **one.match.model_dump(),
    }
    return json.dumps(said, ensure_ascii=False)


def _print(matches: list[Found]) -> None:
    from rich.console import Console

    from streams.match_lines import match_lines

    if not matches:
        click.echo("not listed: no entry reaches the score")
        return
    console = Console()
    for one in matches:
        console.print(match_lines(one))
