"""A passenger as the index holds them: back as reported, and judged as if asked about at once."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manifests.contract import Document, Passenger, passenger_json
from screening.entry_facts import Asked, entry_facts
from screening.person import as_person
from screening.prepared import prepare_passenger
from screening.space import NotReady
from screening.traveller import traveller_of, traveller_record
from tests.manifests.building import entry
from tests.screening.beside import hits

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMES = st.sampled_from(["AL TIKRITI", "TIKRITI", "SABAWI", "SMITH", "O'BRIEN", "谢", "X"])
PEOPLE = st.builds(
    Passenger,
    surname=NAMES,
    given_names=st.none() | NAMES | st.just("SABAWI IBRAHIM"),
    birth_date=st.none() | st.sampled_from(["1947-02-27", "1947", "1990-01-01"]),
    nationality=st.none() | st.just("IRQ"),
)


def held(passenger: Passenger, stamp: int = 7) -> bytes:
    packed = as_person(prepare_passenger(passenger)).packed
    return b"%d|" % stamp + traveller_record(passenger_json(passenger), packed)


def found(*people: Passenger, **listed: str) -> list[Passenger]:
    """Return who of *people*, on their way, is a hit by an entry that comes now."""
    one = entry(**listed)
    members = [part for at, who in enumerate(people) for part in (b"F\x1f%d" % at, held(who))]
    details = b'{"carrier":"UA","number":"1","origin":"JFK","destination":"LHR",'
    details += b'"departure":"2031-01-01T00:00"}'
    reply = [b"ok", 9, members, [b"F", details]]
    return [
        hit.passenger
        for facts in entry_facts(Asked(one.key, one, "w/0/1", NOW), [], reply, 0.5)
        for hit in facts.hits
    ]


@given(PEOPLE)
def test_passenger_comes_back_as_reported(passenger: Passenger) -> None:
    one = traveller_of(held(passenger))
    assert one is not None
    assert one.passenger == passenger


@given(st.text(max_size=40))
def test_whatever_is_reported_comes_back(text: str) -> None:
    for said in (f"x{text}x", f'"surname":{text}"', f'\\"surname\\":"{text}\\', f'\x12{text}\x12"'):
        who = Passenger.model_construct(surname="AL TIKRITI", given_names=said)
        one = traveller_of(b"7|" + traveller_record(passenger_json(who), b""))
        assert one is not None
        assert one.passenger.given_names == said


def test_names_of_most_fields_take_a_byte_each() -> None:
    who = Passenger(
        passenger_id="7A",
        record_locator="ABC123",
        surname="AL TIKRITI",
        given_names="SABAWI",
        birth_date="1947-02-27",
        sex="M",
        nationality="IRQ",
        documents=(Document(type="P", number="M1234567", issuer="IRQ", expires="2031-01-01"),),
        seat="12A",
    )
    plain = passenger_json(who)
    named = set(who.model_fields_set) | set(who.documents[0].model_fields_set)
    named -= {"sex", "seat", "type"}
    short = len(plain) - sum(len(one) + 3 for one in named) + len(named)
    assert len(traveller_record(plain, b"")) == short + len(b"\nA")


@settings(max_examples=200)
@given(st.lists(PEOPLE, min_size=1, max_size=4))
def test_who_is_found_later_is_whoever_would_be_found_at_once(people: list[Passenger]) -> None:
    at_once = hits(entry(), list(map(prepare_passenger, people)), NOW.date())
    assert found(*people) == [people[who] for who, _ in at_once]


def test_entry_that_is_not_in_force_finds_nobody() -> None:
    who = Passenger(surname="AL TIKRITI", given_names="SABAWI IBRAHIM", birth_date="1947-02-27")
    assert found(who) == [who]
    assert found(who, valid_until="2026-11-23") == []
    assert found(who, valid_until="2026-11-24") == [who]


def test_record_of_another_release_is_not_taken_for_nobody() -> None:
    raw = held(Passenger(surname="AL TIKRITI"))
    assert traveller_of(raw.partition(b"\n")[0]) is None
    one = entry()
    reply = [b"ok", 9, [b"F\x1f1", b'7|{"surname":"X"}'], []]
    with pytest.raises(NotReady, match="another release"):
        entry_facts(Asked(one.key, one, "w/0/1", NOW), [], reply, 0.5)
