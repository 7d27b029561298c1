"""What the audit trail says of people: the same token for the same person, and never a name."""

import re

import pytest

from alerts.about import About
from alerts.routing import hidden_id
from manifests.contract import Passenger
from tests.builders import alert
from watchlist.entry import EntryKey

SECRET = b"a secret of the tests, long enough"
ABOUT = About(SECRET)
OTHER = About(b"a secret of somebody else, as long")


def tokens(**fields: object) -> set[str]:
    return set(ABOUT.passenger(Passenger.model_validate(fields)))


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("Sabawi Ibrahim al-Tikriti", id="as it is said"),
        pytest.param("TIKRITI SABAWI IBRAHIM", id="another order, in capitals"),
        pytest.param("al tikriti, sabawi ibrahim", id="with a comma"),
    ],
)
def test_a_name_is_found_in_any_order_and_case(asked: str) -> None:
    assert tokens(surname="AL TIKRITI", given_names="SABAWI IBRAHIM") & ABOUT.asked(asked)


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("Воронцов Евгений", "Yevgeniy Vorontsov"),
        ("طارق الدليمي", "Tariq al-Dulaymi"),
        ("王建国", "WANG JIANGUO"),
    ],
)
def test_a_name_is_found_in_another_script_that_reads_alike(held: str, asked: str) -> None:
    assert tokens(surname=held) & ABOUT.asked(asked)


@pytest.mark.parametrize("asked", ["Imran SHAIKH", "SHAIKH, Imran", "Shaikh Imran"])
def test_a_surname_that_may_be_a_title_is_found_in_any_order(asked: str) -> None:
    assert tokens(surname="SHAIKH", given_names="IMRAN") & ABOUT.asked(asked)


def test_a_name_that_sounds_alike_is_told_from_the_very_name() -> None:
    found = tokens(surname="AL DULAIMI", given_names="TAREK") & ABOUT.asked("Tariq al-Dulaymi")
    assert {one.partition(":")[0] for one in found} == {"sound"}
    assert not tokens(surname="MARIO") & ABOUT.asked("Maria")


def test_another_name_is_not_found() -> None:
    assert not tokens(surname="TIKRITI", given_names="SABAWI") & ABOUT.asked("Sabawi Ibrahim")


@pytest.mark.parametrize("asked", ["M1234567", "m 123-4567", "IRQ:M1234567"])
def test_a_document_is_found_however_it_is_written(asked: str) -> None:
    held = tokens(surname="X", documents=[{"number": "M1234567", "issuer": "IRQ"}])
    assert held & ABOUT.asked(asked)


def test_an_alert_is_found_by_itself_its_entry_its_flight_and_its_passenger() -> None:
    one = alert()
    named = set(ABOUT.alerts([one]))
    for text in (
        one.alert_id,
        f"{one.entry.owner}/{one.entry.id}",
        one.flight.key,
        f"{one.passenger.given_names} {one.passenger.surname}",
    ):
        assert named & ABOUT.asked(text), text


def test_an_entry_whose_owner_is_withheld_is_found_and_not_named() -> None:
    one = alert()
    stands_for_it = hidden_id(SECRET, EntryKey("interpol/1"), one.agency)
    shown = one.entry.model_copy(update={"owner": None, "id": stands_for_it})
    named = set(ABOUT.alerts([one.model_copy(update={"entry": shown})]))
    assert not named & ABOUT.asked("interpol/1")
    assert named & ABOUT.asked("interpol/1", ["fr-piu", one.agency]) == {f"entry:{stands_for_it}"}
    assert not named & ABOUT.asked("interpol/2", ["fr-piu", one.agency])
    assert not named & ABOUT.asked("interpol/1", ["fr-piu"])


def test_people_stand_there_as_tokens_that_only_the_secret_makes() -> None:
    told = {"surname": "ZYXOPHRENE", "documents": [{"number": "PQZ9081726"}]}
    found = tokens(**told)
    assert all(re.fullmatch(r"(name|sound|document):[0-9a-f]{32}", one) for one in found)
    assert {one.partition(":")[0] for one in found} == {"name", "sound", "document"}
    assert not found & set(OTHER.passenger(Passenger.model_validate(told)))
    assert not found & OTHER.asked("ZYXOPHRENE")


def test_what_is_asked_for_is_noted_without_the_text_itself() -> None:
    assert all(
        re.fullmatch(r"(name|sound|document):[0-9a-f]{32}", one)
        for one in ABOUT.tokens(ABOUT.asked("ZYXOPHRENE"))
    )
