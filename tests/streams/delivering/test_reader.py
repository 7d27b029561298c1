"""Where a destination goes on: what Kafka knows, else what Redis remembers, else the end."""

import pytest

from streams.delivering.reader import Reader
from tests.running import Site
from tests.streams.delivering.lane import Lane, numbered

AGENCY = "ke-dci"


async def started(lane: Lane, site: Site, name: str, remembered: int | None) -> tuple[int, bool]:
    """Return where a reader starts, and whether its destination is new."""
    kafka = site.settings.kafka.model_copy(update={"session_timeout_s": 1.0})
    row = lane.destination("http://127.0.0.1:1/", name, agency=AGENCY)
    async with Reader(kafka, row) as reader:
        while reader.turn is None:
            await reader.wait(0.05)
        return await reader.start_at(remembered)


async def test_a_destination_goes_on_where_it_was(lane: Lane, site: Site) -> None:
    await lane.tell(*numbered(5, agency=AGENCY))
    assert await started(lane, site, "first", None) == (5, True)  # not what was told before it was
    await lane.tell(*numbered(2, agency=AGENCY))
    assert await started(lane, site, "first", None) == (5, False)  # as committed
    assert await started(lane, site, "first", 3) == (5, False)  # Kafka knows better
    assert await started(lane, site, "second", 3) == (3, False)  # as remembered: Kafka forgot
    assert await started(lane, site, "third", 99) == (0, False)  # the topic was made anew


@pytest.mark.parametrize("put_back", [0, 1, 3])
async def test_what_is_put_back_is_read_next(lane: Lane, site: Site, put_back: int) -> None:
    kafka = site.settings.kafka.model_copy(update={"session_timeout_s": 1.0})
    row = lane.destination("http://127.0.0.1:1/", f"back-{put_back}", agency="us-cbp")
    async with Reader(kafka, row) as reader:
        while reader.turn is None:
            await reader.wait(0.05)
        start, _ = await reader.start_at(None)
        await lane.tell(*numbered(5, agency="us-cbp"))
        seen = await reader.next(5, at_most=3)
        kept = len(seen) - put_back
        reader.put_back(seen[max(kept, 0) :])
        seen = seen[: max(kept, 0)]
        while len(seen) < 5:
            seen += await reader.next(5)
    assert [one.offset for one in seen] == list(range(start, start + 5))
