"""After a rebuild alerts that nobody takes up are escalated, also where no push is kept of them."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from alerts.ledger import payload
from config.delivery_file import EscalationRow
from streams.escalating import Escalating
from streams.publisher import Outgoing
from tests.builders import FLIGHT, alert
from tests.running import Site
from tests.streams.handling import equipment
from tests.streams.station import Station, at_work

LANDED = FLIGHT.model_copy(update={"departure": "2024-01-01T10:00"})
WAITS = EscalationRow.model_validate({"unacknowledged_min": 15, "min_severity": "low"})


@pytest.fixture
async def station(site: Site) -> AsyncIterator[Station]:
    async with at_work(site) as found:
        found.rules.now = replace(found.rules.now, escalations={"uk-piu": WAITS})
        yield found


async def test_alert_whose_pushes_are_no_longer_kept_is_escalated_unless_its_flight_has_landed(
    station: Station,
) -> None:
    ahead = alert(alert_id="aa" * 16)
    landed = alert(alert_id="bb" * 16, flight=LANDED)
    await station.publisher.publish(
        *(Outgoing("alerts.uk-piu", payload(one), one.alert_id) for one in (ahead, landed))
    )
    await station.redis.flushall()
    await station.rebuild().run()
    await station.work()
    await Escalating(equipment(station.publisher, station.redis), station.redis).look()
    await station.work()
    told = [(one.alert_id, one.version) for one in await station.told() if one.escalated]
    assert told == [(ahead.alert_id, 2)]
