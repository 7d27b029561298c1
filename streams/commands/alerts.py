"""`tocsin alerts`: what agencies are told, as it is told and afterwards."""

import click

from streams.commands.alert_causes import caused_by_command
from streams.commands.alert_replay import replay_command
from streams.commands.alert_show import show_command
from streams.commands.loaded import loaded
from streams.commands.parties import agency_named
from streams.commands.purpose import purpose_option


@click.group()
def alerts() -> None:
    """Follow alerts, see where they came from, send them again."""


for command in (show_command, caused_by_command, replay_command):
    alerts.add_command(command)


@alerts.command("tail")
@click.option("--agency", required=True, metavar="AGENCY", help="Whose alerts.")
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="Each as one line of JSON, as delivered.")
@click.option("--from-beginning", is_flag=True, help="Also those that are there already.")
@click.option("--max", "at_most", type=click.IntRange(min=1), help="End after so many.")
@click.option("--idle-s", type=click.FloatRange(min=0.1), help="End when none came for so long.")
def tail_command(  # noqa: PLR0913  # click hands over each option
    *,
    agency: str,
    as_json: bool,
    from_beginning: bool,
    at_most: int | None,
    idle_s: float | None,
    purpose: str | None,
) -> None:
    """Show each alert of an agency, until Ctrl-C or SIGTERM.

    A version of an alert is shown once, and never after a later one, also where the topic repeats
    it.

    \b
    Examples:
      tocsin alerts tail --agency uk-piu
      tocsin alerts tail --agency uk-piu --json --from-beginning --idle-s 5 | jq .score
    """  # noqa: D301  # click keeps the lines after \b
    from rich.console import Console

    from streams.alert_table import alert_header, alert_lines
    from streams.auditing.noting import Notes
    from streams.connections import consuming
    from streams.tailing import Stop, follow, seek

    found = loaded()
    whose = agency_named(agency, found.parties)
    console = Console()
    with consuming(found.settings.kafka) as consumer, Notes(found.settings, purpose) as notes:
        if not as_json and console.is_terminal:
            console.print(alert_header(width=console.width))
        _tell(f"following {seek(consumer, whose, from_beginning=from_beginning)}; Ctrl-C ends")
        for came in follow(consumer, Stop(), idle_s=idle_s, tell=_tell, at_most=at_most):
            notes.note("saw", "alerts", notes.about.alerts(one.alert for one in came))
            for one in came:
                if as_json:
                    click.echo(one.raw)
                else:
                    console.print(alert_lines(one.alert, at=one.at, width=console.width))


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)
