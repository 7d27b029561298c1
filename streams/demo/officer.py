"""Who may sign in to the demo's console: an officer and an operator, by keys made for this run."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from access.keys import KEY_BYTES, key_hash, new_key

_LIKELY = "uk-piu"  # most of what the demo's day brings is its
STAFF_NUMBER = "4711"


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    """Who it is, the key to sign in with, and the parties among whom it is in force.

    Beside it the key of the operator, who sees how the whole is.
    """

    agency: str
    key: str
    operators_key: str
    parties_file: Path


def demo_officer(parties_file: Path, folder: Path) -> DemoOfficer:
    """Return an officer whose keys are in force in a copy of *parties_file* in *folder*."""
    parties: dict[str, Any] = yaml.safe_load(parties_file.read_text(encoding="utf-8"))
    rows = parties["agencies"]
    row = next((one for one in rows if one["id"] == _LIKELY), rows[0])
    key, operators = (new_key(secrets.token_bytes(KEY_BYTES)) for _ in range(2))
    row["keys"] = [*row.get("keys", ()), {"hash": key_hash(key), "role": "admin"}]
    held = [{"hash": key_hash(operators), "role": "operator"}]
    desk = {"id": "demo-desk", "name": "The demo's operator", "keys": held}
    parties["operators"] = [*parties.get("operators", ()), desk]
    copy = folder / "parties.yaml"
    copy.write_text(yaml.safe_dump(parties, allow_unicode=True), encoding="utf-8")
    return DemoOfficer(row["id"], key, operators, copy)
