"""Every real message in ../shared is read as a person reads it, or refused for the right reason."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from manifests.contract import Manifest, Passenger
from manifests.reading import understood
from manifests.understanding import Understood

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "samples" / "messages"
EXPECTED: dict[str, dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "testdata" / "samples.yaml").read_text(encoding="utf-8"),
    yaml.BaseLoader,  # noqa: S506  # every value as it is written: no dates, no numbers
)

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the real messages in ../shared/samples/messages are not here"
)


def read(name: str) -> Understood:
    now = datetime(2026, 11, 24, 8, tzinfo=UTC)
    return understood((FOLDER / name).read_bytes(), received_at=now, sender="ZZ")


def test_every_sample_has_its_expected_values() -> None:
    there = {str(one.relative_to(FOLDER)) for one in FOLDER.rglob("*") if one.is_file()}
    assert there == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_gives_the_manifests_it_holds(name: str) -> None:
    found, wanted = read(name), EXPECTED[name].get("manifests", [])
    assert [one.flight.key for one in found.manifests] == [one["flight"] for one in wanted]
    for manifest, one in zip(found.manifests, wanted, strict=True):
        assert len(manifest.passengers) == int(one["people"])
        assert _said(manifest, one) == {key: one[key] for key in _said(manifest, one)}
        assert one.get("warned", "") in " ".join(manifest.warnings)
        for person in one["named"]:
            assert any(_is(passenger, person) for passenger in manifest.passengers), person


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_refused_only_where_it_holds_nothing(name: str) -> None:
    refused, wanted = read(name).refused, EXPECTED[name].get("refused")
    if wanted is None:
        assert refused == ()
    else:
        (one,) = refused
        assert wanted in one.reason


@pytest.mark.parametrize("name", [one for one in EXPECTED if "answers" in EXPECTED[one]])
def test_a_sample_gives_the_answers_it_holds(name: str) -> None:
    for answer, wanted in zip(read(name).answers, EXPECTED[name]["answers"], strict=True):
        assert f"{answer.carrier}{answer.number.zfill(4)}" == wanted["flight"]
        assert answer.document == wanted["document"]
        assert {one.passenger_id: one.code for one in answer.people} == wanted["verdicts"]


def _said(manifest: Manifest, wanted: dict[str, Any]) -> dict[str, Any]:
    part = manifest.part and [str(manifest.part.number), str(manifest.part.last).lower()]
    said = {
        "departure": manifest.flight.departure,
        "arrival": manifest.flight.arrival,
        "source": manifest.source,
        "function": manifest.function,
        "respond": str(manifest.respond).lower(),
        "part": part or "null",
        "revision": str(manifest.revision),
    }
    return {key: value for key, value in said.items() if key in wanted}


def _is(passenger: Passenger, wanted: dict[str, str]) -> bool:
    said = {**passenger.model_dump(), "document": None}
    if passenger.contact:
        said |= passenger.contact.model_dump()
    for one in passenger.documents or (None,):
        each = said | ({} if one is None else {**one.model_dump(), "document": one.number})
        if all((each[key] or "null") == value for key, value in wanted.items()):
            return True
    return False
