"""`tocsin alerts show`: one alert with its history, and what led to it."""

import json

import click

from streams.commands.alert_ids import ALERT_ID
from streams.commands.loaded import loaded
from streams.commands.parties import agency_named
from streams.commands.purpose import purpose_option


@click.command("show")
@click.argument("alert_id", metavar="ID", type=ALERT_ID)
@click.option(
    "--agency",
    metavar="AGENCY",
    help="Who asks, and is shown what it was told. [default: the operator, who sees all]",
)
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="As one document of JSON.")
def show_command(alert_id: str, agency: str | None, purpose: str | None, as_json: bool) -> None:
    """Show an alert as it stands: why, and every version with what led to it.

    That is the record (topic/partition/offset) with its message, or its entry, and the version of
    the list that it rests on. ID may be the first eight digits or more. Alerts that Redis no
    longer holds are looked for in the topics, and so are the records, by their trace_id.

    \b
    Examples:
      tocsin alerts show 3fa9c2d1
      tocsin alerts show 3fa9c2d1 --agency uk-piu    as that agency may see it
      tocsin alerts show 3fa9c2d1 --json | jq '.versions[].source.place'
    """  # noqa: D301  # click keeps the lines after \b
    from rich.console import Console

    from streams.auditing.noting import Notes
    from streams.progress import progress
    from streams.tracing.story import as_told, found_alert, traced
    from streams.tracing.story_lines import story_json, story_lines

    found = loaded()
    viewer = agency_named(agency, found.parties) if agency else None
    with progress() as meter:
        alert = found_alert(found, alert_id, viewer, meter)
        story = as_told(alert) if viewer else traced(alert, found, meter)
    with Notes(found.settings, purpose) as notes:
        notes.note("saw", "alert", notes.about.alerts(one.alert for one in alert.versions))
    if as_json:
        click.echo(json.dumps(story_json(story), ensure_ascii=False))
        return
    console = Console()
    console.print(story_lines(story, width=console.width))
