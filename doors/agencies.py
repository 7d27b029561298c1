"""All HTTP doors for agencies: what stands behind each, and who stands before them."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter

from doors.alert_list import ListDesk
from doors.alert_stream import StreamDesk
from doors.alerts import AlertDesk, alert_router
from doors.deliveries import DeliveryDesk, delivery_router
from doors.entries import EntryDesk, entry_router
from doors.gate import Gate
from doors.patterns import PatternDesk, pattern_router
from doors.questions import CheckDesk, question_router
from doors.subscriptions import SubscriptionDesk, subscription_router
from doors.suppressions import SuppressionDesk, suppression_router


@dataclass(frozen=True, slots=True)
class AgencyDesks:
    """Where the doors hand things in."""

    alerts: AlertDesk
    pages: ListDesk
    stream: StreamDesk
    check: CheckDesk
    entries: EntryDesk
    subscriptions: SubscriptionDesk
    suppressions: SuppressionDesk
    deliveries: DeliveryDesk
    patterns: PatternDesk


def agency_routers(desks: AgencyDesks, gate: Gate) -> Iterator[APIRouter]:
    """Yield every router of the agencies."""
    yield alert_router(desks.alerts, desks.pages, desks.stream, gate)
    yield question_router(desks.check, gate)
    yield entry_router(desks.entries, gate)
    yield subscription_router(desks.subscriptions, gate)
    yield suppression_router(desks.suppressions, gate)
    yield delivery_router(desks.deliveries, gate)
    yield pattern_router(desks.patterns, gate)
