"""The audit trail where a copy of Redis has not heard all."""

from typing import Any

import pytest

from streams.audit import Audit
from streams.auditing.outbox import HEAD
from tests.running import Site
from tests.streams.auditing import WRITER, Away, trail

pytestmark = pytest.mark.timeout(90)


async def test_question_that_was_answered_by_a_copy_of_redis_goes_out_before_it_is_forgotten(
    site: Site,
) -> None:
    async with trail(site) as own:
        await own.note("heard")
        copy: Any = await own.redis.hgetall(HEAD)
        await own.note("not heard")
        await own.note("nor this")
        await own.redis.hset(HEAD, mapping=copy)
        kafka = Away(own)
        asking = Audit(site.settings, own.redis, kafka)
        await asking.note_question(WRITER, "looked_up", "a", ["asked"], None)
        await own.note("later")
        named, verdict = await own.named(), await own.verdict()
        kafka.back = True
        assert await asking.close(within_s=30)
    assert named[-5:] == ["heard", "not heard", "nor this", "asked", "later"]
    assert verdict.problem is None
