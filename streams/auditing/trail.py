"""Where the audit trail ends on its topic."""

from access.audit_chain import START, Chain, Link, link_of
from config.settings import KafkaSettings
from streams.topic_reader import UntilNow
from streams.topics import AUDIT

_LAST = 1_000  # records, among which the end of the chain is nearly always


async def end_of(kafka: KafkaSettings, chain: Chain) -> Link:
    """Return where the chain ends, START where it has not begun. Raises KafkaError.

    What others have put there does not count: only genuine records do.
    """
    return await _end(UntilNow(kafka, [AUDIT], last=_LAST), chain) or (
        await _end(UntilNow(kafka, [AUDIT]), chain) or START
    )


async def _end(reading: UntilNow, chain: Chain) -> Link | None:
    end: Link | None = None
    async for record in reading:
        found = chain.genuine(record.value)
        if found and (end is None or found.seq >= end.seq):
            end = link_of(found)
    return end
