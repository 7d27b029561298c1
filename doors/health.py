"""How the service is, over HTTP: /healthz, /readyz and /metrics. Ids and numbers only (rule 6)."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import Lifespan

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Status:
    """How everything is at one moment; ready when nothing stands in the way."""

    in_the_way: tuple[str, ...]
    workers: int
    answering: int = 0  # workers that answer before boarding
    counters: Mapping[str, int] = field(default_factory=dict)
    delivering: int = 0  # workers that deliver to webhooks
    failing: Mapping[str, bool] = field(default_factory=dict)  # by destination: whether it is open

    @property
    def ready(self) -> bool:
        """Say whether manifests are being screened."""
        return not self.in_the_way


Look = Callable[[], Awaitable[Status]]


More = Callable[[], Awaitable[list[Metric]]]


def health_app(
    look: Look, lifespan: Lifespan[FastAPI] | None = None, more: More | None = None
) -> FastAPI:
    """Return the HTTP application; *look* finds out how everything is, *more* measures the rest.

    Neither raises.
    """
    app = FastAPI(title="Tocsin", docs_url=None, redoc_url=None, lifespan=lifespan)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Say that this process answers."""
        return {"status": "ok"}

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        """Say whether manifests are being screened right now; 503 with reasons if not."""
        status = await look()
        return JSONResponse(_readiness(status), 200 if status.ready else 503)

    @app.get("/metrics")
    async def metrics() -> Response:
        """Return the counters of all workers in Prometheus' text format."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Counters(await look()))
        if more is not None:
            registry.register(_Measured(await more()))
        return Response(generate_latest(registry), media_type=PROMETHEUS)

    return app


def _readiness(status: Status) -> dict[str, Any]:
    return {
        "ready": status.ready,
        "in_the_way": status.in_the_way,
        "workers": status.workers,
        "answering": status.answering,
        "delivering": status.delivering,
    }


class _Measured(Collector):
    """What was measured elsewhere."""

    def __init__(self, found: list[Metric]) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        yield from self._found


class _Counters(Collector):
    """The counters as Prometheus wants them; `alerts:uk-piu` is `tocsin_alerts{of="uk-piu"}`."""

    def __init__(self, status: Status) -> None:
        self._status = status

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("tocsin_ready", "1 when screening", value=self._status.ready)
        yield GaugeMetricFamily("tocsin_workers", "Workers at work", value=self._status.workers)
        yield GaugeMetricFamily(
            "tocsin_answering", "Workers that answer before boarding", value=self._status.answering
        )
        yield GaugeMetricFamily(
            "tocsin_delivering", "Workers that deliver to webhooks", value=self._status.delivering
        )
        circuits = GaugeMetricFamily(
            "tocsin_delivery_open", "1 while a destination fails again and again", labels=["of"]
        )
        for name, is_open in sorted(self._status.failing.items()):
            circuits.add_metric([name], is_open)
        yield circuits
        families: dict[str, CounterMetricFamily] = {}
        for name, count in sorted(self._status.counters.items()):
            counter, _, label = name.partition(":")
            labels = ["of"] if label else []
            family = families.setdefault(
                counter,
                CounterMetricFamily(f"tocsin_{counter}", f"Number of {counter}", labels=labels),
            )
            family.add_metric([label] if label else [], count)
        yield from families.values()
