"""Format `entry`: our own JSON lines."""

import json
from pathlib import Path

import pytest

from tests.watchlist.list_files import Reads
from watchlist.entry import Sharing, entry_json
from watchlist.formats.rows import Terms


def line(**changes: object) -> str:
    """Return one entry of `me` as a line; None leaves a field out."""
    row: dict[str, object] = {
        "schema": "entry/1",
        "id": "1",
        "owner": "me",
        "category": "wanted",
        "names": [{"full": "Jane Roe"}],
    } | changes
    return json.dumps({name: value for name, value in row.items() if value is not None})


def test_a_bad_row_says_where_and_the_good_ones_go_on(reads: Reads) -> None:
    got = reads({"l.jsonl": "\n".join([line(id="1"), "", "{oops", line(id="3")])})
    assert [entry.id for entry in got.entries] == ["1", "3"]
    assert [row.where for row in got.bad] == ["line 3"]
    assert "write one whole JSON object on each line" in str(got.bad[0])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(line(owner="other"), "owner is 'other'", id="another's entry"),
        pytest.param(line(severty="high"), "did you mean 'severity'", id="misspelt field"),
        pytest.param(line(names=None), "give at least one", id="nobody"),
        pytest.param(line(birth_dates=["27.2.1947"]), "write a date as", id="a date"),
        pytest.param(line(nationalities=["Iraq"]), "write an ISO 3166", id="a country"),
        pytest.param(line(category=None), "required and missing", id="a missing field"),
        pytest.param(f'{{"id": {"1" * 5000}}}', "write it as text", id="an endless number"),
        pytest.param(line(valid_until=1798675200), "write a day as", id="seconds for a day"),
        pytest.param(line(valid_from="1798675200"), "write a day as", id="as a text"),
        pytest.param("[]", "is not a JSON object", id="an array"),
        pytest.param('{"a": ' * 100_000, "nested too deeply", id="nested without end"),
    ],
)
def test_each_fault_has_its_sentence(reads: Reads, row: str, said: str) -> None:
    got = reads({"l.jsonl": f"{line(id='ok', list='a')}\n{row}\n"})
    assert [entry.id for entry in got.entries] == ["ok"]
    assert said in str(got.bad[0])
    assert str(got.bad[0]).startswith("line 2: ")


def test_rows_keep_their_own_lists_unless_one_is_asked_for(reads: Reads) -> None:
    rows = f"{line(id='1', list='a')}\n{line(id='2', list='b')}\n"
    assert [entry.list for entry in reads({"l.jsonl": rows}).entries] == ["a", "b"]
    one = reads({"l.jsonl": rows}, Terms(owner="me", list_name="a"))
    assert [entry.id for entry in one.entries] == ["1"]
    assert "list is 'b' but the import is of 'a'" in str(one.bad[0])


def test_no_sentence_repeats_what_the_row_says_of_a_person(reads: Reads) -> None:
    row = line(id="2", names=[{"full": "Secret Person", "kind": "x"}], birth_dates=["1 Jan 51"])
    got = reads({"l.jsonl": f"{line()}\n{row}\n"})
    assert "Secret" not in str(got.bad[0])
    assert "51" not in str(got.bad[0])


def test_a_line_that_is_not_utf8_is_one_bad_row(reads: Reads) -> None:
    got = reads({"l.jsonl": line().encode() + b'\n{"id": "\xff"}\n' + line(id="3").encode()})
    assert [entry.id for entry in got.entries] == ["1", "3"]
    assert "UTF-8" in str(got.bad[0])


def test_a_doubled_id_keeps_the_first_row(reads: Reads) -> None:
    second = line(names=[{"full": "Other"}])
    got = reads({"l.jsonl": f"{line()}\n{second}\n"})
    assert got.entries[0].names[0].full == "Jane Roe"
    assert [(row.where, row.id) for row in got.bad] == [("line 2", "1")]


def test_terms_fill_what_rows_leave_out_and_no_more(reads: Reads) -> None:
    wide = Sharing(visible_to=("*",))
    terms = Terms(owner="me", list_name="l", category="x", severity="top", sharing=wide)
    own = {"visible_to": ["uk"], "hidden_from": [], "redact": []}
    speaks = line(id="2", severity="low", sharing=own)
    got = reads({"l.jsonl": f"{line(category=None)}\n{speaks}\n"}, terms)
    silent, spoken = got.entries
    assert (silent.list, silent.category, silent.severity) == ("l", "x", "top")
    assert silent.sharing == wide
    assert (spoken.category, spoken.severity) == ("wanted", "low")
    assert spoken.sharing.visible_to == ("uk",)


@pytest.mark.parametrize(
    ("said", "seen_by"),
    [
        pytest.param({"hidden_from": ["fr"]}, ("*",), id="only narrowed"),
        pytest.param(
            {"visible_to": [], "redact": ["documents"]}, (), id="nobody, in so many words"
        ),
    ],
)
def test_sharing_without_a_word_on_who_may_see_it_takes_that_of_the_terms(
    reads: Reads, said: dict[str, list[str]], seen_by: tuple[str, ...]
) -> None:
    terms = Terms(owner="me", sharing=Sharing(visible_to=("*",)))
    assert reads({"l.jsonl": line(sharing=said)}, terms).only.sharing.visible_to == seen_by


def test_without_an_owner_every_row_keeps_its_own(reads: Reads) -> None:
    rows = f"{line(list='a')}\n{line(owner='other', list='b')}\n"
    got = reads({"l.jsonl": rows}, Terms(owner=None))
    assert [entry.key for entry in got.entries] == ["me/1", "other/1"]
    assert not got.bad


def test_what_we_write_is_what_we_read(reads: Reads, tmp_path: Path) -> None:
    entry = reads({"a.jsonl": line(sex="F", birth_dates=["1951"], nationalities=["GB"])}).only
    again = reads({"b.jsonl": entry_json(entry)}).only
    assert again == entry


def test_a_byte_order_mark_and_the_bytes_read(reads: Reads) -> None:
    content = b"\xef\xbb\xbf" + line().encode() + b"\r\n"
    got = reads({"l.jsonl": content})
    assert got.only.id == "1"
    assert got.tally.bytes_read == len(content)
