"""The `tocsin` command: reads the settings once and hands each subcommand its part.

Exit codes: 0 done, 1 failed, 2 wrong usage or bad input; what went wrong is one sentence.
"""

import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click
from kafka.errors import KafkaError
from redis.exceptions import RedisError

from config.problems import ConfigError
from streams.commands.kafka_problems import of_kafka
from streams.commands.problems import CommandFailed
from streams.kafka_errors import is_of_kafka

HELP = """Tocsin joins airlines' manifests with agencies' watchlists and raises alerts.

With nothing configured, `tocsin up` runs everything on this machine; with TOCSIN_KAFKA__BOOTSTRAP,
TOCSIN_REDIS__URL and TOCSIN_ALERT_SECRET set, every command works on your own services. `tocsin
config check` prints all settings.
"""

# Each is the function of its own name, or `NAME_command`, in streams/commands/NAME.py; read only
# when it is called, for what a worker needs takes two seconds to load.
COMMANDS = (
    *("up", "worker", "serve", "topics", "keys", "watchlist", "manifest", "alerts"),
    *("patterns", "subscriptions", "suppressions", "deliveries", "check", "screen", "quarantine"),
    *("retention", "audit", "status", "config"),
)

# Errors of aiokafka are RuntimeErrors, and not imported for that: it takes a tenth of a second.
_EXPECTED = (
    *(click.ClickException, ConfigError, CommandFailed),
    *(KafkaError, RedisError, RuntimeError),
)


class Subcommands(click.Group):
    """The subcommands in the order of their use, each loaded when it is needed."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        found = getattr(import_module(f"streams.commands.{name}"), name)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Subcommands, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tocsin")
def tocsin() -> None:
    """Hold the subcommands."""


def main() -> None:
    """Run the command line and exit with its code."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("tocsin").setLevel(logging.INFO)
    # They log every refused connection; what a person must know of it is said in one sentence.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Return the exit code of one call; every expected problem is one sentence on stderr."""
    try:
        tocsin.main(list(arguments), prog_name="tocsin", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, click.Abort):
        return 130
    except BrokenPipeError:  # whoever read our output has enough
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # the rest goes there
        return 1
    except click.exceptions.NoArgsIsHelpError as nothing_asked:
        click.echo(nothing_asked.format_message(), err=True)
        return 2
    except _EXPECTED as problem:
        if isinstance(problem, RuntimeError) and not is_of_kafka(problem):
            raise
        sentence, code = _sentence(problem)
        click.echo(f"tocsin: {sentence}", err=True)
        return code
    return 0


def _sentence(problem: Exception) -> tuple[str, int]:
    """Return what to say of *problem*, and the exit code: 2 where the person can mend the call."""
    if isinstance(problem, click.UsageError):
        where = problem.ctx.command_path if problem.ctx else "tocsin"
        return f"{problem.format_message()} (see `{where} --help`)", 2
    if isinstance(problem, click.ClickException | ConfigError):
        return str(problem), 2
    if isinstance(problem, CommandFailed):
        return str(problem), problem.exit_code
    if is_of_kafka(problem):
        return of_kafka(problem)
    return f"Redis at TOCSIN_REDIS__URL does not answer ({type(problem).__name__})", 1
