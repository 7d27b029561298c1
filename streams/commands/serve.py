"""`tocsin serve`: the HTTP side alone."""

import click
import uvicorn

from config.settings import Settings, load
from doors.health import health_app
from streams.redis_clients import async_redis_client
from streams.status import Watch


@click.command()
def serve() -> None:
    """Serve /healthz, /readyz and /metrics at TOCSIN_HTTP__HOST and TOCSIN_HTTP__PORT.

    /readyz answers 503 with the reasons while manifests are not being screened.
    """
    settings = load()
    run_http(settings)


def run_http(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    redis = async_redis_client(settings.redis)
    app = health_app(Watch(settings.kafka, redis).look)
    uvicorn.run(app, host=settings.http.host, port=settings.http.port, log_level="warning")
