"""API keys: whose they are, and that what is kept of them gives nothing away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.keys import KEY_BYTES, holder_of, key_hash, new_key
from access.parties import Airline, AirlineId
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
