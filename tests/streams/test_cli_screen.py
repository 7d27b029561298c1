"""`tocsin screen`: a list and manifests, without Kafka; every row is judged as it was sent."""

import json
from pathlib import Path

import pytest

from tests.builders import LISTED, entry, manifest, manifest_json, passenger
from tests.conftest import Ran, Tocsin
from tests.manifests.messages import ADA, paxlst
from watchlist.entry import entry_json

FTM = {
    "id": "NK-1",
    "schema": "Person",
    "properties": {"name": [LISTED], "birthDate": ["1947-02-27"], "topics": ["crime.terror"]},
}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write lists and manifests into the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    rows = [entry("1"), entry("2", names=[{"full": "Nobody Else"}], birth_dates=[])]
    (tmp_path / "list.jsonl").write_bytes(b"\n".join(map(entry_json, rows)))
    (tmp_path / "ftm.json").write_text(json.dumps(FTM))
    update = {"function": "update", "sent_at": "2026-11-24T09:00:00Z"}
    pushes = [
        manifest("b", passenger("SMITH"), passenger(), passenger()),
        manifest("a", passenger(), **update),
        manifest("c", passenger(), function="cancel_passengers", sender="ZZ"),
    ]
    (tmp_path / "day.jsonl").write_bytes(b"\n".join(map(manifest_json, pushes)))


def screened(tocsin: Tocsin, *arguments: str, manifests: str = "day.jsonl") -> Ran:
    return tocsin("screen", "--manifests", manifests, "--watchlist", *arguments)


def test_each_row_is_judged_as_sent_in_the_order_of_the_file(tocsin: Tocsin) -> None:
    ran = screened(tocsin, "list.jsonl", "--json")
    hits = [json.loads(line) for line in ran.out.splitlines()]
    assert [(one["message_id"], one["passenger_index"], one["entry"]) for one in hits] == [
        ("b", 1, "interpol/1"),
        ("b", 2, "interpol/1"),
        ("a", 0, "interpol/1"),
        ("c", 0, "interpol/1"),
    ]
    assert set(hits[0]) == {"message_id", "passenger_index", "entry", "score", "explanation"}
    assert hits[0]["explanation"][0].keys() >= {"feature", "contribution", "passenger", "note"}
    assert ran.code == 0


@pytest.mark.parametrize(
    ("flags", "key"),
    [
        pytest.param((), "offline/NK-1", id="a list that does not say whose it is"),
        pytest.param(("--owner", "interpol"), "interpol/NK-1", id="an owner named"),
    ],
)
def test_any_list_format_will_do(tocsin: Tocsin, flags: tuple[str, ...], key: str) -> None:
    ran = screened(tocsin, "ftm.json", *flags, "--json")
    assert {json.loads(line)["entry"] for line in ran.out.splitlines()} == {key}


def test_rows_of_csv_keep_their_owner(tocsin: Tocsin, tmp_path: Path) -> None:
    rows = f"1,interpol,w,{LISTED},1947-02-27\n2,,w,{LISTED},1947-02-27\n"
    (tmp_path / "list.csv").write_text(f"id,owner,category,names,birth_dates\n{rows}")
    ran = screened(tocsin, "list.csv", "--json")
    assert {json.loads(line)["entry"] for line in ran.out.splitlines()} == {
        "interpol/1",
        "offline/2",
    }
    assert ran.code == 0


def test_a_passenger_list_in_edifact_is_screened_too(tocsin: Tocsin, tmp_path: Path) -> None:
    listed = ("NAD+FL+++AL TIKRITI:SABAWI IBRAHIM", "DTM+329:470227", "NAT+2+IRQ")
    (tmp_path / "paxlst.edi").write_bytes(paxlst(ADA, listed))
    ran = screened(tocsin, "list.jsonl", "--json", manifests="paxlst.edi")
    (hit,) = [json.loads(line) for line in ran.out.splitlines()]
    assert (hit["passenger_index"], hit["entry"]) == (1, "interpol/1")
    assert hit["message_id"] == "UA-REF1-1-20261124T0800"


def test_a_higher_score_may_be_asked_for(tocsin: Tocsin) -> None:
    ran = screened(tocsin, "list.jsonl", "--min-score", "1", "--json")
    assert (ran.code, ran.out) == (0, "")


def test_without_json_a_person_can_read_it(tocsin: Tocsin) -> None:
    ran = screened(tocsin, "list.jsonl")
    assert ran.out.startswith("b passenger 1:\n")
    assert "birth date: born the same day" in ran.out


def test_what_cannot_be_read_is_named_and_the_rest_is_screened(
    tocsin: Tocsin, tmp_path: Path
) -> None:
    good = (tmp_path / "day.jsonl").read_bytes()
    (tmp_path / "bad.jsonl").write_bytes(good + b'\n{"schema": "manifest/2"}\n')
    (tmp_path / "bad_list.jsonl").write_bytes(entry_json(entry("1")) + b"\n{}\n")
    ran = screened(tocsin, "bad_list.jsonl", "--json", manifests="bad.jsonl")
    told = ran.err.splitlines()
    assert [one.split(": ")[:2] for one in told[:2]] == [
        ["bad_list.jsonl", "line 2"],
        ["bad.jsonl:4", "schema"],
    ]
    assert told[2] == "tocsin: 2 left out; see above"
    assert (ran.code, ran.out.count("\n")) == (1, 4)
