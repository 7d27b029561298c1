"""A destination as the lane and the commands know it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from access.parties import AgencyId
from config.delivery_file import DeliveryFile, WebhookRow
from config.settings import KafkaSettings
from streams.topics import alerts_topic


@dataclass(frozen=True, slots=True)
class Destination:
    """One webhook of one agency."""

    agency: AgencyId
    row: WebhookRow
    secrets_file: Path

    @property
    def name(self) -> str:
        """Return what it is called everywhere: `uk-piu/desk`."""
        return f"{self.agency}/{self.row.id}"

    @property
    def topic(self) -> str:
        return alerts_topic(self.agency)

    @property
    def shown(self) -> str:
        """Return scheme, host and port alone: what follows may be a secret."""
        parts = urlsplit(self.row.url)
        return f"{parts.scheme}://{parts.netloc}"

    def group(self, kafka: KafkaSettings) -> str:
        """Return its consumer group, so that one worker at a time delivers to it."""
        return f"{kafka.group}.delivery.{self.agency}.{self.row.id}"


def destinations_of(delivery: DeliveryFile, folder: Path) -> Iterator[Destination]:
    """Yield every destination; a relative `secrets_file` is one in *folder*."""
    for agency, row in delivery.destinations():
        yield Destination(AgencyId(agency), row, folder / row.secrets_file)
