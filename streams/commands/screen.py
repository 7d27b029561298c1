"""`tocsin screen`: manifests against a list, offline."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from pydantic import SecretStr, ValidationError
from rich.console import Console

from config.problems import sentence
from config.settings import RedisSettings, load
from manifests.contract import Manifest
from streams.commands.problems import CommandFailed
from streams.commands.scores import SCORE
from streams.embedded import Embedded, EmbeddedError
from streams.interchange_files import Interchanges
from streams.manifest_files import STDIN, Unusable, check_files, documents_in
from streams.match_lines import match_lines
from streams.offline import OfflineHit, Row, filled, hits, rows_of
from streams.progress import Meter, progress
from streams.redis_clients import async_redis_client
from watchlist.entry import Entry
from watchlist.formats.reading import read_list
from watchlist.formats.recognise import recognise
from watchlist.formats.rows import NOBODY, BadRow, ListError, ListFile, Tally, Terms


@dataclass(slots=True)
class Job:
    """What is screened against what; `bad` counts rows and manifests left out."""

    source: ListFile
    terms: Terms
    manifests: str
    min_score: float
    as_json: bool
    bad: int = 0

    def leave_out(self, where: str) -> None:
        """Name what is left out; it counts."""
        self.bad += 1
        click.echo(where, err=True)


@click.command()
@click.option(
    "--watchlist",
    required=True,
    type=click.Path(path_type=Path),
    help="Any list that `watchlist import` reads.",
)
@click.option(
    "--manifests",
    required=True,
    metavar="FILE",
    help="Manifests: JSON, one or one on each line, PAXLST or PNRGOV; - is standard input.",
)
@click.option(
    "--owner",
    metavar="AGENCY",
    help=f"Whose list it is. [default: as its rows say, else {NOBODY!r}]",
)
@click.option("--min-score", type=SCORE, help="[default: that of alerts]")
@click.option("--json", "as_json", is_flag=True, help="Each hit as one line of JSON.")
def screen(
    watchlist: Path, manifests: str, owner: str | None, min_score: float | None, as_json: bool
) -> None:
    """Screen every passenger of every manifest against a list, on this machine alone.

    The same index and the same comparison as in service, in an embedded Redis that is gone
    afterwards; no Kafka, no parties, nothing alerted. Each row is judged as sent, also of
    updates and cancellations. What cannot be read is named and left out; the exit code is 1 then.

    \b
    Example:
      tocsin screen --watchlist entities.ftm.json --manifests day.jsonl --json > hits.jsonl
    """  # noqa: D301  # click keeps the lines after \b
    settings = load()
    check_files([manifests])
    try:
        source = recognise(watchlist)
        if owner is None and not source.rows_speak:
            owner = NOBODY
        threshold = settings.screening.min_score if min_score is None else min_score
        job = Job(source, Terms(owner=owner), manifests, threshold, as_json)
        with Embedded(bootstrap="none") as endpoints:
            asyncio.run(_run(job, RedisSettings(url=SecretStr(endpoints.redis_url), timeout_s=60)))
    except ListError as problem:
        raise CommandFailed(str(problem), 2) from problem
    except EmbeddedError as problem:
        raise CommandFailed(str(problem)) from problem
    if job.bad:
        raise CommandFailed(f"{job.bad} left out; see above")


async def _run(job: Job, where: RedisSettings) -> None:
    redis = async_redis_client(where)
    console = Console()
    try:
        with progress() as meter:
            space = await filled(redis, _entries(job, meter))
        # On a terminal the hits themselves show how far it has come; a bar would tear them.
        with nullcontext() if sys.stdout.isatty() else progress() as meter:
            today = datetime.now(UTC).date()
            rows = _rows(job, meter)
            async for hit in hits(redis, space, rows, min_score=job.min_score, day=today):
                _show(hit, job, console)
    finally:
        await redis.aclose()


def _entries(job: Job, meter: Meter) -> Iterator[Entry]:
    tally = Tally()
    meter.phase(f"indexing {job.source.path.name}", job.source.size)
    for row in read_list(job.source, job.terms, tally=tally):
        meter.at(tally.bytes_read)
        if isinstance(row, BadRow):
            job.leave_out(f"{job.source.path}: {row}")
        else:
            yield row


def _rows(job: Job, meter: Meter | None) -> Iterator[Row]:
    done = 0
    if meter is not None:
        size = 0 if job.manifests == STDIN else Path(job.manifests).stat().st_size
        meter.phase("screening", size)
    for one in documents_in([job.manifests], Interchanges(NOBODY, datetime.now(UTC))):
        if isinstance(one, Unusable):
            job.leave_out(str(one))
            continue
        try:
            manifest = Manifest.model_validate_json(one.raw)
        except ValidationError as problem:
            job.leave_out(f"{one.where}: {sentence(problem)}")
            continue
        yield from rows_of(manifest)
        done += len(one.raw)
        if meter is not None:
            meter.at(done)


def _show(hit: OfflineHit, job: Job, console: Console) -> None:
    match = hit.found.match
    if not job.as_json:
        console.print(f"{hit.row.message_id} passenger {hit.row.index}:", markup=False)
        console.print(match_lines(hit.found))
        return
    line = {
        "message_id": hit.row.message_id,
        "passenger_index": hit.row.index,
        "entry": hit.found.entry.key,
        "score": match.score,
        "explanation": [one.model_dump() for one in match.explanation],
    }
    click.echo(json.dumps(line, ensure_ascii=False))
