"""A dismissal holds for the same person and the same entry, and for nobody about whom is news."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from access.parties import AgencyId
from alerts.suppression import Seen, Suppression, digest, holds, stated
from manifests.contract import Passenger
from tests.builders import FLIGHT, entry
from watchlist.entry import Entry
from watchlist.sharing import view

SECRET = b"s" * 32
NOW = datetime(2026, 11, 25, tzinfo=UTC)
UK = AgencyId("uk")
FIELDS: dict[str, list[Any]] = {
    "given_names": ["SABAWI", "SABAWI IBRAHIM", None],
    "birth_date": ["1947-02-27", "1947-02-28", "1947", None],
    "sex": ["M", "F", "U", None],
    "nationality": ["IRQ", "SYR", None],
    "birth_place": ["TIKRIT", "BAGHDAD", None],
    "documents": [(), ({"number": "M1", "issuer": "IRQ"},), ({"number": "M1", "issuer": "SYR"},)],
}
PEOPLE = st.fixed_dictionaries({name: st.sampled_from(some) for name, some in FIELDS.items()})


def person(fields: dict[str, Any]) -> Passenger:
    known = {name: value for name, value in fields.items() if value is not None}
    return Passenger.model_validate({"surname": "AL TIKRITI", **known})


def seen(fields: dict[str, Any], listed: Entry, agency: AgencyId = UK) -> Seen:
    shown = view(listed, agency)
    assert shown is not None
    things = stated(person(fields), agency, listed.key, SECRET)
    return Seen(digest(shown, agency, SECRET), listed.severity, things)


def dismissed(hit: Seen, listed: Entry, **more: Any) -> Suppression:
    known: dict[str, Any] = {
        "id": "ab" * 16,
        "kind": "not_the_same_person",
        "agency": "uk",
        "entry": listed.key,
        "view": hit.view,
        "stated": tuple(sorted(hit.things)),
        "flight": FLIGHT.key,
        "alert_id": "cd" * 16,
        "by": "7",
        "at": NOW.isoformat(),
        "until": (NOW + timedelta(days=365)).isoformat(),
        "source": "dispositions.uk/0/1",
    }
    return Suppression(**{**known, **more})


@settings(max_examples=300, deadline=None)
@given(PEOPLE, PEOPLE)
def test_it_holds_only_if_nothing_stated_is_new_and_enough_is_the_same(
    then: dict[str, Any], now: dict[str, Any]
) -> None:
    listed = entry()
    found = holds(dismissed(seen(then, listed), listed), seen(now, listed), NOW)
    news = [
        name
        for name, value in now.items()
        if value not in (None, (), "U") and value != then[name] and name != "given_names"
    ]
    same_name = now["given_names"] == then["given_names"]
    whole_date = now["birth_date"] is not None and len(now["birth_date"]) == 10
    enough = bool(now["documents"]) or whole_date
    assert found == (not news and same_name and enough)


@given(PEOPLE)
def test_nothing_is_known_of_the_person_across_agencies_and_entries(who: dict[str, Any]) -> None:
    one, other = entry("1"), entry("2")
    mine = seen(who, one).things
    assert mine.isdisjoint(seen(who, other).things)
    assert mine.isdisjoint(seen(who, one, AgencyId("fr")).things)


WHO = {"given_names": "SABAWI", "birth_date": "1947-02-27"}


def test_it_ends_and_never_holds_at_top() -> None:
    listed = entry()
    hit = seen(WHO, listed)
    one = dismissed(hit, listed)
    assert holds(one, hit, NOW)
    assert not holds(one, hit, NOW + timedelta(days=365))
    assert not holds(one, Seen(hit.view, "top", hit.things), NOW)


def test_what_the_agency_may_not_see_of_the_entry_changes_nothing() -> None:
    hidden = {"visible_to": ["*"], "redact": ["instruction", "documents"]}
    before = entry(sharing=hidden)
    after = entry(sharing=hidden, instruction="Detain", documents=[{"number": "Z9"}])
    assert seen(WHO, before).view == seen(WHO, after).view
    assert seen(WHO, before).view != seen(WHO, entry(sharing=hidden, birth_dates=["1948"])).view
