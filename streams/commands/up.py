"""`tocsin up`: everything on this machine."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.live import Live

from access.parties import Parties
from config.settings import Settings
from doors.health import Status
from streams.commands.loaded import boarding_of, delivery_of, loaded
from streams.commands.problems import CommandFailed
from streams.demo.officer import STAFF_NUMBER
from streams.embedded import EmbeddedError
from streams.installation import Installation, Processes
from streams.live import standing
from streams.redis_clients import async_redis_client
from streams.status import Watch

LOOK_S = 0.5


@click.command()
@click.option("--demo", is_flag=True, help="Play a generated day of flights, then stop.")
@click.option("--stay", is_flag=True, help="With --demo: go on afterwards, until Ctrl-C.")
@click.option(
    "--on-my-services",
    is_flag=True,
    help="With --demo: also among the lists and manifests that configured services hold.",
)
@click.option("--json", "as_json", is_flag=True, help="With --demo: end with one line of JSON.")
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Number of worker processes.",
)
def up(demo: bool, stay: bool, on_my_services: bool, as_json: bool, workers: int) -> None:
    """Run everything on this machine: services, topics, workers, answers before boarding, HTTP.

    Where delivery.yaml has webhooks, also the lane that delivers to them.

    Without TOCSIN_KAFKA__BOOTSTRAP and TOCSIN_REDIS__URL it starts an embedded Kafka broker and
    an embedded Redis on free loopback ports; they forget everything on exit. Ctrl-C, or SIGTERM,
    lets the workers finish what they have in hand and stops all that was started.

    \b
    Example, in two terminals (the first says what to export in the second):
      tocsin up --workers 2
      tocsin alerts tail --agency uk-piu

    \b
    Or with the console in a browser, where it says:
      tocsin up --demo --stay
    """  # noqa: D301  # click keeps the lines after \b
    if as_json and not demo:
        raise click.UsageError("--json goes with --demo")
    if stay and not demo:
        raise click.UsageError("--stay goes with --demo")
    if stay and as_json:
        raise click.UsageError("--json ends with the demo, and --stay goes on after it; give one")
    found = loaded()
    boarding_of(found)  # what would stop a child says so here, once
    delivers = any(delivery_of(found).destinations())
    if demo and not on_my_services:
        _refuse_real(found.settings)
    installation = Installation(
        found.settings, found.parties, Processes(workers, delivers), demo=demo
    )
    try:
        with _sigterm_as_ctrl_c(), installation:
            _tell(installation, Console(stderr=as_json))
            if demo:
                asyncio.run(_played(installation, found.parties, as_json=as_json))
            if stay or not demo:
                asyncio.run(_watched(installation, workers))
    except EmbeddedError as problem:
        raise CommandFailed(str(problem)) from problem
    except CommandFailed as problem:
        told = f"{problem}; its logs are in {installation.log_folder}"
        raise CommandFailed(told, problem.exit_code) from problem


@contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """See that what was started is stopped whenever either comes, be it amid the start."""
    # Not by way of SIGINT, which a script that runs it in the background has it ignore.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _refuse_real(settings: Settings) -> None:
    """Raise CommandFailed where the demo would mix its inventions into what is real."""
    from streams.demo.guard import used_already

    setting = used_already(settings)
    if setting is not None:
        raise CommandFailed(
            f"the service of {setting} is in use, and the demo would put invented people among "
            "those it holds, for good; unset it, or add --on-my-services",
            exit_code=2,
        )


async def _played(installation: Installation, parties: Parties, *, as_json: bool) -> None:
    """Play the demo, and look after what runs; raises CommandFailed if a service is lost."""
    from streams.demo.play import play

    console = Console(stderr=as_json)
    _invite(installation, console)
    playing = asyncio.create_task(play(installation, parties, as_json=as_json))
    looking = asyncio.create_task(_looking_after(installation, console))
    try:
        await asyncio.wait([playing, looking], return_when=asyncio.FIRST_COMPLETED)
        _look_after(installation, console)
    finally:
        for task in (playing, looking):
            task.cancel()
        await asyncio.gather(playing, looking, return_exceptions=True)
    playing.result()


async def _looking_after(installation: Installation, console: Console) -> None:
    while not installation.lost:
        _look_after(installation, console)
        await asyncio.sleep(LOOK_S)


def _look_after(installation: Installation, console: Console) -> None:
    """Start again what has ended, and say so; raises CommandFailed if a service is lost."""
    for sentence in installation.trouble():
        console.print(sentence, soft_wrap=True, highlight=False)
    if installation.lost:
        raise CommandFailed("an embedded service has gone, and what it held; start again")


async def _watched(installation: Installation, workers: int) -> None:
    """Show how everything is until Ctrl-C or SIGTERM; raises CommandFailed if a service is lost."""
    console = Console(stderr=False)
    _introduce(installation, console)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    redis = async_redis_client(installation.settings.redis)
    watch = Watch(installation.settings, redis)
    try:
        await _until(stop, installation, watch.look, console, workers)
    finally:
        await redis.aclose()
    console.print("stopping: the workers finish what they have in hand")


async def _until(
    stop: asyncio.Event,
    installation: Installation,
    look: Callable[[], Awaitable[Status]],
    console: Console,
    workers: int,
) -> None:
    shown = ""
    with Live(console=console, auto_refresh=False) as live:
        while not stop.is_set():
            _look_after(installation, console)
            status = await look()
            line = standing(status, workers)
            if console.is_terminal:
                live.update(line, refresh=True)
            elif status.ready != (shown == "ready"):
                shown = "ready" if status.ready else "waiting"
                console.print(line)
            await _wait(stop, LOOK_S)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def _tell(installation: Installation, console: Console) -> None:
    for sentence in installation.told:
        console.print(sentence, soft_wrap=True, highlight=False)


def _introduce(installation: Installation, console: Console) -> None:
    settings = installation.settings
    if installation.embedded_kafka or installation.embedded_redis:
        console.print("Embedded services: all they hold is forgotten on exit.", style="yellow")
    console.print("To work with this installation from another terminal:")
    if settings.kafka.bootstrap:
        console.print(
            f"  export TOCSIN_KAFKA__BOOTSTRAP={settings.kafka.bootstrap}", soft_wrap=True
        )
    if installation.embedded_kafka:
        console.print("  export TOCSIN_KAFKA__IDEMPOTENT=false")
    if installation.embedded_redis and settings.redis.url:
        url = settings.redis.url.get_secret_value()  # the embedded one has no password
        console.print(f"  export TOCSIN_REDIS__URL={url}", soft_wrap=True)
    if installation.made_secret:  # forgotten with all that it stands for
        secret = settings.secret().decode()
        console.print(f"  export TOCSIN_ALERT_SECRET={secret}", soft_wrap=True)
    _invite(installation, console)
    console.print(f"For airlines: {installation.address}/v1/manifests, described at /docs")
    console.print(f"Health and metrics: {installation.address}/readyz and /metrics")
    sys.stdout.flush()


def _invite(installation: Installation, console: Console) -> None:
    """Say where the console is, and in a demo who may sign in to it."""
    console.print(f"The duty officer's console: {installation.console}", soft_wrap=True)
    officer = installation.officer
    if officer is not None:
        console.print(f"  sign in for {officer.agency}, staff number {STAFF_NUMBER}, with the key")
        console.print(f"  {officer.key}", soft_wrap=True, highlight=False)
        console.print("  or as the operator, who sees how the whole is, with the key")
        console.print(f"  {officer.operators_key}", soft_wrap=True, highlight=False)
    sys.stdout.flush()
