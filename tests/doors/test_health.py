"""Health over HTTP: alive, ready or why not, and counters that Prometheus understands."""

from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from doors.health import Status, health_app
from tests.doors.asgi import Answer, get

COUNTERS = {"manifests": 3, "passengers": 540, "alerts:uk-piu": 2, "alerts:interpol": 1}
READY = Status(
    (),
    workers=2,
    answering=1,
    counters=COUNTERS,
    delivering=1,
    failing={"uk-piu/desk": True, "uk-piu/night": False},
)
WAITING = Status(("Kafka does not answer", "the index is being built"), workers=0)


def asked(path: str, status: Status) -> Answer:
    async def look() -> Status:
        return status

    return get(health_app(look), path)


def samples(status: Status) -> dict[tuple[str, str], float]:
    """Return the value of each sample, by its name and what it is of."""
    text = asked("/metrics", status).body.decode()
    return {
        (sample.name, sample.labels.get("of", "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize("status", [READY, WAITING], ids=["ready", "waiting"])
def test_process_is_alive_also_where_it_waits(status: Status) -> None:
    answer = asked("/healthz", status)
    assert (answer.status, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("status", "code", "body"),
    [
        pytest.param(
            READY,
            200,
            {"ready": True, "in_the_way": [], "workers": 2, "answering": 1, "delivering": 1},
            id="ready",
        ),
        pytest.param(
            WAITING,
            503,
            {
                "ready": False,
                "in_the_way": ["Kafka does not answer", "the index is being built"],
                "workers": 0,
                "answering": 0,
                "delivering": 0,
            },
            id="waiting",
        ),
    ],
)
def test_ready_or_the_reasons_why_not(status: Status, code: int, body: dict[str, Any]) -> None:
    answer = asked("/readyz", status)
    assert (answer.status, answer.json()) == (code, body)


def test_metrics_are_in_prometheus_text_format() -> None:
    answer = asked("/metrics", READY)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert CollectorRegistry().get_sample_value("tocsin_ready") is None  # a registry of its own


def test_counters_carry_what_they_are_of() -> None:
    found = samples(READY)
    assert found[("tocsin_manifests_total", "")] == 3
    assert found[("tocsin_passengers_total", "")] == 540
    assert found[("tocsin_alerts_total", "uk-piu")] == 2
    assert found[("tocsin_alerts_total", "interpol")] == 1


@pytest.mark.parametrize(
    ("status", "ready", "workers"),
    [pytest.param(READY, 1, 2, id="ready"), pytest.param(WAITING, 0, 0, id="waiting")],
)
def test_gauges_say_ready_and_workers(status: Status, ready: int, workers: int) -> None:
    found = samples(status)
    assert (found[("tocsin_ready", "")], found[("tocsin_workers", "")]) == (ready, workers)


def test_gauges_say_which_destinations_fail_again_and_again() -> None:
    found = samples(READY)
    assert found[("tocsin_delivering", "")] == 1
    assert found[("tocsin_delivery_open", "uk-piu/desk")] == 1
    assert found[("tocsin_delivery_open", "uk-piu/night")] == 0


def test_label_with_any_character_does_not_break_the_format() -> None:
    found = samples(Status((), 1, counters={'quarantined:a"b\\c\nd': 1}))
    assert found[("tocsin_quarantined_total", 'a"b\\c\nd')] == 1


def test_unknown_path_is_not_found() -> None:
    assert asked("/docs", READY).status == 404
