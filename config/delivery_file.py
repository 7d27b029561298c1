"""The model of delivery.yaml: how each agency is reached, and when an alert is escalated."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, PositiveInt, model_validator

from config.files import PartyId, Strict, refuse_doubles

Minutes = Annotated[PositiveInt, Field(le=7 * 24 * 60)]


def _webhook_url(value: str) -> str:
    """Return *value* if it can be called; who it resolves to is checked at each call."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError("is no URL; write https://host/path") from None
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        raise ValueError("is no URL to call; write https://host/path")
    if parts.username or parts.password:
        raise ValueError("holds a name or a password; sign with secrets_file instead")
    if parts.fragment:
        raise ValueError("ends in a # part, which is never sent; remove it")
    return value


WebhookUrl = Annotated[str, Field(max_length=2000), AfterValidator(_webhook_url)]


class EscalationRow(Strict):
    """When an alert that nobody has taken up is escalated: at the earlier of the two times."""

    unacknowledged_min: Minutes | None = None  # after it was raised
    before_departure_min: Minutes | None = None
    min_severity: Literal["low", "medium", "high", "top"] = "high"

    @model_validator(mode="after")
    def _has_a_time(self) -> "EscalationRow":
        if self.unacknowledged_min is None and self.before_departure_min is None:
            raise ValueError(
                "says no time; set unacknowledged_min, before_departure_min or both, or remove it"
            )
        return self


class WebhookRow(Strict):
    """One destination of one agency. `secrets_file` has one secret a line, at most two."""

    id: PartyId
    url: WebhookUrl
    secrets_file: Path
    receives: Literal["alerts", "escalations"] = "alerts"
    allow_insecure: bool = False  # http
    allow_private: bool = False  # an address that is not public

    @model_validator(mode="after")
    def _is_encrypted(self) -> "WebhookRow":
        if self.url.startswith("http:") and not self.allow_insecure:
            raise ValueError(
                "the url is not encrypted; write https, or set allow_insecure: true for a test"
            )
        return self


class AgencyDelivery(Strict):
    """How one agency is reached beside its topic."""

    agency: PartyId
    escalation: EscalationRow | None = None
    webhooks: tuple[WebhookRow, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "AgencyDelivery":
        refuse_doubles("webhook", (row.id for row in self.webhooks))
        return self


class DeliveryFile(Strict):
    """All of delivery.yaml; an agency is listed once, or not at all."""

    agencies: tuple[AgencyDelivery, ...] = ()

    @model_validator(mode="after")
    def _agencies_are_unique(self) -> "DeliveryFile":
        refuse_doubles("agency", (row.agency for row in self.agencies))
        return self

    def escalations(self) -> dict[str, EscalationRow]:
        """Return by agency when its alerts are escalated; who is not in it has none escalated."""
        return {row.agency: row.escalation for row in self.agencies if row.escalation}

    def destinations(self) -> Iterator[tuple[str, WebhookRow]]:
        """Yield every webhook with its agency."""
        for row in self.agencies:
            for webhook in row.webhooks:
                yield row.agency, webhook
