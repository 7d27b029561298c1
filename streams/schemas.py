"""JSON Schemas of what crosses our border, made from the models: `python -m streams.schemas`."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from access.audit import AuditRecord
from alerts.alert import Alert
from alerts.disposition import Disposition
from manifests.contract import Manifest
from streams.delivering.dead_letters import DeadLetter
from streams.quarantine import Quarantined
from watchlist.entry import Entry

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What parties send, and what they read.
_SENT: dict[str, type[BaseModel]] = {
    "manifest-1": Manifest,
    "entry-1": Entry,
    "disposition-1": Disposition,
}
_READ: dict[str, type[BaseModel]] = {
    "alert-1": Alert,
    "audit-1": AuditRecord,
    "dead-letter-1": DeadLetter,
    "quarantine": Quarantined,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return each schema by the name of its file, without the ending."""
    sent = {name: _headed(model.model_json_schema()) for name, model in _SENT.items()}
    read = {
        name: _opened(_headed(model.model_json_schema(mode="serialization")))
        for name, model in _READ.items()
    }
    return sent | read


def written(schema: dict[str, Any]) -> str:
    """Return the text of a schema's file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def outdated(folder: Path) -> list[str]:
    """Return the names of the files in *folder* that are not what the models say."""
    wanted = {f"{name}.json": written(schema) for name, schema in schemas().items()}
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    return sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))


def write(folder: Path) -> None:
    """Bring *folder* to what the models say."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in outdated(folder):
        (folder / name).unlink(missing_ok=True)
    for name, schema in schemas().items():
        (folder / f"{name}.json").write_text(written(schema), encoding="utf-8")


def _headed(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DIALECT, **schema}


def _opened(schema: dict[str, Any]) -> dict[str, Any]:
    """Let readers accept fields they do not know: a contract grows by optional ones."""
    models = [schema, *schema.get("$defs", {}).values()]
    for model in models:
        model.pop("additionalProperties", None)
    return schema


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where a file is out of date.")
def main(*, check: bool) -> None:
    """Write docs/schemas anew from the models."""
    if not check:
        write(FOLDER)
        return
    stale = outdated(FOLDER)
    if stale:
        click.echo(f"docs/schemas: {', '.join(stale)} out of date; run `make schemas`", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
