"""API keys: whose they are, and that what is kept of them gives nothing away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.caller import operator
from access.keys import KEY_BYTES, caller_with, holder_of, key_hash, new_key, operator_with
from access.parties import Airline, AirlineId, parties_of
from config.files import PartiesFile

RANDOM = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
UA, BA = AirlineId("UA"), AirlineId("BA")


def airline(name: AirlineId, *keys: str) -> Airline:
    return Airline(name, frozenset({name}), frozenset(map(key_hash, keys)))


@given(RANDOM, RANDOM)
def test_key_leads_to_its_airline_alone(first: bytes, second: bytes) -> None:
    one, other = new_key(first), new_key(second)
    airlines = [airline(UA, one), airline(BA, "another")]
    assert holder_of(one, airlines) == UA
    assert (holder_of(other, airlines) == UA) is (first == second)


def test_both_keys_count_while_one_replaces_the_other() -> None:
    airlines = [airline(UA, "old", "new"), airline(BA)]
    assert [holder_of(one, airlines) for one in ("old", "new", "")] == [UA, UA, None]


@given(st.text())
def test_hash_itself_is_no_key(sent: str) -> None:
    held = airline(UA, "secret")
    assert holder_of(key_hash("secret"), [held]) is None
    assert (holder_of(sent, [held]) == UA) is (sent == "secret")


def test_key_of_too_little_chance_is_not_made() -> None:
    with pytest.raises(ValueError, match="32 random bytes"):
        new_key(b"short")


def test_one_key_of_two_airlines_is_refused() -> None:
    rows = [
        {"id": one, "name": one, "carriers": [one], "keys": [key_hash("k")]} for one in (UA, BA)
    ]
    with pytest.raises(ValueError, match="listed twice"):
        PartiesFile.model_validate({"airlines": rows, "agencies": []})


def agency(name: str, *keys: tuple[str, str], issuer: str | None = None) -> dict[str, object]:
    rows = [{"hash": key_hash(key), "role": role} for key, role in keys]
    oidc = {"oidc": {"issuer": issuer}} if issuer else {}
    return {"id": name, "name": name, "jurisdiction": ["*"], "keys": rows, **oidc}


def test_key_of_an_agency_says_for_whom_and_in_which_role() -> None:
    rows = [agency("uk", ("one", "officer"), ("two", "admin")), agency("fr", ("three", "analyst"))]
    file = PartiesFile.model_validate({"airlines": [], "agencies": rows})
    agencies = tuple(parties_of(file).agencies.values())
    found = [caller_with(one, agencies) for one in ("one", "two", "three")]
    assert [(one.agency, one.role) for one in found if one] == [
        ("uk", "officer"),
        ("uk", "admin"),
        ("fr", "analyst"),
    ]
    assert found[0] is not None
    assert found[0].subject == f"key:{key_hash('one')[7:15]}"
    assert caller_with("four", agencies) is None
    assert caller_with(key_hash("one"), agencies) is None


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([agency("uk", ("k", "officer")), agency("fr", ("k", "admin"))], "listed twice"),
        ([agency("uk", ("of UA", "officer"))], "listed twice"),
        (
            [agency("uk", issuer="https://a.example"), agency("fr", issuer="https://a.example")],
            "listed twice",
        ),
        ([agency("uk", ("k", "operator"))], "officer"),
        ([agency("uk", issuer="http://login.example")], "https"),
        ([agency("uk", issuer="https://me:secret@login.example")], "more than host and path"),
        ([agency("uk", issuer="login.example")], "https"),
    ],
)
def test_agencies_who_could_be_mistaken_are_refused(
    rows: list[dict[str, object]], why: str
) -> None:
    airline_row = {"id": "UA", "name": "U", "carriers": ["UA"], "keys": [key_hash("of UA")]}
    with pytest.raises(ValueError, match=why):
        PartiesFile.model_validate({"airlines": [airline_row], "agencies": rows})


def test_key_of_an_operator_speaks_for_the_installation_and_for_no_agency() -> None:
    row = {"id": "desk", "name": "Desk", "keys": [{"hash": key_hash("o")}]}
    rows = {"airlines": [], "agencies": [agency("uk", ("one", "admin"))], "operators": [row]}
    found = parties_of(PartiesFile.model_validate(rows))
    operators, agencies = tuple(found.operators.values()), tuple(found.agencies.values())
    assert operator_with("o", operators) == operator(f"desk/key:{key_hash('o')[7:15]}")
    assert caller_with("o", agencies) is None
    assert operator_with("one", operators) is None
    assert operator_with(key_hash("o"), operators) is None


def test_key_of_an_operator_is_nobody_elses() -> None:
    row = {"id": "desk", "name": "Desk", "keys": [{"hash": key_hash("k")}]}
    rows = {"airlines": [], "agencies": [agency("uk", ("k", "admin"))], "operators": [row]}
    with pytest.raises(ValueError, match="listed twice"):
        PartiesFile.model_validate(rows)
