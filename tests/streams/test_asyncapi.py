"""docs/asyncapi.json: every topic is in it, and everything that it names is there."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from access.parties import parties_of
from config.files import PartiesFile
from streams.asyncapi import FILE, asyncapi, written
from streams.schemas import FOLDER
from streams.topics import topic_names

PARTIES = parties_of(
    PartiesFile.model_validate(
        {
            "airlines": [{"id": "UA", "name": "United", "carriers": ["UA"]}],
            "agencies": [{"id": "uk-piu", "name": "UK", "jurisdiction": ["GB"]}],
        }
    )
)


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for one in node.values():
            yield from refs(one)
    elif isinstance(node, list):
        for one in node:
            yield from refs(one)


def test_file_says_what_the_contracts_say() -> None:
    assert FILE.read_text(encoding="utf-8") == written()


def test_every_topic_is_described() -> None:
    described = {one["address"] for one in asyncapi()["channels"].values()}
    real = {one.replace("{airline}", "UA").replace("{agency}", "uk-piu") for one in described}
    assert real == {*topic_names(PARTIES)}


@pytest.mark.parametrize("ref", sorted({*refs(asyncapi())}))
def test_every_reference_leads_somewhere(ref: str) -> None:
    where, _, path = ref.partition("#")
    found: Any = asyncapi() if not where else json.loads((FILE.parent / where).read_text())
    for step in [one for one in path.split("/") if one]:
        found = found[step]
    assert found


def test_every_schema_of_ours_is_used() -> None:
    used = {one.removeprefix("schemas/") for one in refs(asyncapi()) if one.startswith("schemas/")}
    assert used == {path.name for path in FOLDER.glob("*.json")}


def test_every_channel_is_sent_to_or_received_from() -> None:
    described = asyncapi()
    used = {one["channel"]["$ref"] for one in described["operations"].values()}
    assert used == {f"#/channels/{one}" for one in described["channels"]}
    assert {one["action"] for one in described["operations"].values()} == {"send", "receive"}


def test_parameters_are_those_of_the_address() -> None:
    for one in asyncapi()["channels"].values():
        named = {part.split("}")[0] for part in one["address"].split("{")[1:]}
        assert {*one.get("parameters", {})} == named
