"""Sends a webhook once more what it receives: marked records on the agency's topic, for it."""

from rich.console import Console

from alerts.delivery.calls import ONLY, arrived, is_for
from config.settings import KafkaSettings
from streams.delivering.destination import Destination
from streams.progress import Meter
from streams.publisher import Outgoing, Publishing
from streams.tracing.resending import Which, marked, sent

_AT_ONCE = 100


async def redeliver(
    kafka: KafkaSettings,
    publishing: Publishing,
    destination: Destination,
    which: Which,
    meter: Meter | None = None,
) -> int:
    """Send the versions that *which* means and the webhook receives again; return their number.

    The lane delivers them in turn, as `"replay": true`; who else reads the topic passes them over.
    Returns when the broker has them all. Raises KafkaError.
    """
    count, batch = 0, list[Outgoing]()
    unseen = Meter(Console(quiet=True), None)
    async for one in sent(kafka, destination.agency, which, meter or unseen):
        found = arrived(0, one.value, 0)
        if found is None or not is_for(found, {}, destination.row.id, destination.row.receives):
            continue
        batch.append(
            Outgoing(
                destination.topic,
                marked(one.value),
                one.alert.alert_id,
                {ONLY: destination.row.id},
            )
        )
        count += 1
        if len(batch) == _AT_ONCE:
            await publishing.publish(*batch)
            batch = []
    await publishing.publish(*batch)
    return count
