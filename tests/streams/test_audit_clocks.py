"""The audit trail where machines differ: in the time, and in what a copy of Redis has heard."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka.errors import InvalidTimestampError, KafkaConnectionError
from redis.asyncio import Redis

from manifests.contract import utc_text
from streams.audit import Audit
from streams.auditing.asked import not_noted
from tests.running import Site
from tests.streams.auditing import WRITER, Away, trail

pytestmark = pytest.mark.timeout(90)


class HourLate(Redis):
    """A Redis on a machine whose clock is an hour late."""

    async def time(self, **options: Any) -> Any:
        seconds, microseconds = await super().time(**options)
        return seconds - 3600, microseconds


async def test_record_bears_the_time_of_redis_whatever_clock_its_writer_has(site: Site) -> None:
    async with trail(site) as own, HourLate.from_url(site.endpoints.redis_url) as redis:
        before = utc_text(datetime.now(UTC))
        await Audit(site.settings, redis, own.publisher).note(WRITER, "saw", "a", ["x"], None)
        assert (await own.records())[-1].at < before


async def test_question_that_was_answered_by_a_copy_of_redis_goes_out_before_it_is_forgotten(
    site: Site,
) -> None:
    async with trail(site) as own:
        await own.note("heard")
        await own.turned_back("not heard", "nor this")
        kafka = Away(own)
        asking = Audit(site.settings, own.redis, kafka)
        await asking.note_question(WRITER, "looked_up", "a", ["asked"], None)
        await own.note("later")
        named, verdict = await own.named(), await own.verdict()
        kafka.back = True
        assert await asking.close(within_s=30)
    assert named[-5:] == ["heard", "not heard", "nor this", "asked", "later"]
    assert verdict.problem is None


@pytest.mark.parametrize(
    ("away", "why"),
    [
        pytest.param(InvalidTimestampError(), "the clock of this machine", id="a wrong clock"),
        pytest.param(KafkaConnectionError(), "no Kafka broker answers", id="no broker"),
    ],
)
def test_why_nothing_could_be_noted_is_told(away: Exception, why: str) -> None:
    assert why in str(not_noted(away))
