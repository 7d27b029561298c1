"""May this person board: by rules in a file, on what the deciding agency may see, no name alone."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import config
from access.parties import AgencyId
from alerts.boarding import DecidedBefore, Person, Policy, Verdict, deciding, verdict
from alerts.suppression import Kind, Suppression, digest, stated
from config.boarding_file import AnsweringRow, BoardingFile, BoardingRule
from config.files import read_yaml
from manifests.contract import Flight
from screening.prepared import prepare_passenger
from tests.builders import FLIGHT, entry, passenger
from watchlist.entry import Entry
from watchlist.formats.categories import CLASSES, Class
from watchlist.sharing import view

DAY = date(2026, 11, 24)
DOCUMENT = {"number": "M1234567", "issuer": "IRQ"}
OURS = read_yaml(Path(config.__file__).with_name("boarding.yaml"), BoardingFile)
UK = AnsweringRow(agency="uk", arrivals=("GBR",), needs=("birth_date", "document"))
WHO = passenger(documents=[DOCUMENT])
STOLEN = entry("9", names=[], birth_dates=[], category="travel_document", documents=[DOCUMENT])


def said(
    *entries: Entry, file: BoardingFile = OURS, rows: tuple[AnsweringRow, ...] = (UK,), **who: Any
) -> Verdict:
    """Return the verdict on the listed person, or on who differs from them so."""
    sent = WHO.model_copy(update=who)
    person = Person(sent, prepare_passenger(sent), entries)
    return verdict(person, rows, Policy(file, min_score=0.5, day=DAY))


def test_person_whom_nothing_is_known_of_may_board() -> None:
    assert said() == Verdict("0Z")


@pytest.mark.parametrize(
    ("listed_as", "who", "code"),
    [
        pytest.param({}, {}, "1Z", id="wanted, by name and birth date"),
        pytest.param({"birth_dates": ["1947"]}, {}, "2Z", id="the year alone"),
        pytest.param({"birth_dates": []}, {}, "2Z", id="the name alone"),
        pytest.param(
            {"birth_dates": [], "documents": [DOCUMENT]}, {}, "1Z", id="by name and document"
        ),
        pytest.param({"severity": "medium"}, {}, "2Z", id="not severe enough"),
        pytest.param({"category": "sanctions"}, {}, "2Z", id="another category"),
        pytest.param({"category": "discreet_check"}, {}, "0Z", id="who is not to know of it"),
        pytest.param({"valid_until": "2026-11-23"}, {}, "0Z", id="no longer in force"),
        pytest.param({}, {"birth_date": None}, "4Z", id="no birth date"),
        pytest.param({}, {"documents": ()}, "1Z", id="no document, and wanted all the same"),
        pytest.param({"category": "sanctions"}, {"documents": ()}, "4Z", id="before an advisory"),
    ],
)
def test_what_an_entry_is_worth(listed_as: dict[str, Any], who: dict[str, Any], code: str) -> None:
    assert said(entry(**listed_as), **who).code == code


@pytest.mark.parametrize("listed_as", sorted(CLASSES))
def test_every_class_that_imports_set_is_looked_at_unless_it_says_nothing_against_anybody(
    listed_as: Class,
) -> None:
    category, severity = listed_as
    found = said(entry(category=category, severity=severity)).code
    assert (found == "0Z") is (category in ("politically_exposed", "associate"))


@pytest.mark.parametrize("category", ["terrorism", "wanted", "proliferation"])
def test_imported_terrorist_is_kept_from_boarding_but_not_by_a_name_alone(category: str) -> None:
    assert said(entry(category=category)).code == "1Z"
    assert said(entry(category=category, birth_dates=[])).code == "2Z"


def test_stolen_document_keeps_whoever_carries_it_from_boarding() -> None:
    found = said(STOLEN, surname="SMITH", given_names="JOHN", birth_date="1980-01-01")
    assert found.code == "1Z"
    (why,) = found.why
    assert why.startswith("uk: 1Z for interpol/9 (travel_document, high) at ")


def test_what_is_missing_is_named() -> None:
    unknown = passenger(documents=[{"number": "UNKNOWN"}]).documents
    found = said(birth_date=None, documents=unknown)
    assert (found.code, found.missing) == ("4Z", ("birth_date", "document"))


def test_withheld_owner_is_not_named() -> None:
    hidden = entry("QQ-1", sharing={"visible_to": ["*"], "redact": ["owner"]})
    assert "interpol" not in "".join(said(hidden).why)
    assert "QQ-1" not in "".join(said(hidden).why)


def test_strictest_of_the_deciding_agencies_counts_and_each_sees_its_own() -> None:
    fr = AnsweringRow(agency="fr", needs=("sex",))
    only_uk = entry(sharing={"visible_to": ["uk"]})
    assert said(only_uk, rows=(fr,)).code == "4Z"
    assert said(only_uk, rows=(fr, UK)).code == "1Z"
    assert said(only_uk, rows=()) == Verdict("0Z")


@pytest.mark.parametrize(
    ("flight", "who"),
    [
        pytest.param({}, ["uk-piu", "us-cbp"], id="out of one and into the other"),
        pytest.param({"origin": "CDG"}, ["uk-piu"], id="into one"),
        pytest.param({"origin": "LHR", "destination": "JNB"}, [], id="into none"),
        pytest.param({"origin": "QQQ", "destination": "QQX"}, [], id="unknown airports"),
    ],
)
def test_agencies_decide_by_country(flight: dict[str, str], who: list[str]) -> None:
    there: Flight = FLIGHT.model_copy(update=flight)
    assert [row.agency for row in deciding(there, OURS)] == who


def test_rule_that_would_keep_somebody_by_name_alone_is_refused() -> None:
    with pytest.raises(ValidationError, match="a name alone never keeps anybody"):
        BoardingRule(say="1Z", categories=("wanted_person",), min_score=0.99)


RULES = st.lists(
    st.builds(
        BoardingRule,
        say=st.just("1Z"),
        min_score=st.sampled_from([0.0, 0.9]),
        by=st.lists(st.sampled_from(["document", "birth_date"]), min_size=1, max_size=2),
        min_weight=st.sampled_from([0.0, 7.0]),
    )
    | st.just(BoardingRule(say="2Z")),
    max_size=3,
)
FILES = RULES.map(lambda rules: BoardingFile(rules=tuple(rules), answers=(UK,)))
SHARED = st.fixed_dictionaries(
    {
        "visible_to": st.lists(st.sampled_from(["*", "uk", "fr"]), max_size=2),
        "hidden_from": st.lists(st.sampled_from(["uk", "fr"]), max_size=1),
        "redact": st.lists(
            st.sampled_from(["documents", "birth_dates", "names", "owner"]), unique=True
        ),
    }
)
ENTRIES = st.builds(
    lambda number, sharing, **fields: entry(f"{number}", sharing=sharing, **fields),
    st.integers(1, 10**6),
    SHARED,
    owner=st.sampled_from(["interpol", "fr"]),
    category=st.sampled_from(["wanted_person", "sanctions"]),
    severity=st.sampled_from(["low", "top"]),
    birth_dates=st.sampled_from([[], ["1947"], ["1947-02-27"], ["1931-07-13"]]),
    documents=st.sampled_from([[], [DOCUMENT], [{"number": "M1234568"}]]),
)
PEOPLE = st.fixed_dictionaries(
    {
        "birth_date": st.sampled_from([None, "1947", "1947-02-27"]),
        "documents": st.sampled_from([(), WHO.documents]),
        "sex": st.sampled_from([None, "M"]),
    }
)


@settings(max_examples=150, deadline=None)
@given(FILES, st.lists(ENTRIES, max_size=3), PEOPLE)
def test_name_alone_never_keeps_anybody_from_boarding(
    file: BoardingFile, entries: list[Entry], who: dict[str, Any]
) -> None:
    nameless = {**who, "birth_date": None, "documents": ()}
    assert said(*entries, file=file, **nameless).code != "1Z"
    bare = [one.model_copy(update={"birth_dates": (), "documents": ()}) for one in entries]
    assert said(*bare, file=file, **who).code != "1Z"


@settings(max_examples=150, deadline=None)
@given(FILES, st.lists(ENTRIES, max_size=4), PEOPLE)
def test_entry_hidden_from_the_deciding_agency_changes_nothing(
    file: BoardingFile, entries: list[Entry], who: dict[str, Any]
) -> None:
    visible = [one for one in entries if view(one, UK.agency) is not None]  # type: ignore[arg-type]
    assert said(*entries, file=file, **who) == said(*visible, file=file, **who)


@settings(max_examples=150, deadline=None)
@given(FILES, ENTRIES, PEOPLE)
def test_redacted_field_is_as_one_that_was_never_there(
    file: BoardingFile, one: Entry, who: dict[str, Any]
) -> None:
    seen = view(one, UK.agency)  # type: ignore[arg-type]
    left = [] if seen is None else [seen.entry]
    assert said(one, file=file, **who) == said(*left, file=file, **who)


NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECRET = b"s" * 32


def decided(kind: Kind, listed_as: Entry, agency: str = "uk", **more: Any) -> Suppression:
    """Return what *agency* decided about the listed person of FLIGHT."""
    seen = view(listed_as, AgencyId(agency))
    assert seen is not None
    known: dict[str, Any] = {
        "id": "ab" * 16,
        "kind": kind,
        "agency": agency,
        "entry": listed_as.key,
        "view": digest(seen, agency, SECRET),
        "stated": tuple(sorted(stated(WHO, agency, listed_as.key, SECRET))),
        "flight": FLIGHT.key,
        "alert_id": "cd" * 16,
        "by": "7",
        "at": "2026-11-24T08:00:00Z",
        "until": "2026-12-24T08:00:00Z",
        "source": "dispositions.uk/0/1",
    }
    return Suppression(**{**known, **more})


def said_after(decision: Suppression, *entries: Entry, **who: Any) -> str:
    """Return the code that the listed person is given after *decision*."""
    sent = WHO.model_copy(update=who)
    before = DecidedBefore(FLIGHT.key, NOW, SECRET, {decision.entry: (decision,)})
    policy = Policy(OURS, min_score=0.5, day=DAY, decided=before)
    person = Person(sent, prepare_passenger(sent), entries)
    return verdict(person, (UK,), policy).code


@pytest.mark.parametrize(
    ("kind", "listed_as", "more", "who", "code"),
    [
        pytest.param("not_the_same_person", {}, {}, {}, "0Z", id="not the same person"),
        pytest.param("dismissed", {"severity": "top"}, {}, {}, "0Z", id="nor where it is top"),
        pytest.param(
            "dismissed", {"severity": "top"}, {"flight": "UA0001/JFK-LHR/2026-11-24"}, {}, "1Z",
            id="top, of another flight",
        ),
        pytest.param("not_the_same_person", {}, {"agency": "fr"}, {}, "1Z", id="another agency"),
        pytest.param(
            "not_the_same_person", {}, {"until": "2026-11-24T08:59:00Z"}, {}, "1Z", id="over"
        ),
        pytest.param(
            "not_the_same_person", {}, {}, {"birth_place": "TIKRIT"}, "1Z", id="new data"
        ),
        pytest.param("confirmed", {"severity": "medium"}, {}, {}, "1Z", id="confirmed"),
        pytest.param("confirmed", {"birth_dates": []}, {}, {}, "2Z", id="by the name alone"),
        pytest.param("confirmed", {"category": "discreet_check"}, {}, {}, "0Z", id="discreet"),
        pytest.param(
            "confirmed", {"severity": "medium"}, {"flight": "UA0001/JFK-LHR/2026-11-24"}, {}, "2Z",
            id="confirmed on another flight",
        ),
    ],
)  # fmt: skip
def test_decision_of_the_answering_agency_counts(
    kind: Kind, listed_as: dict[str, Any], more: dict[str, Any], who: dict[str, Any], code: str
) -> None:
    one = entry(**listed_as)
    assert said_after(decided(kind, one, **more), one, **who) == code


def test_decision_on_one_entry_leaves_the_other() -> None:
    assert said_after(decided("not_the_same_person", entry()), entry(), STOLEN) == "1Z"


@pytest.mark.parametrize(("later", "code"), [("confirmed", "1Z"), ("not_the_same_person", "0Z")])
def test_newest_decision_on_the_flight_counts(later: Kind, code: str) -> None:
    one = entry()
    kinds: tuple[Kind, Kind] = ("confirmed", "not_the_same_person")
    both = tuple(
        decided(kind, one, id=f"{place:032x}", at=f"2026-11-24T08:0{int(kind == later)}:00Z")
        for place, kind in enumerate(kinds)
    )
    before = DecidedBefore(FLIGHT.key, NOW, SECRET, {one.key: both})
    policy = Policy(OURS, min_score=0.5, day=DAY, decided=before)
    person = Person(WHO, prepare_passenger(WHO), [one])
    assert verdict(person, (UK,), policy).code == code


def test_confirmed_on_this_flight_stays_so_whatever_is_said_later_on_another() -> None:
    one, other = entry(), "UA0001/JFK-LHR/2026-11-24"
    both = (
        decided("confirmed", one, id="a" * 32, at="2026-11-24T08:00:00Z"),
        decided("not_the_same_person", one, id="b" * 32, at="2026-11-24T08:01:00Z", flight=other),
    )
    before = DecidedBefore(FLIGHT.key, NOW, SECRET, {one.key: both})
    policy = Policy(OURS, min_score=0.5, day=DAY, decided=before)
    person = Person(WHO, prepare_passenger(WHO), [one])
    assert verdict(person, (UK,), policy).code == "1Z"
