"""What agencies were told is held as it was sent until it is put into the ledger."""

import tracemalloc
from datetime import UTC, datetime, timedelta

from manifests.contract import utc_text
from streams.record import Record
from streams.told import Versions
from streams.tracing.resending import marked
from tests.builders import alert
from tests.streams.handling import record

KEEP = timedelta(days=30)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MANY = 2_000
OVERHEAD = 700  # bytes of each beside those that were sent


def sent(number: int, version: int = 1, at: datetime = NOW, *, again: bool = False) -> Record:
    """Return the record of one version of an alert."""
    one = alert(version).model_copy(update={"alert_id": f"{number:032x}"})
    value = one.model_dump_json(by_alias=True).encode()
    ms = int(at.timestamp() * 1000)
    return record("alerts.uk-piu", marked(value) if again else value, timestamp_ms=ms)


def read(*records: Record) -> Versions:
    versions = Versions(KEEP)
    for one in records:
        versions.take(one)
    return versions


def test_each_version_takes_little_more_than_its_bytes() -> None:
    each = [sent(number) for number in range(MANY)]
    read(each[0])  # the table of airports is there from now on
    tracemalloc.start()
    versions = read(*each)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(versions.kept(NOW, ())) == MANY
    assert taken / MANY < OVERHEAD  # the bytes themselves are the record's


def test_alerts_come_in_the_order_in_which_they_were_told_last_each_version_as_sent_first() -> None:
    later, last = NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)
    versions = read(sent(1), sent(2), sent(1, 2, later), sent(1, 1, last, again=True), record())
    kept = versions.kept(NOW, ())
    assert list(kept) == [f"{2:032x}", f"{1:032x}"]
    told = [one.told() for one in kept[f"{1:032x}"]]
    assert [(one.alert.version, one.at) for one in told] == [
        (1, utc_text(NOW)), (2, utc_text(later)),
    ]  # fmt: skip
    assert not any(one.alert.replay for one in told)


def test_alert_that_is_over_for_too_long_is_kept_while_its_flight_is_held() -> None:
    versions, past = read(sent(1), sent(2)), datetime(2200, 1, 1, tzinfo=UTC)
    assert list(versions.kept(past, {f"{2:032x}"})) == [f"{2:032x}"]


def test_version_of_a_newer_release_is_read() -> None:
    first = sent(1)
    newer = record("alerts.uk-piu", (first.value or b"")[:-1] + b',"new":1}')
    ((one,),) = read(newer).kept(NOW, ()).values()
    assert one.told().alert.alert_id == f"{1:032x}"
