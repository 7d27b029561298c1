"""A manifest is taken as the contract says, or refused with a sentence that gives nothing away."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from config.problems import sentence
from manifests.contract import Manifest, Passenger
from tests.manifests.building import DAY, flight_fields, manifest, manifest_fields, passenger_fields

SECRET = "ZZSECRETZZ"


def refused(fields: object) -> str:
    """Return the sentence with which the manifest is refused."""
    with pytest.raises(ValidationError) as caught:
        Manifest.model_validate_json(fields if isinstance(fields, str) else json.dumps(fields))
    return sentence(caught.value)


def one(**changes: Any) -> dict[str, Any]:
    return manifest_fields(passenger_fields(**changes))


def of_flight(**changes: Any) -> dict[str, Any]:
    return manifest_fields(passenger_fields(), flight=changes)


BAD = [
    pytest.param({**one(), "schema": "manifest/2"}, "schema", "manifest/1", id="other schema"),
    pytest.param({**one(), SECRET: 1}, SECRET, "not a field", id="unknown field"),
    pytest.param(one(colour=SECRET), "passengers.0.colour", "not a field", id="unknown of person"),
    pytest.param({**one(), "function": SECRET}, "function", "should be 'full'", id="function"),
    pytest.param({**one(), "source": SECRET}, "source", "should be 'api'", id="source"),
    pytest.param(
        {key: value for key, value in one().items() if key != "message_id"},
        "message_id",
        "is required and missing",
        id="no message_id",
    ),
    pytest.param({**one(), "message_id": ""}, "message_id", "at least 1", id="empty message_id"),
    pytest.param({**one(), "sent_at": SECRET}, "sent_at", "valid datetime", id="no time"),
    pytest.param(
        {**one(), "sent_at": "2026-11-24T08:00:00"}, "sent_at", "time zone", id="sent without zone"
    ),
    pytest.param(
        {**one(), "sent_at": "9999-12-31T23:59:59-12:00"}, "sent_at", "the year", id="sent in 9999"
    ),
    pytest.param({**one(), "revision": -1}, "revision", "greater than", id="negative revision"),
    pytest.param({**one(), "revision": 10**9}, "revision", "less than", id="revision unsortable"),
    pytest.param(
        {**one(), "part": {"number": 0, "last": True}}, "part.number", "greater", id="part zero"
    ),
    pytest.param({**one(), "part": {"number": 1}}, "part.last", "missing", id="part without last"),
    pytest.param(
        {**one(), "extra": SECRET}, "extra", "should be keys with values", id="extra a text"
    ),
    pytest.param(
        manifest_fields(function="update"), "the document", "names no passengers", id="empty update"
    ),
    pytest.param(
        manifest_fields(function="cancel_passengers"),
        "the document",
        "names no passengers",
        id="empty cancellation",
    ),
    pytest.param({**one(), "passengers": SECRET}, "passengers", "should be a list", id="no list"),
    pytest.param(manifest_fields({}), "passengers.0.surname", "missing", id="no surname"),
    pytest.param(
        one(documents=[{"number": SECRET}] * 51),
        "the document",
        "passengers.0 has 51 documents; a person has 50 at most",
        id="more documents than anybody has",
    ),
    pytest.param(one(surname=" "), "passengers.0.surname", "at least 1", id="blank surname"),
    pytest.param(one(sex=SECRET), "passengers.0.sex", "should be 'M'", id="sex"),
    pytest.param(one(role=SECRET), "passengers.0.role", "should be 'passenger'", id="role"),
    pytest.param(one(nationality=SECRET), "passengers.0.nationality", "ISO 3166", id="nationality"),
    pytest.param(one(birth_date=SECRET), "passengers.0.birth_date", "write a date", id="no date"),
    pytest.param(
        one(birth_date="1947-02-30"), "passengers.0.birth_date", "no such day", id="30 February"
    ),
    pytest.param(
        one(birth_date="1947-W09-4"), "passengers.0.birth_date", "write a date", id="day of a week"
    ),
    pytest.param(
        one(birth_date="27/02/1947"), "passengers.0.birth_date", "1947-02-27", id="other order"
    ),
    pytest.param(
        one(embark="lhr"), "passengers.0.embark", "such as LHR", id="airport in lower case"
    ),
    pytest.param(
        one(documents=[{"issuer": "GBR"}]), "documents.0.number", "missing", id="no number"
    ),
    pytest.param(one(biometrics=[SECRET]), "biometrics", "at most 0", id="biometrics reserved"),
    pytest.param(one(contact={"fax": SECRET}), "contact.fax", "not a field", id="contact by fax"),
    pytest.param(of_flight(carrier="U"), "flight.carrier", "such as UA", id="carrier of one"),
    pytest.param(of_flight(number="12345"), "flight.number", "as 123", id="number of five"),
    pytest.param(of_flight(number="\u0661\u0662"), "flight.number", "as 123", id="arabic digits"),
    pytest.param(of_flight(origin="JFKX"), "flight.origin", "such as LHR", id="airport of four"),
    pytest.param(of_flight(departure=SECRET), "departure", "write a time as", id="no departure"),
    pytest.param(
        of_flight(departure="2026-11-24T25:00"), "departure", "no such time", id="hour 25"
    ),
    pytest.param(of_flight(departure="9999-12-31T23:00"), "departure", "the year", id="9999"),
    pytest.param(of_flight(arrival="0001-01-01T00:00"), "arrival", "the year", id="year 1"),
    pytest.param("[1, 2]", "the document", "should be keys", id="a list"),
    pytest.param(f'{{"surname": "{SECRET}', "the document", "Invalid JSON", id="cut off"),
    pytest.param(f"surname;{SECRET}", "the document", "Invalid JSON", id="CSV"),
    pytest.param('{"extra": ' + "[" * 5000, "the document", "Invalid JSON", id="nested too deep"),
]


@pytest.mark.parametrize(("fields", "where", "what"), BAD)
def test_bad_manifest_is_refused_with_a_sentence(fields: object, where: str, what: str) -> None:
    told = refused(fields)
    assert where in told.partition(": ")[0]
    assert what in told


@pytest.mark.parametrize(("fields", "where", "what"), BAD)
def test_sentence_does_not_repeat_the_value(fields: object, where: str, what: str) -> None:
    assert SECRET not in refused(fields).replace(where, "")


def test_surname_alone_is_enough() -> None:
    assert Passenger(surname="SUHARTO").role == "passenger"


def test_manifest_may_be_empty_where_the_flight_is_cancelled() -> None:
    assert manifest(function="cancel_flight").passengers == ()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        pytest.param("IQ", "IRQ", id="alpha-2"),
        pytest.param("irq", "IRQ", id="lower case"),
        pytest.param("D", "DEU", id="as Germany prints it"),
        pytest.param("XK", "RKS", id="Kosovo"),
        pytest.param("XXA", "XXA", id="stateless"),
    ],
)
def test_nationality_becomes_the_icao_code(written: str, code: str) -> None:
    assert Passenger(surname="A", nationality=written).nationality == code


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        pytest.param({}, "UA0123/JFK-LHR/2026-11-24", id="padded to four"),
        pytest.param({"number": "7"}, "UA0007/JFK-LHR/2026-11-24", id="one digit"),
        pytest.param({"number": "0123"}, "UA0123/JFK-LHR/2026-11-24", id="already padded"),
        pytest.param({"number": "123A"}, "UA0123A/JFK-LHR/2026-11-24", id="suffix kept"),
        pytest.param({"number": "1234Z"}, "UA1234Z/JFK-LHR/2026-11-24", id="four and suffix"),
        pytest.param(
            {"departure": "2026-11-25T00:10", "scheduled_date": "2026-11-24"},
            "UA0123/JFK-LHR/2026-11-24",
            id="moved past midnight, key kept",
        ),
        pytest.param(
            {"departure": "2026-11-24T23:30-05:00"},
            "UA0123/JFK-LHR/2026-11-24",
            id="day as written, not in UTC",
        ),
    ],
)
def test_flight_key(changes: dict[str, str], key: str) -> None:
    fields = flight_fields(departure="2026-11-24T18:30", arrival=None) | changes
    assert manifest(flight=fields, function="cancel_flight").flight.key == key


def test_order_compares_instants_and_not_their_spelling() -> None:
    early = manifest(sent_at="2026-11-24T10:00:00+02:00", function="cancel_flight")
    late = manifest(sent_at="2026-11-24T08:00:00.5Z", function="cancel_flight")
    assert early.order < late.order


def test_a_manifest_of_more_people_than_any_aircraft_holds_is_refused() -> None:
    row = passenger_fields()
    assert len(manifest(*[row] * 20_000).passengers) == 20_000
    with pytest.raises(ValidationError, match="names more than 20000 passengers; send them"):
        manifest(*[row] * 20_001)


@pytest.mark.parametrize(
    ("born", "kept"),
    [
        pytest.param("1111-11-11", False, id="all ones"),
        pytest.param("1900-01-01", False, id="older than anybody has been"),
        pytest.param("1906-03-01", True, id="a hundred and twenty"),
        pytest.param("2090-10-07", False, id="to come"),
        pytest.param("2090", False, id="a year to come"),
        pytest.param(DAY, True, id="the day of the flight"),
        pytest.param(DAY[:7], True, id="the month of the flight"),
    ],
)
def test_a_birth_date_that_no_traveller_has_is_left_out_with_a_warning(
    born: str, *, kept: bool
) -> None:
    found = Manifest.model_validate_json(json.dumps(one(birth_date=born)))
    (who,) = found.passengers
    assert who.birth_date == (born if kept else None)
    assert ("birth_date" in who.model_fields_set) == kept
    assert [born in text for text in found.warnings] == ([] if kept else [False])
    assert Manifest.model_validate_json(found.model_dump_json(by_alias=True)) == found
