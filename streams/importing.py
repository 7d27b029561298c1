"""One list's way in: read it, find what it changes, publish that, wait until all is screened."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from redis.asyncio import Redis

from alerts import about
from config.settings import Settings
from screening.entry_join import EntryJoin
from screening.space import Space
from streams.auditing.noting import Notes
from streams.batches import Batches
from streams.connections import consuming, producing, require_topic
from streams.ends import ends_of
from streams.following import Following
from streams.kafka_cluster import cluster_id
from streams.list_versions import BY_COMMAND, ListVersions
from streams.progress import Meter
from streams.redis_clients import async_redis_client, redis_client
from streams.standing import lists_beside
from streams.topics import MAX_RECORD_BYTES, WATCHLIST
from watchlist.delta import Limits, Put, Removal, Standing, Summary, changes, shrinking
from watchlist.entry import Entry
from watchlist.formats.reading import read_list
from watchlist.formats.rows import BadRow, ListError, ListFile, Tally, Terms
from watchlist.validity import refusal

SHOWN_BAD = 20
LARGEST_ENTRY = MAX_RECORD_BYTES - 64 * 1024  # a record is a little more than its value


@dataclass(frozen=True, slots=True)
class Order:
    """What is imported, for whom and how."""

    source: ListFile
    terms: Terms
    agencies: Collection[str]  # that sharing may name
    replace: bool
    patience_s: float
    shrink: bool = False  # a replacement may remove most of the list
    move: bool = False  # ids may come here from other lists of the owner

    @property
    def owner(self) -> str:
        assert self.terms.owner is not None
        return self.terms.owner

    @property
    def list_name(self) -> str | None:
        """The list that is imported; None where the rows of the file may each name their own.

        To replace is to say what a list no longer holds, so that is of one list.
        """
        if self.source.rows_speak and not self.replace:
            return self.terms.list_name
        return self.terms.list_name or self.source.list_name


@dataclass(slots=True)
class Outcome:
    """What the import came to; complete as far as it came, also when it broke off."""

    summary: Summary = field(default_factory=Summary)
    tally: Tally = field(default_factory=Tally)
    bad: list[BadRow] = field(default_factory=list)  # the first of them
    lists: set[str] = field(default_factory=set)  # which the rows were on
    broke_off: str | None = None
    published: bool = False  # the counts are final
    by_list: defaultdict[str, Summary] = field(default_factory=lambda: defaultdict(Summary))


async def import_list(
    order: Order, settings: Settings, *, notes: Notes, outcome: Outcome, meter: Meter
) -> None:
    """Bring the index to what the list says; *outcome* is filled along the way.

    What changes is on record first.

    Raises ListError if not one row could be read, or most of the list would go unasked;
    CommandFailed if the index does not follow, KafkaError or RedisError if one of them is away.
    """
    redis, waiting = async_redis_client(settings.redis), redis_client(settings.redis)
    entries = EntryJoin(redis, min_score=settings.screening.min_score)
    try:
        with producing(settings.kafka) as producer:
            require_topic(producer, WATCHLIST)
            with consuming(settings.kafka) as consumer:
                ends = ends_of(consumer, WATCHLIST)
        follow = Following(redis, entries, cluster_id(settings.kafka), patience_s=order.patience_s)
        space = await _followed(follow, ends, "waiting for the index", meter)
        held = await entries.digests(space, order.owner, order.list_name)
        _refuse_shrinking(order, held, meter)
        beside = await lists_beside(entries, space, order.owner, order.list_name)
        standing = beside.by(waiting) if beside and not order.move else None
        async with Batches(settings.kafka, WATCHLIST) as sending:
            put_on_record = partial(notes.noted, action="changed", what="watchlist")
            going = put_on_record(
                delta(order, held, outcome, standing), about=partial(_named, owner=order.owner)
            )
            await _publish(order, going, sending=sending, outcome=outcome, meter=meter)
        await _followed(follow, sending.ends, "screened against", meter)
        await _note_versions(redis, entries, space, order, outcome)
    finally:
        waiting.close()
        await redis.aclose()


async def _note_versions(
    redis: Redis, entries: EntryJoin, space: Space, order: Order, outcome: Outcome
) -> None:
    """Keep what the import made of each list that it was of."""
    file = order.source.path.name
    lists = sorted(outcome.lists) or ([order.list_name] if order.list_name else [])
    for name in lists:
        told = outcome.summary if len(lists) == 1 else outcome.by_list[name]
        digests = await entries.digests(space, order.owner, name)
        await ListVersions(redis).note(
            order.owner, name, digests, by=BY_COMMAND, file=file, told=told
        )


async def _followed(follow: Following, ends: Mapping[int, int], label: str, meter: Meter) -> Space:
    behind_at_first: list[int] = []

    def tell(behind: int) -> None:
        if not behind_at_first:
            behind_at_first.append(behind)
            meter.phase(label, behind)
        meter.at(behind_at_first[0] - behind)

    return await follow.until(ends, tell)


def _refuse_shrinking(order: Order, held: Mapping[str, str], meter: Meter) -> None:
    """Raise ListError, before anything is sent, if most of the list would go without --shrink."""
    if not order.replace or order.shrink:
        return
    outcome = Outcome()
    meter.phase(f"comparing {order.source.path.name}", order.source.size)
    try:
        removed = shrinking(held, _metered(_rows(order, outcome), outcome.tally, meter))
    except ListError:
        return  # nothing is removed then; importing says so
    if removed:
        raise ListError(
            f"{order.source.path}: would remove {removed} of the {len(held)} entries of "
            f"{order.owner}/{order.list_name}, so nothing is imported; if it is the whole list "
            "all the same, add --shrink"
        )


def _metered(
    rows: Iterable[Entry | BadRow], tally: Tally, meter: Meter
) -> Iterator[Entry | BadRow]:
    for row in rows:
        meter.at(tally.bytes_read)
        yield row


def delta(
    order: Order, held: Mapping[str, str], outcome: Outcome, standing: Standing | None
) -> Iterator[Put | Removal | BadRow]:
    """Yield what the list changes of what is *held*; *outcome* counts along."""
    for change in changes(
        held,
        _rows(order, outcome),
        replace=order.replace,
        summary=outcome.summary,
        limits=Limits(LARGEST_ENTRY, standing),
    ):
        if isinstance(change, Put):
            counts = outcome.by_list[change.entry.list]
            counts.added += change.entry.id not in held
            counts.changed += change.entry.id in held
        yield change


def _named(change: Put | Removal | BadRow, owner: str) -> list[str]:
    match change:
        case Put(entry):
            return [about.entry(entry.key)]
        case Removal(absent):
            return [about.entry(f"{owner}/{absent}")]
        case _:
            return []


async def _publish(
    order: Order,
    going: Iterable[Put | Removal | BadRow],
    *,
    sending: Batches,
    outcome: Outcome,
    meter: Meter,
) -> None:
    """Send what the list changes; returns when the broker has it."""
    meter.phase(f"reading {order.source.path.name}", order.source.size)
    try:
        for change in going:
            await _send(change, order, sending, outcome)
            meter.at(outcome.tally.bytes_read)
    except ListError as problem:
        if not _anything(outcome.summary):
            raise
        outcome.broke_off = str(problem)
    await sending.finish()
    outcome.summary.skipped = outcome.tally.skipped
    outcome.published = True


def _rows(order: Order, outcome: Outcome) -> Iterator[Entry | BadRow]:
    """Yield the rows; those that the agency may not contribute are bad."""
    for row in read_list(order.source, order.terms, tally=outcome.tally):
        if isinstance(row, BadRow):
            yield row
            continue
        if order.list_name not in (None, row.list):
            yield _of_another_list(row, order)
            continue
        outcome.lists.add(row.list)
        why = refusal(row, order.owner, order.agencies)
        yield row if why is None else BadRow(f"id {row.id}", why, row.id)


def _of_another_list(row: Entry, order: Order) -> BadRow:
    # Only where nobody named a list: reading says it of all others.
    why = f"list is {row.list!r} but the file begins with {order.list_name!r}; name one with --list"
    return BadRow(f"id {row.id}", why, row.id, foreign=True)


async def _send(
    change: Put | Removal | BadRow, order: Order, sending: Batches, outcome: Outcome
) -> None:
    headers = [("source", f"import/{order.source.path.name}".encode())]
    match change:
        case Put(entry, json):
            await sending.send(entry.key.encode(), json, headers)
        case Removal(absent):
            await sending.send(f"{order.owner}/{absent}".encode(), None, headers)
        case BadRow() if len(outcome.bad) < SHOWN_BAD:
            outcome.bad.append(change)


def _anything(summary: Summary) -> bool:
    return bool(summary.good + summary.bad)
