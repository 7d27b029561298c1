"""Format `ftm`: FollowTheMoney entities, one a line."""

import json

import pytest

from tests.watchlist.list_files import Reads
from watchlist.entry import ListedDocument
from watchlist.formats.rows import ListError


def entity(entity_id: str, schema: str = "Person", /, **properties: list[str]) -> str:
    return json.dumps({"id": entity_id, "schema": schema, "properties": properties})


def test_a_person_becomes_an_entry(reads: Reads) -> None:
    row = json.loads(
        entity(
            "Q1",
            name=["Жанна Яш", "Jane Roe"],
            alias=["Janet Roe"],
            weakAlias=["JR"],
            birthDate=["1951-02-03", "1951"],
            nationality=["gb"],
            country=["fr"],
            gender=["female"],
            birthPlace=["Leeds"],
            passportNumber=["P1"],
            idNumber=["I1"],
            topics=["role.pep", "sanction", "crime.terror"],
        )
    )
    entry = reads({"e.json": json.dumps(row | {"caption": "Jane Roe"})}).only
    assert [(name.full, name.kind) for name in entry.names] == [
        ("Jane Roe", "primary"),
        ("Жанна Яш", "original_script"),
        ("Janet Roe", "alias"),
        ("JR", "weak_alias"),
    ]
    assert entry.birth_dates == ("1951-02-03", "1951")
    assert (entry.sex, entry.nationalities, entry.birth_places) == ("F", ("GBR",), ("Leeds",))
    assert [(one.type, one.number) for one in entry.documents] == [("P", "P1"), ("I", "I1")]
    assert (entry.id, entry.list, entry.category, entry.severity) == (
        "Q1",
        "ftm",
        "terrorism",
        "top",
    )


def test_numbers_of_tax_and_social_security_are_papers(reads: Reads) -> None:
    row = entity("Q1", name=["A"], taxNumber=["T1"], innCode=["T1"], socialSecurityNumber=["S1"])
    papers = reads({"e.json": row}).only.documents
    assert [(one.type, one.number) for one in papers] == [("TAX", "T1"), ("SSN", "S1")]


@pytest.mark.parametrize("before", [True, False], ids=["paper first", "paper last"])
def test_linked_papers_join_their_holder_wherever_they_stand(reads: Reads, *, before: bool) -> None:
    person = entity("Q1", name=["A"], passportNumber=["P1"])
    papers = [
        entity("p", "Passport", holder=["Q1"], number=["P1"], country=["iq"]),
        entity("i", "Identification", holder=["Q1"], number=["N2"], type=["National ID"]),
    ]
    lines = [*papers, person] if before else [person, *papers]
    got = reads({"e.json": "\n".join(lines)})
    assert got.only.documents == (
        ListedDocument(type="P", number="P1", issuer="IRQ"),
        ListedDocument(type="I", number="N2"),
    )
    assert got.tally.skipped == 0


def test_other_schemata_are_skipped_not_bad(reads: Reads) -> None:
    lines = [
        entity("o", "Organization", name=["Org"]),
        entity("v", "Vessel", name=["Ship"]),
        entity("l", "LegalEntity", name=["A firm"]),
        entity("u", "LegalEntity", name=["A person after all"], birthDate=["1950"]),
    ]
    got = reads({"e.json": "\n".join(lines)})
    assert got.only.id == "u"
    assert got.tally.skipped == 3


def test_country_stands_in_where_no_nationality_is_given(reads: Reads) -> None:
    got = reads({"e.json": entity("Q1", name=["A"], country=["xk", "suhh"])})
    assert got.only.nationalities == ("RKS",)
    assert got.tally.left_out["unknown country 'SUHH'"] == 1


def test_someone_beside_a_target_is_an_associate(reads: Reads) -> None:
    row = json.loads(entity("Q1", name=["A"])) | {"target": False}
    entry = reads({"e.json": json.dumps(row)}).only
    assert (entry.category, entry.severity) == ("associate", "low")


@pytest.mark.parametrize(
    ("line", "said", "known_id"),
    [
        pytest.param("{broken", "is not JSON", None, id="no JSON"),
        pytest.param(entity("Q2"), "give at least one", "Q2", id="no name"),
        pytest.param('{"id": "Q2"}', "no id, schema or properties", "Q2", id="no entity"),
        pytest.param(entity("a b", name=["A"]), "id:", "a b", id="an id with a space"),
        pytest.param(
            '{"op": "DEL", "entity": {"id": "Q2"}}', "is a change", None, id="a delta line"
        ),
    ],
)
def test_a_bad_line_costs_only_itself(
    reads: Reads, line: str, said: str, known_id: str | None
) -> None:
    lines = [entity("Q1", name=["A"]), line, entity("Q3", name=["C"])]
    got = reads({"e.json": "\n".join(lines)})
    assert [entry.id for entry in got.entries] == ["Q1", "Q3"]
    (bad,) = got.bad
    assert (bad.where, bad.id) == ("line 2", known_id)
    assert said in bad.problem


def test_a_delta_file_is_refused_with_what_to_do(reads: Reads) -> None:
    with pytest.raises(ListError, match=r"import the whole entities\.ftm\.json"):
        reads({"d.json": '{"op": "ADD", "entity": {}}'})
