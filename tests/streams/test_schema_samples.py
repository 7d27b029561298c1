"""Random documents that the models take are valid by the published schemas."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from manifests.contract import Manifest
from streams.receipts import canonical
from streams.schemas import schemas
from tests.manifests.building import entry_fields, manifest_fields
from watchlist.entry import entry_json, parse_entry

MANIFEST, ENTRY = (Draft202012Validator(schemas()[name]) for name in ("manifest-1", "entry-1"))
TEXT = st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=8)
DATE = st.one_of(
    st.dates().map(lambda day: f"{day.year:04d}-{day.month:02d}-{day.day:02d}"),
    st.integers(1900, 2026).map(str),
)
PERSON = st.fixed_dictionaries(
    {"surname": TEXT},
    optional={
        "given_names": TEXT,
        "birth_date": DATE,
        "sex": st.sampled_from("MFXU"),
        "nationality": st.sampled_from(["IQ", "IRQ", "D", "XXA"]),
        "seat": st.none(),
        "documents": st.lists(st.fixed_dictionaries({"number": TEXT}), max_size=2),
    },
)
ENTRIES = st.fixed_dictionaries(
    {"names": st.lists(st.fixed_dictionaries({"full": TEXT}), min_size=1, max_size=2)},
    optional={
        "birth_dates": st.lists(DATE, max_size=2),
        "birth_places": st.lists(TEXT, max_size=2),
        "instruction": st.one_of(st.none(), TEXT),
        "severity": st.sampled_from(["low", "top"]),
    },
)


@given(st.lists(PERSON, min_size=1, max_size=3), st.sampled_from(["full", "update", "close"]))
def test_random_manifest_is_valid_as_sent_and_as_handed_on(
    people: list[dict[str, Any]], function: str
) -> None:
    document = manifest_fields(*people, function=function)
    MANIFEST.validate(document)
    MANIFEST.validate(json.loads(canonical(Manifest.model_validate(document))))


@given(ENTRIES)
def test_random_entry_is_valid_as_sent_and_as_handed_on(fields: dict[str, Any]) -> None:
    document = entry_fields(**fields)
    ENTRY.validate(document)
    ENTRY.validate(json.loads(entry_json(parse_entry(document))))
