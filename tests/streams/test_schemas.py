"""The published JSON Schemas say what the models say, and are up to date."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator
from pydantic import BaseModel, ValidationError

from alerts.alert import Alert
from alerts.ledger import payload
from manifests.contract import Manifest
from streams.quarantine import Quarantined, quarantined
from streams.receipts import canonical
from streams.record import Refused
from streams.schemas import FOLDER, main, outdated, schemas, write
from tests.builders import alert
from tests.manifests.building import (
    entry,
    entry_fields,
    manifest,
    manifest_fields,
    passenger_fields,
)
from tests.streams.handling import record
from watchlist.entry import Entry, entry_json

MODELS: dict[str, type[BaseModel]] = {
    "manifest-1": Manifest,
    "entry-1": Entry,
    "alert-1": Alert,
    "quarantine": Quarantined,
}
REFUSAL = Refused("empty", "the record has no value")


def validator(name: str) -> Validator:
    return Draft202012Validator(schemas()[name])


def taken_by_model(name: str, document: Any) -> bool:
    try:
        MODELS[name].model_validate_json(json.dumps(document))
    except ValidationError:
        return False
    return True


def test_files_are_up_to_date() -> None:
    assert outdated(FOLDER) == []


def test_check_fails_where_a_file_is_not(tmp_path: Path) -> None:
    write(tmp_path)
    assert outdated(tmp_path) == []
    (tmp_path / "entry-1.json").write_text("{}")
    (tmp_path / "manifest-1.json").unlink()
    (tmp_path / "stranger.json").write_text("{}")
    assert outdated(tmp_path) == ["entry-1.json", "manifest-1.json", "stranger.json"]
    write(tmp_path)
    assert outdated(tmp_path) == []


def test_command_checks_the_files_of_this_checkout() -> None:
    assert CliRunner().invoke(main, ["--check"]).exit_code == 0


@pytest.mark.parametrize("name", MODELS)
def test_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


FULL = manifest_fields(
    passenger_fields(
        passenger_id="7A1F",
        record_locator="W9TEND",
        role="transit",
        sex="M",
        nationality="IQ",
        documents=[{"type": "P", "number": "M1234567", "issuer": "IRQ", "expires": "2029-01-31"}],
        seat="12A",
        embark="JFK",
        debark="LHR",
        residence="IRQ",
        birth_place="TIKRIT",
        contact={"phone": "1", "email": "a@b"},
        biometrics=[],
    ),
    part={"number": 1, "last": False},
    revision=2,
    respond=False,
    extra={"any": ["thing"]},
    source="pnr",
)
LISTED = entry_fields(
    list="ftf",
    severity="high",
    names=[{"full": "A B", "surname": "B", "given_names": "A", "kind": "weak_alias"}],
    birth_dates=["1947-02", "1947"],
    sex="M",
    nationalities=["IRQ"],
    birth_places=["Tikrit"],
    documents=[{"type": "P", "number": "M1", "issuer": "IRQ", "status": "stolen"}],
    biometrics=[],
    instruction="Call",
    valid_from="2016-01-01",
    valid_until=None,
    sharing={"visible_to": ["*"], "hidden_from": ["uk-piu"], "redact": ["owner"]},
)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        pytest.param("manifest-1", FULL, id="manifest with everything"),
        pytest.param("manifest-1", manifest_fields({"surname": "A"}), id="manifest, least"),
        pytest.param("manifest-1", json.loads(canonical(manifest())), id="manifest, handed on"),
        pytest.param("entry-1", LISTED, id="entry with everything"),
        pytest.param("entry-1", json.loads(entry_json(entry())), id="entry, handed on"),
        pytest.param("alert-1", json.loads(payload(alert())), id="alert"),
        pytest.param(
            "quarantine", json.loads(quarantined(record(), REFUSAL).model_dump_json()), id="refusal"
        ),
    ],
)
def test_real_document_is_valid(name: str, document: dict[str, Any]) -> None:
    validator(name).validate(document)
    assert taken_by_model(name, document)


def changed(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a copy with the field at *path* changed; `...` takes it away."""
    copy = json.loads(json.dumps(document))
    *way, last = path.split(".")
    place = copy
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return dict(copy)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *(
            pytest.param(field, ..., id=f"no {field}")
            for field in ("schema", "message_id", "sender", "sent_at", "function", "flight")
        ),
        *(
            pytest.param(f"flight.{field}", ..., id=f"no {field}")
            for field in ("carrier", "number", "origin", "destination", "departure")
        ),
        pytest.param("passengers", ..., id="no passengers"),
        pytest.param("passengers.0.surname", ..., id="no surname"),
        pytest.param("schema", "manifest/2", id="other schema"),
        pytest.param("colour", 1, id="unknown field"),
        pytest.param("flight.gate", "B2", id="unknown field of flight"),
        pytest.param("passengers.0.age", 9, id="unknown field of passenger"),
        pytest.param("function", "delete", id="function"),
        pytest.param("source", "dcs", id="source"),
        pytest.param("revision", -1, id="negative revision"),
        pytest.param("part.number", 0, id="part zero"),
        pytest.param("message_id", "", id="empty message id"),
        pytest.param("flight.carrier", "united", id="carrier"),
        pytest.param("flight.number", "UA1", id="flight number"),
        pytest.param("flight.origin", "New York", id="airport"),
        pytest.param("flight.departure", "24.11.2026 18:30", id="departure"),
        pytest.param("passengers.0.birth_date", "27FEB47", id="birth date"),
        pytest.param("passengers.0.sex", "male", id="sex"),
        pytest.param("passengers.0.nationality", "Iraq", id="nationality"),
        pytest.param("passengers.0.documents.0.number", ..., id="no document number"),
        pytest.param("passengers.0.documents.0.expires", "soon", id="expiry"),
        pytest.param("passengers.0.biometrics", [1], id="biometrics"),
    ],
)
def test_bad_manifest_is_refused_by_schema_and_model(path: str, value: Any) -> None:
    document = changed(FULL, path, value)
    assert not validator("manifest-1").is_valid(document)
    assert not taken_by_model("manifest-1", document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *(
            pytest.param(field, ..., id=f"no {field}")
            for field in ("schema", "id", "owner", "category")
        ),
        pytest.param("schema", "entry/2", id="other schema"),
        pytest.param("age", 1, id="unknown field"),
        pytest.param("id", "a/b", id="id with a slash"),
        pytest.param("id", "a b", id="id with a blank"),
        pytest.param("owner", "inter pol", id="owner"),
        pytest.param("category", "Wanted Person", id="category"),
        pytest.param("severity", "urgent", id="severity"),
        pytest.param("names.0.full", ..., id="no full name"),
        pytest.param("names.0.kind", "nickname", id="kind of name"),
        pytest.param("birth_dates.0", "about 1947", id="birth date"),
        pytest.param("nationalities.0", "Iraq", id="nationality"),
        pytest.param("documents.0.number", "", id="empty number"),
        pytest.param("sharing.redact.0", "severity", id="redaction"),
        pytest.param("sharing.visible_to.0", "the uk", id="agency"),
    ],
)
def test_bad_entry_is_refused_by_schema_and_model(path: str, value: Any) -> None:
    lists = ("names", "birth_dates", "nationalities", "documents", "redact", "visible_to")
    at = path.rsplit(".", 1)
    document = (
        changed(LISTED, at[0], [value])
        if at[-1] == "0" and at[0].rsplit(".", 1)[-1] in lists
        else changed(LISTED, path, value)
    )
    assert not validator("entry-1").is_valid(document)
    assert not taken_by_model("entry-1", document)


def test_readers_need_not_refuse_fields_they_do_not_know() -> None:
    grown = {**json.loads(payload(alert())), "since": "2027"}
    assert validator("alert-1").is_valid(grown)


@pytest.mark.parametrize("field", ["alert_id", "version", "event", "score", "entry", "passenger"])
def test_readers_may_count_on_every_field(field: str) -> None:
    document = json.loads(payload(alert()))
    del document[field]
    assert not validator("alert-1").is_valid(document)
