"""Whatever would score as a hit is found: both sides share a key."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.contract import Passenger
from screening.keys import MAX_KEY, entry_keys, passenger_keys
from screening.particles import naming
from screening.prepared import prepare_entry, prepare_passenger
from screening.score import ALERT_THRESHOLD, compare
from watchlist.entry import Entry, parse_entry

# A particle alone may be a name or not: no rule can tell, so words here name somebody beside AL.
_WORDS = st.text(alphabet="ABDEFGHIKLMNORSTUVYZ", min_size=1, max_size=9).filter(
    lambda word: naming((word, "AL")) == (word,)
)
_PARTICLES = st.sampled_from(["AL", "bin", "von", "de la", "Mr", "ABU"])


def _passenger(**fields: object) -> Passenger:
    return Passenger.model_validate({"surname": "NOBODY", **fields})


def _entry(**fields: object) -> Entry:
    return parse_entry({"schema": "entry/1", "id": "1", "owner": "x", "category": "c", **fields})


def _shared(passenger: Passenger, entry: Entry) -> set[str]:
    keys = passenger_keys(prepare_passenger(passenger))
    return set(keys) & set(entry_keys(prepare_entry(entry)))


@given(st.lists(_WORDS, min_size=1, max_size=14), st.lists(_PARTICLES, max_size=3), st.randoms())
def test_equal_names_in_any_order_share_a_key(
    name: list[str], particles: list[str], random: Random
) -> None:
    listed = [*name, *particles]
    random.shuffle(listed)
    passenger = _passenger(surname=" ".join(name).lower())
    entry = _entry(names=[{"full": " ".join(listed)}])
    assert _shared(passenger, entry)


@given(
    st.text(min_size=1, max_size=20).filter(str.strip),
    st.sampled_from(["GBR", None]),
    st.sampled_from(["GBR", "FRA", None]),
)
def test_documents_that_make_a_hit_share_a_key(
    number: str, sent: str | None, listed: str | None
) -> None:
    passenger = _passenger(documents=[{"number": number, "issuer": sent}])
    entry = _entry(documents=[{"number": f" {number.lower()}", "issuer": listed}])
    match = compare(prepare_passenger(passenger), prepare_entry(entry))
    if match.score >= ALERT_THRESHOLD:
        assert _shared(passenger, entry)


@pytest.mark.parametrize(
    ("sent", "listed"),
    [
        pytest.param("M-123 4567", "m1234567", id="blanks, hyphens, case"),
        pytest.param("\N{FULLWIDTH LATIN CAPITAL LETTER M}1234567", "M1234567", id="full width"),
    ],
)
def test_documents_are_found_however_they_are_written(sent: str, listed: str) -> None:
    passenger = _passenger(documents=[{"number": sent, "issuer": "GBR"}])
    assert _shared(passenger, _entry(documents=[{"number": listed}])) == {"DM1234567"}


@pytest.mark.parametrize("filler", ["0000000", "UNKNOWN", "--", "none"])
def test_a_filler_is_no_document(filler: str) -> None:
    passenger = _passenger(documents=[{"number": filler}])
    assert not _shared(passenger, _entry(documents=[{"number": filler}]))


@pytest.mark.parametrize(
    ("surname", "listed", "kinds"),
    [
        pytest.param("NTAGANDA", "Ntaganda", "S", id="single name"),
        pytest.param("GADDAFI MUAMMAR", "Muammar al-QADHAFI", "NP", id="another spelling"),
        pytest.param("HASAN ALI TIKRITI", "Sabawi Hasan AL-TIKRITI", "P", id="two parts agree"),
        pytest.param("ALI HASAN", "Omar KHALID", "", id="nothing in common"),
    ],
)
def test_names_meet_in_the_keys_they_should(surname: str, listed: str, kinds: str) -> None:
    shared = _shared(_passenger(surname=surname), _entry(names=[{"full": listed}]))
    assert {key[0] for key in shared} == set(kinds)


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        pytest.param("1947-02-27", True, id="same day, same first sound"),
        pytest.param("1947", False, id="a year is too little"),
        pytest.param("1947-02-28", False, id="another day"),
    ],
)
def test_an_exact_birth_date_finds_a_part_that_begins_alike(listed: str, *, found: bool) -> None:
    passenger = _passenger(surname="TAGANDU", birth_date="1947-02-27")
    entry = _entry(names=[{"full": "Bosco TERMINATOR"}], birth_dates=[listed])
    assert bool(_shared(passenger, entry)) is found


@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_keys_are_few_short_ascii_sorted_and_unique(surname: str) -> None:
    passenger = _passenger(
        surname=surname, birth_date="1947-02-27", documents=[{"number": surname}]
    )
    keys = passenger_keys(prepare_passenger(passenger))
    assert list(keys) == sorted(set(keys))
    assert len(keys) <= 24
    assert all(key.isascii() and len(key) <= MAX_KEY for key in keys)


def test_the_unreadable_has_no_keys() -> None:
    assert passenger_keys(prepare_passenger(_passenger(surname="😀"))) == ()
