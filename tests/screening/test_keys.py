"""Whatever would score as a hit is found: both sides share a key."""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from manifests.contract import Passenger
from screening.compiled.keyring import MAX_KEY
from screening.keys import entry_keys, entry_years, passenger_keys
from screening.particles import naming
from screening.prepared import prepare_entry, prepare_passenger
from screening.score import ALERT_THRESHOLD, compare
from tests.screening.slips import SLIPS, slipped
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
    st.text(min_size=1, max_size=20).filter(str.strip)
    | st.from_regex(r"[A-Z]{0,3}[0-9]{4,9}[A-Z]?", fullmatch=True),
    st.sampled_from([*SLIPS, "exact"]),
    st.sampled_from(["GBR", None]),
    st.sampled_from(["GBR", "FRA", None]),
)
def test_documents_that_make_a_hit_share_a_key(
    number: str, kind: str, sent: str | None, listed: str | None
) -> None:
    (plain,) = prepare_passenger(_passenger(documents=[{"number": number}])).documents or (None,)
    if plain is None or len(plain.number) < 2:
        return
    passenger = _passenger(documents=[{"number": slipped(kind, plain.number), "issuer": sent}])
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
    assert "DM1234567" in _shared(passenger, _entry(documents=[{"number": listed}]))


@pytest.mark.parametrize("sent", ["AO1Z5B8", "A0IZSB8", "AOIZ588"])
def test_documents_are_found_as_they_are_misread(sent: str) -> None:
    assert _shared(
        _passenger(documents=[{"number": sent}]), _entry(documents=[{"number": "A01Z588"}])
    )


@pytest.mark.parametrize("filler", ["0000000", "UNKNOWN", "--", "none"])
def test_a_filler_is_no_document(filler: str) -> None:
    passenger = _passenger(documents=[{"number": filler}])
    assert not _shared(passenger, _entry(documents=[{"number": filler}]))


@pytest.mark.parametrize(
    ("surname", "listed", "kinds"),
    [
        pytest.param("NTAGANDA", "Ntaganda", "ST", id="single name"),
        pytest.param("GADDAFI MUAMMAR", "al-QADHAFI Muammar", "QST", id="another spelling"),
        pytest.param("GADDAFI ALI UMAR", "Omar Aly al-QADHAFI", "NQT", id="three parts"),
        pytest.param("HASAN ALI TIKRITI", "Sabawi Hasan AL-TIKRITI", "QT", id="two parts agree"),
        pytest.param("HASAN SALIM", "Hasan SAID", "T", id="one part agrees"),
        pytest.param("MOHAMMAD SAYFALLAH", "Sayf ALLAH MOHAMED", "QT", id="two neighbours glued"),
        pytest.param("GHOLAMREZA KARIMI", "Gholam REZA KARIMI", "QT", id="glued given names"),
        pytest.param("ZIHAN", "Zi HAN", "S", id="a single name, glued"),
        pytest.param("LIHUA WANG", "Li Hua WANG", "QT", id="one consonant and its vowel"),
        pytest.param("XIAOWEI CHEN", "Xiao Wei CHEN", "QT", id="the vowel that tells most"),
        pytest.param("NTAGANDA BOSCO", "TAGANDA Bosco", "QST", id="a nasal before a consonant"),
        pytest.param("SADUDDIN OMAR", "Sad AL DIN Omar", "QST", id="three glued"),
        pytest.param("ABD AL AZIZ NASIR", "Abdulaziz NASER", "QST", id="ABD- before a vowel"),
        pytest.param("LIU WEI", "Li WEI", "T", id="short names keep their vowel"),
        pytest.param("ALI HASAN", "Omar KHALID", "", id="nothing in common"),
    ],
)
def test_names_meet_in_the_keys_they_should(surname: str, listed: str, kinds: str) -> None:
    shared = _shared(_passenger(surname=surname), _entry(names=[{"full": listed}]))
    assert {key[0] for key in shared} == set(kinds)


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        pytest.param("1947-02-27", True, id="same day, same two first sounds"),
        pytest.param("1947", False, id="a year is too little"),
        pytest.param("1947-02-28", False, id="another day"),
    ],
)
def test_an_exact_birth_date_finds_a_part_that_begins_alike(listed: str, *, found: bool) -> None:
    passenger = _passenger(surname="TAGANDU", birth_date="1947-02-27")
    entry = _entry(names=[{"full": "Bosco TAGHRID"}], birth_dates=[listed])
    assert bool(_shared(passenger, entry)) is found


@pytest.mark.parametrize(
    ("surname", "given", "listed"),
    [
        pytest.param("WORONIN", "WADIM", "Vadim VORONIN", id="W and V"),
        pytest.param("HONCHARENKO", "HALYNA", "Galina GONCHARENKO", id="H and G"),
        pytest.param("HALIDI", "HALIL", "Khalil KHALIDI", id="H and KH"),
        pytest.param("GABER", "GALAL", "Jalal JABER", id="G and J"),
        pytest.param("JERSHOVA", "JELENA", "Elena ERSHOVA", id="J and a vowel"),
        pytest.param("YAKOVLEV", "YURI", "Jurij JAKOVLEV", id="Y and J"),
        pytest.param("THABIT", "DHAHER", "Zahir SABIT", id="TH and S, DH and Z"),
    ],
)
def test_who_was_born_the_same_day_is_found_however_the_first_consonants_are_spelt(
    surname: str, given: str, listed: str
) -> None:
    passenger = _passenger(surname=surname, given_names=given, birth_date="1971-05-17")
    entry = _entry(names=[{"full": listed}], birth_dates=["1971-05-17"])
    assert {key[0] for key in _shared(passenger, entry)} == {"F"}


@pytest.mark.parametrize("given", ["WLADIMIR", "VLADIMIR"])
def test_a_rest_is_the_same_however_its_first_consonant_is_spelt(given: str) -> None:
    keys = passenger_keys(prepare_passenger(_passenger(surname="PUTIN", given_names=given)))
    assert keys["TPTN"] == 1 << (ord("A") & 15)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ({"surname": "GADDAFI"}, "SKTF TKTF"),
        ({"surname": "HASSAN", "given_names": "ALI"}, "QAL.ASN SASNL TAL TASN"),
        ({"surname": "DOE", "given_names": "DOE"}, "STU TTU"),
        (
            {"surname": "TIKRITI", "given_names": "SADDAM HUSSEIN"},
            "NASN.STM.TKRT QASN.STM QASN.TKRT QASN.TKRTSTM QSTM.TKRT QSTMSN.TKRT TASN TSTM TTKRT",
        ),
        ({"surname": "FNU", "birth_date": "1970-05-04"}, ""),
        ({"surname": "LI", "birth_date": "1970-05-04"}, "F19700504LI SLI TLI"),
        ({"surname": "LI", "birth_date": "1970-05"}, "SLI TLI"),
        ({"surname": "FNU", "documents": [{"number": "ab-123"}]}, "DA8123"),
        ({"surname": "FNU", "documents": [{"number": "0987654"}]}, "D.6789.54 D987.456 D0987654"),
    ],
)
def test_keys_of_a_name_are_those_of_its_skeletons(name: dict[str, object], keys: str) -> None:
    found = passenger_keys(prepare_passenger(Passenger.model_validate(name)))
    assert set(found) == set(keys.split())


def test_a_long_key_is_shortened_alike_on_both_sides_and_others_are_not() -> None:
    long = [f"{one}ARTHOLOMEWSONBERGKAMP" for one in "BKLMR"]
    alike, other = _shared_whole(long, long[::-1]), _shared_whole(long, [*long[1:], "VARTHOLOMEW"])
    whole = [key for key in alike if key.startswith("N#")]
    assert len(whole) == 1
    assert other.isdisjoint(whole)


def _shared_whole(sent: list[str], listed: list[str]) -> set[str]:
    return _shared(_passenger(surname=" ".join(sent)), _entry(names=[{"full": " ".join(listed)}]))


def test_a_rest_says_how_the_other_parts_begin() -> None:
    keys = passenger_keys(prepare_passenger(_passenger(surname="LAMAR BADR TOM")))
    begin = {one: 1 << (ord(one) & 15) for one in "LBT"}
    assert keys["TBTR"] == begin["L"] | begin["T"]
    assert keys["QBTR.LMR"] == begin["T"]
    assert keys["NBTR.LMR.TM"] == 0


@pytest.mark.parametrize(
    ("listed", "years"),
    [((), (0, 0)), (("1947",), (47, 47)), (("1980-05", "1947-02-27"), (47, 80))],
)
def test_years_of_an_entry_span_its_dates(listed: tuple[str, ...], years: tuple[int, int]) -> None:
    entry = prepare_entry(_entry(names=[{"full": "X"}], birth_dates=listed))
    assert entry_years(entry) == years


@example("00000000000000ҎҔऋҔऴҔऴبم0فف")  # several keys that are too long
@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_keys_are_few_short_ascii_sorted_and_unique(surname: str) -> None:
    passenger = _passenger(
        surname=surname, birth_date="1947-02-27", documents=[{"number": surname}]
    )
    keys = passenger_keys(prepare_passenger(passenger))
    assert list(keys) == sorted(set(keys))
    assert len(keys) <= 6 * 43 + 4  # six ways to read and spell it, and the document
    assert all(key.isascii() and len(key) <= MAX_KEY for key in keys)


def test_the_unreadable_has_no_keys() -> None:
    assert passenger_keys(prepare_passenger(_passenger(surname="😀"))) == {}
