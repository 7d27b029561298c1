"""Format `csv`: a header with our field names."""

import pytest

from tests.watchlist.list_files import Reads
from watchlist.entry import ListedDocument, Sharing
from watchlist.formats.rows import ListError, Terms

HEADER = "id,category,names,birth_dates,documents\n"


def test_every_column_lands_in_its_field(reads: Reads) -> None:
    header = (
        "id,owner,list,category,severity,names,aliases,weak_aliases,original_script,surname,"
        "given_names,birth_dates,sex,nationalities,birth_places,documents,instruction,"
        "valid_from,valid_until,visible_to,hidden_from,redact\n"
    )
    row = (
        "7,me,ftf,wanted,high,Jane Roe; J. Roe,Janet,JR,Джейн,Roe,Jane,1951;1952-03,F,"
        'iq; Germany,Tikrit,P:M123:IRQ:stolen;X9,"Call, now",2016-01-01,,*,aa,instruction\n'
    )
    entry = reads({"l.csv": header + row}).only
    assert [(name.full, name.kind) for name in entry.names] == [
        ("Jane Roe", "primary"),
        ("J. Roe", "alias"),
        ("Janet", "alias"),
        ("JR", "weak_alias"),
        ("Джейн", "original_script"),
    ]
    assert (entry.names[0].surname, entry.names[0].given_names) == ("Roe", "Jane")
    assert entry.birth_dates == ("1951", "1952-03")
    assert entry.nationalities == ("IRQ", "DEU")
    assert entry.documents == (
        ListedDocument(type="P", number="M123", issuer="IRQ", status="stolen"),
        ListedDocument(number="X9"),
    )
    assert (entry.list, entry.severity, entry.sex) == ("ftf", "high", "F")
    assert entry.instruction == "Call, now"
    assert str(entry.valid_from) == "2016-01-01"
    assert entry.sharing.visible_to == ("*",)
    assert entry.sharing.hidden_from == ("aa",)
    assert entry.sharing.redact == ("instruction",)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        pytest.param("id,naems\n", "did you mean 'names'", id="near match"),
        pytest.param("id,names,zzzzzz\n", "the columns are id, owner", id="nothing near"),
        pytest.param("id,names,id\n", "is there twice", id="doubled"),
        pytest.param("names,category\n", "no column 'id'", id="no id"),
    ],
)
def test_a_wrong_header_is_refused_at_once(reads: Reads, header: str, said: str) -> None:
    with pytest.raises(ListError, match=said):
        reads({"l.csv": header})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param("2,wanted,A,1951", "4 fields instead of 5", id="a field too few"),
        pytest.param('2,wanted,"A,1951,', "quote", id="a quote that never closes"),
        pytest.param("2,wanted,A,27.2.1951,", "write a date as", id="a date"),
        pytest.param("2,wanted,A,,a:b:c:d:e", "type:number:issuer:status", id="a document"),
        pytest.param("2,wanted,,,", "give at least one", id="nobody"),
    ],
)
def test_a_bad_row_costs_only_itself(reads: Reads, row: str, said: str) -> None:
    rows = f"{HEADER}1,wanted,First,,\n{row}\n3,wanted,Third,1951,\n4,wanted,Fourth,,\n"
    got = reads({"l.csv": rows})
    assert [entry.id for entry in got.entries] == ["1", "3", "4"]
    assert [bad.where for bad in got.bad] == ["line 3"]
    assert said in str(got.bad[0])


def test_a_quoted_field_may_span_lines_and_lines_stay_counted(reads: Reads) -> None:
    got = reads({"l.csv": f'{HEADER}1,wanted,"First\nPerson",,\n2,wanted,,,\n'})
    assert got.entries[0].names[0].full == "First\nPerson"
    assert got.bad[0].where == "line 4"


def test_two_broken_quotes_cost_two_rows(reads: Reads) -> None:
    rows = '1,w,"A,,\n2,w,B,,\n3,w,"C,,\n4,w,D,,\n'
    got = reads({"l.csv": HEADER + rows})
    assert [entry.id for entry in got.entries] == ["2", "4"]
    assert [bad.where for bad in got.bad] == ["line 2", "line 4"]


def test_an_unknown_country_keeps_the_person(reads: Reads) -> None:
    got = reads({"l.csv": "id,category,names,nationalities\n1,wanted,A,Atlantis;FR\n"})
    assert got.only.nationalities == ("FRA",)
    assert got.tally.left_out["unknown country 'ATLANTIS'"] == 1


def test_without_an_owner_a_row_keeps_its_own_and_the_others_have_none(reads: Reads) -> None:
    got = reads({"l.csv": "id,owner,category,names\n1,uk,w,A\n2,,w,B\n"}, Terms(owner=None))
    assert not got.bad
    assert [entry.owner for entry in got.entries] == ["uk", "offline"]


def test_terms_fill_missing_columns(reads: Reads) -> None:
    terms = Terms(owner="me", list_name="l", category="wanted", severity="low")
    entry = reads({"l.csv": "id,names\n1,A\n"}, terms).only
    assert (entry.owner, entry.list, entry.category, entry.severity) == ("me", "l", "wanted", "low")


def test_a_row_that_only_narrows_sharing_is_shared_as_the_list_is(reads: Reads) -> None:
    header = "id,category,names,visible_to,hidden_from,redact\n"
    rows = f"{header}1,w,A,,fr,\n2,w,B,,,documents\n3,w,C,uk,,\n"
    terms = Terms(owner="me", sharing=Sharing(visible_to=("*",)))
    narrowed, redacted, own = (one.sharing for one in reads({"l.csv": rows}, terms).entries)
    assert (narrowed.visible_to, narrowed.hidden_from) == (("*",), ("fr",))
    assert (redacted.visible_to, redacted.redact) == (("*",), ("documents",))
    assert own.visible_to == ("uk",)
