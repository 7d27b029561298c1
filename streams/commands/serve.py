"""`tocsin serve`: the HTTP side alone."""

import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import click
import uvicorn

from streams.commands.loaded import Loaded, loaded, webhooks_of
from streams.http import http_app, without_texts
from streams.loading import end_if_loading
from streams.redis_clients import async_redis_client

END_S = 40  # for answers in hand: the longest `?wait=` of the default, and some more


@click.command()
def serve() -> None:
    """Serve airlines, agencies and health at TOCSIN_HTTP__HOST and TOCSIN_HTTP__PORT.

    \b
    POST /v1/manifests                 PAXLST, PNRGOV or JSON; ?wait=5 for an answer before boarding
    GET  /v1/manifests/{message_id}    what became of it
    /v1/alerts, /v1/check, /v1/entries, /v1/subscriptions, /v1/suppressions, /v1/patterns,
    /v1/deliveries                     for agencies
    /v1/system                         for the operator, with a key
    /console                           the duty officers' console, in a browser
    GET  /docs                         the same at length, and /openapi.json for machines
    GET  /healthz, /readyz, /metrics   for the operator

    Airlines and agencies show a key (`tocsin keys new`), agencies also a token of their provider.
    /readyz answers 503 with the reasons while manifests are not being screened.
    """  # noqa: D301  # click keeps the lines after \b
    run_http(loaded())


def run_http(found: Loaded) -> None:
    """Serve until SIGTERM or SIGINT; then streams are cut off, and all else is answered."""
    settings = found.settings
    redis, webhooks = async_redis_client(settings.redis), webhooks_of(found)
    app = http_app(settings, found.parties, redis, webhooks)
    server = _Server(
        uvicorn.Config(
            without_texts(app),
            host=settings.http.host,
            port=settings.http.port,
            log_level="warning",
            access_log=False,  # no ids of a party's own making in our logs
            server_header=False,
            timeout_graceful_shutdown=END_S,
            loop="asyncio",  # decision 20
        )
    )
    server.ends = app.state.cut_off
    # uvicorn raises the signal once more when it has ended in order; that is no failure.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        server.run()
    code = 0 if server.started else 1
    end_if_loading(code)
    if code:
        sys.exit(code)


class _Server(uvicorn.Server):
    """Ends what would go on for ever, for it waits for every answer to be whole."""

    ends: Callable[[], None]

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin the end."""
        self.ends()
        super().handle_exit(sig, frame)
