"""Whom machine code reads as they are sent, it reads as everybody else is read."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from manifests.contract import Passenger
from screening.description import descriptions
from screening.keys import passenger_parts
from screening.lexicon import Words
from screening.names import MAX_TOKENS
from screening.packing import packed_person
from screening.person import as_persons, persons
from screening.prepared import prepare_passenger
from tests.screening.anything import TEXTS
from tests.screening.naming import NAMES

_SENT = st.text(alphabet="AaBbZz09 -'`.,/&", min_size=1, max_size=20)
_NUMBERS = st.sampled_from(
    ["X1234567", "x-123 4567", "0000000", "NA", "TBA1", "-", "A" * 41, "१२३", "1234567", "p-000001",
     "UNKNOWN", "CKLMNPRTV", "SPECXYZ24", "SPECXYZ4", "B0000006", "0123456789", "01234567890"]
)  # fmt: skip
_ANY = NAMES | _SENT | TEXTS
_DATES = st.sampled_from(["1970-01-31", "1970-01", "1970", "1850-12-01", "2150-06-15"])
_FIELDS = st.fixed_dictionaries(
    {"surname": _ANY},
    optional={
        "given_names": _ANY,
        "birth_date": _DATES,
        "nationality": st.sampled_from(["GBR", "D", "IRQ", "GBN", "XXX", "UNO"]),
        "sex": st.sampled_from("MFXU"),
        "birth_place": st.sampled_from(["Tikrit", "??", "東京"]),
        "documents": st.lists(st.fixed_dictionaries({"number": _NUMBERS | _SENT}), max_size=3),
    },
)
_PLAIN = {"surname": "O'BRIEN-SMITH", "given_names": "Mary Ann"}
descriptions([Passenger(**_PLAIN)])  # the first call reads what is compiled


def _passenger(fields: dict[str, Any]) -> Passenger | None:
    try:
        return Passenger.model_validate(fields)
    except ValidationError:
        return None


def _passengers(sent: list[dict[str, Any]]) -> list[Passenger]:
    return [one for one in map(_passenger, sent) if one is not None]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=2_000, max_examples=200)
@given(st.lists(_FIELDS, max_size=5))
@example([{"surname": "SMITH", "given_names": "JOHN ", "sex": "M", "birth_date": "1970"}])
@example([{"surname": "J", "given_names": "J K"}, {"surname": "a" * 37}, {"surname": "A" * 41}])
@example([{"surname": " ".join(f"N{one:c}" for one in range(65, 91))}, _PLAIN])
@example([{"surname": "ANNA", "given_names": "OMAR ANNA"}, {"surname": "FNU", "given_names": "LI"}])
@example([{"surname": "BENALI"}, {"surname": "VANDENBERG", "given_names": "BENJAMIN"}, _PLAIN])
@example([{"surname": "LIMR"}, {"surname": "LI", "given_names": "NAMS"}, {"surname": "SYED"}])
@example([{"surname": "L1", "given_names": "0SCAR 12"}, {"surname": "Müller"}, _PLAIN])
def test_people_are_read_in_machine_code_as_they_are_prepared(sent: list[dict[str, Any]]) -> None:
    people = _passengers(sent)
    prepared = list(map(prepare_passenger, people))
    for one, said in zip(prepared, descriptions(people), strict=True):
        if said is not None:
            assert said.packed == packed_person(one)
            assert said.parts == passenger_parts(one)
    assert [one[1:] for one in persons(people)] == [one[1:] for one in as_persons(prepared)]


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        pytest.param(_PLAIN, True, id="plain"),
        pytest.param({**_PLAIN, "documents": [{"number": "X1"}]}, True, id="document"),
        pytest.param({**_PLAIN, "birth_place": "Köln"}, True, id="place in another script"),
        pytest.param({"surname": "AL TIKRITI"}, False, id="particle"),
        pytest.param({"surname": "DOE", "given_names": "JOHNMR"}, False, id="title"),
        pytest.param({"surname": "DOEMR"}, False, id="title on all there is"),
        pytest.param({"surname": "VANDENBERG"}, False, id="glued particle"),
        pytest.param({"surname": "BENNETT", "given_names": "BENJAMIN"}, True, id="none is glued"),
        pytest.param({"surname": "MÜLLER"}, False, id="not in ASCII"),
        pytest.param({"surname": "D0E"}, False, id="digit among letters"),
        pytest.param({**_PLAIN, "documents": [{"number": "NONE"}]}, True, id="no document"),
    ],
)
def test_only_who_can_be_read_in_one_way_is_read_so(fields: dict[str, Any], read: bool) -> None:
    (said,) = descriptions([Passenger.model_validate(fields)])
    assert (said is not None) == read


def test_one_who_is_odd_keeps_nobody_else_from_being_read() -> None:
    people = _passengers([_PLAIN, {"surname": "MÜLLER"}, {"surname": "!"}, _PLAIN])
    assert [one is not None for one in descriptions(people)] == [True, False, False, True]


def test_full_lexicon_forgets_and_goes_on() -> None:
    few = Words(room=2_000)  # for some 20 words
    people = _passengers([{"surname": f"{a}{b}O{b}{a}"} for a in "BDFGKL" for b in "MNPRST"])
    for at in range(0, len(people), MAX_TOKENS):
        some = people[at:][:MAX_TOKENS]
        prepared = map(prepare_passenger, some)
        assert [one and one.packed for one in descriptions(some, few)] == [
            packed_person(one) for one in prepared
        ]
