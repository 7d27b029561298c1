"""`tocsin manifest push` checks what it is given before anything is sent; no broker is needed."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from streams.interchange_files import Interchanges
from streams.manifest_files import Document, documents
from tests.builders import manifest, manifest_json, passenger
from tests.conftest import Tocsin

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write manifests of two airlines into the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ua.json").write_bytes(manifest_json(manifest()))
    (tmp_path / "ba.json").write_bytes(manifest_json(manifest(sender="BA")))


def test_a_dry_run_shows_what_is_understood_and_needs_no_broker(tocsin: Tocsin) -> None:
    ran = tocsin("manifest", "push", "ua.json", "--airline", "UA", "--dry-run")
    assert ran.out.splitlines() == [
        "ua.json:1: UA0123/JFK-LHR/2100-11-24 full, 2 people",
        "1 manifest with 2 people would be sent",
    ]
    assert (ran.code, ran.err) == (0, "")


def test_each_bad_manifest_is_named_with_its_line_and_the_others_are_taken(
    tocsin: Tocsin, tmp_path: Path
) -> None:
    lines = [
        manifest_json(manifest("1")),
        b'{"schema": "manifest/1"',
        manifest_json(manifest("2", passenger("X"))).replace(b'"sender"', b'"sendr"'),
        manifest_json(manifest("3", sender="BA")),
        manifest_json(manifest("4", passenger("X"))),
    ]
    (tmp_path / "day.jsonl").write_bytes(b"\n".join(lines))
    ran = tocsin("manifest", "push", "day.jsonl", "ba.json", "--airline", "UA", "--dry-run")
    told = ran.err.splitlines()
    assert [one.split(" ")[0] for one in told[:-1]] == [
        "day.jsonl:2:", "day.jsonl:3:", "day.jsonl:4:", "ba.json:1:",
    ]  # fmt: skip
    assert "sender is 'BA' but the topic belongs to 'UA'" in told[2]
    assert ran.out.splitlines()[-1] == "2 manifests with 3 people would be sent"
    assert ran.code == 1


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b'{"a": 1}', ["1"], id="one object"),
        pytest.param(b'\n{"a": 1}\n\n{"b": 2}\n', ["2", "4"], id="lines, some blank"),
        pytest.param(b'\xef\xbb\xbf{\n "a": [\n {"b": 2}\n]\n}\n', ["1"], id="over many lines"),
        pytest.param(b'{"a": \n{"b": 2}\n', ["1: is not JSON", "2"], id="first line broken"),
        pytest.param(b'{"a": 1}\n7\n', ["1", "2: is not a JSON object"], id="a number"),
        pytest.param(b'{"a": 1}\n"\xff"\n', ["1", "2: is not UTF-8"], id="not UTF-8"),
        pytest.param(b'{\n "a" 1\n}', ["1: is not JSON"], id="broken over many lines"),
    ],
)
def test_every_object_of_a_file_is_found_with_its_line(content: bytes, found: list[str]) -> None:
    told = list(documents(io.BytesIO(content), "f", Interchanges("UA", NOW)))
    shown = [one.where if isinstance(one, Document) else str(one) for one in told]
    assert len(shown) == len(found)
    for one, wanted in zip(shown, found, strict=True):
        assert one.startswith(f"f:{wanted}")


def test_a_manifest_over_many_lines_is_sent_whole() -> None:
    content = b' {"a":\n\n 1}\n'
    (one,) = documents(io.BytesIO(content), "f", Interchanges("UA", NOW))
    assert one == Document("f:1", b'{"a":\n 1}')
