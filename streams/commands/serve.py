"""`tocsin serve`: the HTTP side alone."""

import click
import uvicorn

from streams.commands.loaded import Loaded, loaded
from streams.http import http_app, without_texts
from streams.redis_clients import async_redis_client


@click.command()
def serve() -> None:
    """Serve airlines and health at TOCSIN_HTTP__HOST and TOCSIN_HTTP__PORT.

    \b
    POST /v1/manifests                 PAXLST, PNRGOV or JSON; ?wait=5 for an answer before boarding
    GET  /v1/manifests/{message_id}    what became of it
    GET  /docs                         the same at length, and /openapi.json for machines
    GET  /healthz, /readyz, /metrics   for the operator

    Airlines show a key (`tocsin keys new`). /readyz answers 503 with the reasons while manifests
    are not being screened.
    """  # noqa: D301  # click keeps the lines after \b
    run_http(loaded())


def run_http(found: Loaded) -> None:
    """Serve until SIGTERM or SIGINT."""
    settings = found.settings
    app = http_app(settings, found.parties, async_redis_client(settings.redis))
    uvicorn.run(
        without_texts(app),
        host=settings.http.host,
        port=settings.http.port,
        log_level="warning",
        access_log=False,  # no ids of an airline's own making in our logs
        server_header=False,
    )
