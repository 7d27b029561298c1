"""All topics as AsyncAPI 3.0, made from the contracts: `python -m streams.asyncapi`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import click

from access.parties import Agency, AgencyId, Airline, AirlineId, Parties
from config.retention import RetentionSettings
from streams.topics import TopicPlan, topics_for

FILE = Path(__file__).parents[1] / "docs" / "asyncapi.json"
JSON, EDIFACT = "application/json", "application/edifact"
_PARTITIONS = 64
_PARTIES = Parties(
    {AirlineId("{airline}"): Airline(AirlineId("{airline}"), frozenset())},
    {AgencyId("{agency}"): Agency(AgencyId("{agency}"), frozenset())},
)
_WHO = {
    "airline": "An airline's id in parties.yaml.",
    "agency": "An agency's id in parties.yaml.",
}


@dataclass(frozen=True, slots=True)
class _Message:
    """What one topic carries: the schema's file in docs/schemas, or, inside Tocsin alone, none."""

    says: str
    key: str
    direction: Literal["in", "out", "inside"]
    schema: str | None = None
    form: str = JSON


_MESSAGES = {
    "manifests.{airline}": _Message(
        "A push: manifest/1, or UN/EDIFACT as it is.", "Any.", "in", "manifest-1"
    ),
    "requests.{airline}": _Message(
        "A push that asks who may board: manifest/1 with `respond`, or PAXLST of IAPI.",
        "Any.",
        "in",
        "manifest-1",
    ),
    "responses.{airline}": _Message(
        "The answer before boarding, a CUSRES.", "The message_id asked under.", "out", form=EDIFACT
    ),
    "watchlist.{agency}": _Message(
        "An entry; a null value removes it.", "The entry's id.", "in", "entry-1"
    ),
    "dispositions.{agency}": _Message(
        "What the agency decides about an alert.", "The alert_id.", "in", "disposition-1"
    ),
    "alerts.{agency}": _Message(
        "One version of one alert; take each (alert_id, version) once and never an older one.",
        "The alert_id.",
        "out",
        "alert-1",
    ),
    "quarantine": _Message("What could not be taken in, and why.", "None.", "out", "quarantine"),
    "audit": _Message("Who did what, about which: a hash chain.", "None.", "out", "audit-1"),
    "dead-letters": _Message(
        "What no webhook took in time, by ids alone.", "agency/webhook.", "out", "dead-letter-1"
    ),
    "manifests": _Message("Pushes that intake let through.", "The flight key.", "inside"),
    "watchlist": _Message("Entries that intake let through.", "owner/id.", "inside"),
    "hits": _Message(
        "What was found or decided on a flight. It holds whole entries: no party may read it.",
        "The flight key.",
        "inside",
    ),
    "subscriptions": _Message("Subscriptions made by command or HTTP.", "agency/id.", "inside"),
    "suppressions": _Message(
        "Decisions that outlast their alerts; of people keyed hashes alone.",
        "agency/id.",
        "inside",
    ),
}


def asyncapi() -> dict[str, Any]:
    """Return the description of every topic, as seen from Tocsin."""
    plans = topics_for(_PARTIES, RetentionSettings(), partitions=_PARTITIONS, replication=1)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Tocsin",
            "version": "1",
            "description": "Every topic. What parties send and read is under contract "
            "(docs/contracts.md); what is inside Tocsin may change with any release.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": JSON,
        "channels": {_name(plan.name): _channel(plan) for plan in plans},
        "operations": dict(_operations(plans)),
        "components": {"messages": {_name(one.name): _message(one.name) for one in plans}},
    }


def _channel(plan: TopicPlan) -> dict[str, Any]:
    name, said = _name(plan.name), _MESSAGES[plan.name]
    parameters = {one: {"description": text} for one, text in _WHO.items() if one in plan.name}
    settings = {"cleanup.policy": [plan.configs["cleanup.policy"]]}
    kept = {key: int(plan.configs[key]) for key in ("retention.ms",) if key in plan.configs}
    kafka = {"partitions": plan.partitions, "topicConfiguration": {**settings, **kept}}
    return {
        "address": plan.name,
        "description": said.says,
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        **({"parameters": parameters} if parameters else {}),
        "bindings": {"kafka": {**kafka, "bindingVersion": "0.5.0"}},
    }


def _operations(plans: tuple[TopicPlan, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    for plan in plans:
        name, direction = _name(plan.name), _MESSAGES[plan.name].direction
        actions = {"in": ("receive",), "out": ("send",), "inside": ("send", "receive")}[direction]
        for action in actions:
            yield (
                f"{action}-{name}",
                {
                    "action": action,
                    "channel": {"$ref": f"#/channels/{name}"},
                    **({"tags": [{"name": "inside"}]} if direction == "inside" else {}),
                },
            )


def _message(topic: str) -> dict[str, Any]:
    said = _MESSAGES[topic]
    known = {"payload": {"$ref": f"schemas/{said.schema}.json"}} if said.schema else {}
    key = {"type": "string", "description": said.key}
    return {
        "name": said.schema or _name(topic),
        "summary": said.says,
        "contentType": said.form,
        **known,
        "bindings": {"kafka": {"key": key, "bindingVersion": "0.5.0"}},
    }


def _name(topic: str) -> str:
    """Return a topic's name as a name in the document."""
    return topic.replace(".{", "-of-").rstrip("}")


def written() -> str:
    """Return the text of the file."""
    return json.dumps(asyncapi(), indent=2, ensure_ascii=False) + "\n"


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where the file is out of date.")
def main(*, check: bool) -> None:
    """Write docs/asyncapi.json anew from the contracts."""
    if not check:
        FILE.write_text(written(), encoding="utf-8")
    elif not FILE.exists() or FILE.read_text(encoding="utf-8") != written():
        click.echo("docs/asyncapi.json is out of date; run `make schemas`", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
