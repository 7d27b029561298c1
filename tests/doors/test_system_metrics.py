"""Figures of the whole, in Prometheus' text format."""

from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families

from alerts.latency import Took, bucket_of
from doors.health import Status, health_app
from doors.system_metrics import system_metrics
from tests.doors.asgi import get


def samples(found: list[Metric]) -> dict[tuple[str, str], float]:
    async def look() -> Status:
        return Status((), 1)

    async def more() -> list[Metric]:
        return found

    text = get(health_app(look, more=more), "/metrics").body.decode()
    return {
        (sample.name, sample.labels.get("of", sample.labels.get("le", ""))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_lag_list_ages_and_latencies_are_told() -> None:
    took = Took({bucket_of(0.015): 2, bucket_of(3): 1, bucket_of(9999): 1}, 42.5)
    found = samples([*system_metrics({"route": 7}, {"uk-piu/wanted": 1_700_000_000_500}, took)])
    assert found["tocsin_lag", "route"] == 7
    assert found["tocsin_list_changed_seconds", "uk-piu/wanted"] == 1_700_000_000.5
    histogram = "tocsin_manifest_to_alert_seconds"
    assert found[f"{histogram}_bucket", "0.02"] == 2
    assert found[f"{histogram}_bucket", "5.12"] == 3
    assert found[f"{histogram}_bucket", "+Inf"] == found[f"{histogram}_count", ""] == 4
    assert found[f"{histogram}_sum", ""] == 42.5


def test_what_is_not_known_is_left_out() -> None:
    found = samples([*system_metrics({}, {}, None)])
    assert ("tocsin_ready", "") in found
    assert not [name for name, _ in found if "manifest_to_alert" in name or "lag" in name]
