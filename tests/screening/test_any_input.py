"""Whatever is sent or listed, the contract refuses it or screening has a defined answer."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from config.problems import sentence
from manifests.contract import Passenger
from screening.asking import about, packed
from screening.asking import listed as as_listed
from screening.compiled.keyring import MAX_KEY
from screening.keys import entry_keys, passenger_keys
from screening.person import as_person
from screening.prepared import prepare_entry, prepare_passenger
from screening.ranking import ranked
from screening.score import compare
from tests.builders import entry
from tests.screening.anything import TEXTS
from tests.screening.beside import hits
from watchlist.entry import Entry

DAY = date(2026, 11, 24)
DOCUMENTS = st.lists(
    st.fixed_dictionaries({"number": TEXTS}, optional={"issuer": TEXTS | st.just("GB")}),
    max_size=2,
)
DATES = TEXTS | st.sampled_from(["1947", "1947-02", "1947-02-30", "1947-02-27", "0000", "9999-12"])
COUNTRIES = TEXTS | st.sampled_from(["D", "GB", "irq", " IRQ ", "XXX"])
PEOPLE = st.fixed_dictionaries(
    {"surname": TEXTS},
    optional={
        "given_names": TEXTS, "birth_date": DATES, "nationality": COUNTRIES, "birth_place": TEXTS,
        "sex": st.sampled_from("MFXU") | TEXTS, "documents": DOCUMENTS,
    },
)  # fmt: skip
KINDS = st.sampled_from(["primary", "alias", "weak_alias", "original_script"])
NAMES = st.fixed_dictionaries({"full": TEXTS}, optional={"kind": KINDS, "surname": TEXTS})
ENTRIES = st.fixed_dictionaries(
    {"names": st.lists(NAMES, max_size=3)},
    optional={
        "birth_dates": st.lists(DATES, max_size=2), "birth_places": st.lists(TEXTS, max_size=2),
        "nationalities": st.lists(COUNTRIES, max_size=2), "documents": DOCUMENTS,
    },
)  # fmt: skip
Made = TypeVar("Made", Passenger, Entry)
ANY = settings(suppress_health_check=[HealthCheck.too_slow], deadline=2_000, max_examples=150)


def accepted(fields: dict[str, Any]) -> Passenger:
    """Return the passenger with those of *fields* that the contract lets in."""
    good = {"surname": "X"}
    return _kept(Passenger.model_validate, good, fields)


def taken(fields: dict[str, Any]) -> Entry:
    """Return the entry with those of *fields* that the contract lets in."""
    return _kept(lambda known: entry(**known), {}, fields)


def _kept(
    make: Callable[[dict[str, Any]], Made], good: dict[str, Any], fields: dict[str, Any]
) -> Made:
    for name, value in fields.items():
        refused = None
        try:
            make({**good, name: value})
        except ValidationError as problem:
            refused = sentence(problem)
        if refused is None:
            good = {**good, name: value}
        else:
            assert refused.isprintable()
    return make(good)


@ANY
@given(PEOPLE, ENTRIES)
def test_what_the_contract_lets_in_is_compared_and_ranked(
    sent: dict[str, Any], fields: dict[str, Any]
) -> None:
    person, one = prepare_passenger(accepted(sent)), taken(fields)
    match = compare(person, prepare_entry(one))
    assert 0 <= match.score <= 1
    assert match.model_dump_json().encode()
    found = ranked(person, [one], asker=None, min_score=0, day=DAY)
    assert [each.entry for each in found] == [one]
    assert bool(hits(one, [person], DAY)) is (found[0].match.score >= 0.5)


@ANY
@given(PEOPLE, ENTRIES)
def test_what_the_contract_lets_in_has_keys_that_redis_can_hold(
    sent: dict[str, Any], fields: dict[str, Any]
) -> None:
    person, one = prepare_passenger(accepted(sent)), taken(fields)
    for key, rest in [*passenger_keys(person).items(), *entry_keys(prepare_entry(one)).items()]:
        assert key.isascii()
        assert not any(map(str.isspace, key))
        assert len(key) <= MAX_KEY
        assert 0 <= rest < 1 << 16
    for argument in as_listed(one):
        assert isinstance(argument, int | bytes) or argument.encode()
    assert packed(about([as_person(person)], "tocsin:7:"))


@ANY
@given(PEOPLE)
def test_whoever_is_listed_as_sent_is_found_and_is_likelier_than_a_stranger(
    sent: dict[str, Any],
) -> None:
    passenger = accepted(sent)
    person = prepare_passenger(passenger)
    same = prepare_entry(entry(names=[{"full": passenger.surname}], birth_dates=[]))
    other = prepare_entry(entry(names=[{"full": "Zzyzx QOPH"}], birth_dates=[]))
    alone = prepare_passenger(Passenger(surname=passenger.surname))
    if alone.name.readings:
        assert set(passenger_keys(alone)) & set(entry_keys(same))
    assert compare(alone, same).score >= compare(alone, other).score
    assert compare(person, same).model_dump_json()
