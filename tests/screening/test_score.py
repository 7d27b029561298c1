"""What makes a hit, what does not, and how it is explained."""

import pytest

from manifests.contract import Passenger
from screening.explanation import Feature, Match
from screening.prepared import prepare_entry, prepare_passenger
from screening.score import ALERT_THRESHOLD, compare
from watchlist.entry import parse_entry

_BORN = "1947-02-27"
_DOCUMENT = {"number": "M1234567", "issuer": "IRQ"}


def _match(passenger: dict[str, object], entry: dict[str, object]) -> Match:
    sent = Passenger.model_validate({"surname": "ZZYZX", **passenger})
    listed = parse_entry({"schema": "entry/1", "id": "1", "owner": "x", "category": "c", **entry})
    return compare(prepare_passenger(sent), prepare_entry(listed))


def _names(*names: str, kind: str = "primary") -> list[dict[str, str]]:
    return [{"full": name, "kind": kind} for name in names]


def _feature(match: Match, name: str) -> Feature:
    return next(feature for feature in match.explanation if feature.feature == name)


@pytest.mark.parametrize(
    ("sent", "listed", "low", "high"),
    [
        pytest.param("AL TIKRITI SABAWI IBRAHIM HASAN", "Sabawi Ibrahim Hasan AL-TIKRITI", 0.95, 1,
                     id="full name"),
        pytest.param("MOHAMED ALI", "Mohamed ALI", 0.95, 1, id="common name"),
        pytest.param("AL TIKRITI SABAWI IBRAHIM", "Sabawi Ibrahim Hasan AL-TIKRITI", 0.95, 1,
                     id="a part is missing"),
        pytest.param("ABDULRAHMAN KHALID", "Khalid Abd al-Rahman", 0.95, 1, id="parted name"),
        pytest.param("JIN PING XI", "XI Jinping", 0.95, 1, id="glued name"),
        pytest.param("XI JINPING", "习近平", 0.95, 1, id="Han"),
        pytest.param("CHIH MING", "志明", 0.95, 1, id="Han, written apart in an older spelling"),
        pytest.param("GADHAFI MUAMMAR", "معمر القذافي", 0.95, 1, id="Arabic"),
        pytest.param("NTAGANDA", "NTAGANDA", 0.95, 1, id="single name"),
        pytest.param("NTAGANDA PETER", "Omar NTAGANDA", 0.2, 0.5,
                     id="half a rare name: a relative, short of a hit"),
        pytest.param("MOHAMED FNU", "Mohamed ALI", 0.2, 0.8, id="half a common name, rest unknown"),
        pytest.param("MOHAMED SALEH", "Mohamed HAMID", 0, 0.1, id="half a common name"),
        pytest.param("PETER SMITH", "Sabawi TIKRITI", 0, 0.01, id="no name in common"),
        pytest.param("😀", "Sabawi TIKRITI", 0, 0.01, id="unreadable name"),
    ],
)  # fmt: skip
def test_name_with_the_same_birth_date(sent: str, listed: str, low: float, high: float) -> None:
    match = _match(
        {"surname": sent, "birth_date": _BORN},
        {"names": _names(listed), "birth_dates": [_BORN]},
    )
    assert low <= match.score <= high


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        pytest.param("Sabawi Ibrahim Hasan", 0.5, 0.5, id="three parts: even odds, no more"),
        pytest.param("Mohamed Ali HASSAN", 0.02, 0.5, id="three common parts: below"),
        pytest.param("KIM Jong Il", 0.1, 0.95, id="three short parts"),
        pytest.param("Bosco NTAGANDA", 0.5, 0.99, id="two rare parts"),
        pytest.param("Mohamed ALI", 0, 0.1, id="two common parts: far below"),
        pytest.param("NTAGANDA", 0, 0.5, id="a single name: below"),
    ],
)
def test_equal_name_alone(name: str, low: float, high: float) -> None:
    assert low <= _match({"surname": name.upper()}, {"names": _names(name)}).score <= high


@pytest.mark.parametrize("name", ["Sabawi Ibrahim Hasan Khalaf AL-TIKRITI", "Bosco NTAGANDA"])
@pytest.mark.parametrize("born", ["1967", "1967-08", "1967-08-11"])
def test_equal_name_twenty_years_apart_is_no_hit(name: str, born: str) -> None:
    match = _match(
        {"surname": name, "birth_date": born}, {"names": _names(name), "birth_dates": ["1947"]}
    )
    assert match.score < ALERT_THRESHOLD


@pytest.mark.parametrize(
    ("sent", "listed", "low", "high", "note"),
    [
        pytest.param(_BORN, ["1950", _BORN], 9, 10, "same day (nearest of 2", id="the best counts"),
        pytest.param("1947-01-01", ["1947-01-01"], 6, 8, "often means unknown", id="1 January"),
        pytest.param("1947-01-01", ["1946-01-01"], 0.1, 1, "one year apart",
                     id="1 January twice, a year apart: years alone"),
        pytest.param("1947-01-01", ["1937-01-01"], -3, -2, "10 years apart",
                     id="1 January twice, a digit of the year differs: years alone"),
        pytest.param("1947-03-02", ["1947-02-03"], 5, 6, "swapped", id="day and month swapped"),
        pytest.param("1947-02-27", ["1948-02-27"], 5, 6, "one year apart", id="year off by one"),
        pytest.param("1947-02-27", ["1947-02-21"], 2.5, 4, "one digit", id="one digit off"),
        pytest.param(_BORN, ["1947-02"], 6, 7, "same month", id="month known"),
        pytest.param(_BORN, ["1947"], 3.5, 4, "same year", id="year known"),
        pytest.param("1947-02", ["1947-05"], 0.5, 1.5, "another month", id="another month"),
        pytest.param(_BORN, ["1947-02-11"], 2, 3, "on another day", id="another day of the month"),
        pytest.param(_BORN, ["1947-08-11"], 0.5, 1.5, "on another day", id="another day"),
        pytest.param(_BORN, ["1948"], 0.1, 1, "one year apart", id="neighbour year"),
        pytest.param(_BORN, ["1950"], -2.5, -1.5, "3 years apart", id="few years"),
        pytest.param(_BORN, ["1955-01-11"], -3, -2, "8 years apart", id="some years"),
        pytest.param(_BORN, ["1977"], -4, -3, "30 years apart", id="far"),
    ],
)  # fmt: skip
def test_birth_dates_weigh_as_they_differ(
    sent: str, listed: list[str], low: float, high: float, note: str
) -> None:
    match = _match(
        {"surname": "A NTAGANDA", "birth_date": sent},
        {"names": _names("NTAGANDA"), "birth_dates": listed},
    )
    born = _feature(match, "birth_date")
    assert low <= born.contribution <= high
    assert note in born.note


@pytest.mark.parametrize(
    ("passenger", "entry", "hit", "note"),
    [
        pytest.param({}, {"category": "travel_document"}, True, "lost or stolen",
                     id="stolen document, whoever carries it"),
        pytest.param({"birth_date": "2001-01-02", "sex": "F", "nationality": "FRA"},
                     {"names": _names("Sabawi TIKRITI"), "birth_dates": [_BORN], "sex": "M",
                      "nationalities": ["IRQ"]}, True, "wholly different name",
                     id="a person's document under another name"),
        pytest.param({"surname": "SABAWI TIKRITI"}, {"names": _names("Sabawi TIKRITI")}, True,
                     "number and issuer agree", id="the person's own document"),
        pytest.param({"documents": [{"number": "m-123 4567"}]}, {"category": "travel_document"},
                     True, "issuer is not stated", id="number alone of a stolen document"),
        pytest.param({"documents": [{"number": "M1234567"}]}, {"names": _names("Sabawi TIKRITI")},
                     False, "issuer is not stated", id="number alone under another name"),
        pytest.param({"documents": [{"number": "M1234567", "issuer": "FRA"}]},
                     {"category": "travel_document"}, False, "issuers differ",
                     id="another country's document"),
    ],
)  # fmt: skip
def test_documents(
    passenger: dict[str, object], entry: dict[str, object], *, hit: bool, note: str
) -> None:
    match = _match({"documents": [_DOCUMENT], **passenger}, {"documents": [_DOCUMENT], **entry})
    assert (match.score >= ALERT_THRESHOLD) is hit
    assert "document" in match.basis
    assert note in _feature(match, "document").note


def test_a_name_of_which_a_part_agrees_is_another_and_not_a_wholly_different_one() -> None:
    match = _match(
        {"surname": "GARCIA", "given_names": "MARIA", "documents": [_DOCUMENT]},
        {"names": _names("Maria LOPEZ"), "documents": [_DOCUMENT]},
    )
    assert _feature(match, "document").note.endswith("but it is carried under another name")


def test_a_weak_alias_says_what_would_support_it() -> None:
    match = _match(
        {"surname": "TERMINATOR", "sex": "M", "nationality": "RWA"},
        {"names": _names("Terminator", kind="weak_alias"), "sex": "M", "nationalities": ["RWA"]},
    )
    note = _feature(match, "name").note
    assert note.endswith("a weak alias that neither a date of birth nor a document supports")


def test_different_documents_say_nothing() -> None:
    match = _match(
        {"surname": "NTAGANDA", "documents": [{"number": "X9876543"}]},
        {"names": _names("NTAGANDA"), "documents": [_DOCUMENT]},
    )
    assert [feature.feature for feature in match.explanation] == ["name"]


@pytest.mark.parametrize(
    ("passenger", "hit"),
    [
        pytest.param({"nationality": "IRQ", "sex": "M", "birth_place": "TIKRIT"}, False,
                     id="nationality, sex and place do not support it"),
        pytest.param({"birth_date": _BORN}, True, id="birth date supports it"),
        pytest.param({"documents": [_DOCUMENT]}, True, id="document supports it"),
    ],
)  # fmt: skip
def test_a_weak_alias_needs_support(passenger: dict[str, object], *, hit: bool) -> None:
    entry = {
        "names": _names("Bosco Taganda Terminator", kind="weak_alias"),
        "birth_dates": [_BORN], "sex": "M", "nationalities": ["IRQ"], "birth_places": ["Tikrit"],
        "documents": [_DOCUMENT],
    }  # fmt: skip
    match = _match({"surname": "BOSCO TAGANDA TERMINATOR", **passenger}, entry)
    assert (match.score >= ALERT_THRESHOLD) is hit


@pytest.mark.parametrize(
    ("sent", "listed", "note"),
    [
        pytest.param("SABAWI IBRAHIM AL TIKRITI", "Sabawi Ibrahim Hasan AL-TIKRITI",
                     "three of four parts agree; HASAN is missing", id="missing"),
        pytest.param("PETER JOHN NTAGANDA BOSCO", "Bosco NTAGANDA",
                     "both parts agree; PETER and JOHN are not in the listed name", id="more"),
        pytest.param("GADDAFI MUAMMAR", "Muammar QADHAFI",
                     "both parts agree; GADDAFI is written QADHAFI", id="spelling"),
        pytest.param("J NTAGANDA", "Jean NTAGANDA", "both parts agree; J may stand for JEAN",
                     id="initial"),
        pytest.param("XI JIN PING", "XI Jinping", "both parts agree; JIN PING is written JINPING",
                     id="glued"),
        pytest.param("PETER SMITH", "Sabawi TIKRITI", "the names have nothing in common",
                     id="nothing"),
        pytest.param("MH ALI", "Mohamed Hassan ALI",
                     "all three parts agree; MH may stand for MOHAMED and HASSAN",
                     id="initials written together"),
        pytest.param("MOHAMED HASSAN ALI", "MH ALI",
                     "all three parts agree; MOHAMED and HASSAN may be MH", id="so listed"),
        pytest.param("J S", "John SMITH",
                     "no part agrees; J may stand for JOHN; S may stand for SMITH; "
                     "on the whole another name", id="initials alone"),
        pytest.param("JAN VONDERBORG", "Jan BORG", "both parts agree", id="glued"),
        pytest.param("NTAGANDA BOSCOMASTER", "Bosco NTAGANDA",
                     "one of two parts agrees; BOSCOMASTER resembles BOSCO",
                     id="what merely resembles does not agree"),
    ],
)  # fmt: skip
def test_an_officer_reads_what_agrees(sent: str, listed: str, note: str) -> None:
    match = _match({"surname": sent}, {"names": _names(listed)})
    assert _feature(match, "name").note == note


def test_the_best_of_several_names_counts_and_any_nationality_may_agree() -> None:
    match = _match(
        {"surname": "NTAGANDA BOSCO", "nationality": "RWA"},
        {"names": _names("Sabawi TIKRITI", "Bosco NTAGANDA"), "nationalities": ["COD", "RWA"]},
    )
    assert match.basis == ("name", "nationality")
    assert _feature(match, "name").entry == "Bosco NTAGANDA"


@pytest.mark.parametrize(
    ("sent", "listed", "features"),
    [
        pytest.param({"sex": "X"}, {"sex": "M"}, {"name"}, id="X states nothing"),
        pytest.param({"sex": "M"}, {"sex": "U"}, {"name"}, id="U states nothing"),
        pytest.param({"sex": "M"}, {}, {"name"}, id="one side is silent"),
        pytest.param({"sex": "M"}, {"sex": "F"}, {"name", "sex"}, id="both state it"),
        pytest.param({"birth_place": "😀"}, {"birth_places": ["Goma"]}, {"name"}, id="unreadable"),
        pytest.param({"birth_place": "GOMA, RDC"}, {"birth_places": ["Kiniga", "Goma"]},
                     {"name", "birth_place"}, id="place"),
        pytest.param({"birth_date": _BORN, "nationality": "RWA"}, {}, {"name"}, id="entry silent"),
    ],
)  # fmt: skip
def test_silence_is_no_evidence(
    sent: dict[str, object], listed: dict[str, object], features: set[str]
) -> None:
    match = _match({"surname": "NTAGANDA", **sent}, {"names": _names("NTAGANDA"), **listed})
    assert {feature.feature for feature in match.explanation} == features


@pytest.mark.parametrize(
    "code", ["XXX", "XXA", "XXB", "XXC", "UNO", "UNA", "UNK", "XOM", "XPO", "EUE"]
)
@pytest.mark.parametrize("side", ["nationality", "nationalities"])
def test_a_code_of_no_nation_is_no_evidence(code: str, side: str) -> None:
    passenger, entry = {"nationality": "GBR"}, {"nationalities": ["GBR"]}
    stated = {"nationality": (code, "GBR"), "nationalities": ("GBR", code)}[side]
    passenger["nationality"], entry["nationalities"] = stated[0], [stated[1]]
    match = _match({"surname": "NTAGANDA", **passenger}, {"names": _names("NTAGANDA"), **entry})
    assert {feature.feature for feature in match.explanation} == {"name"}


@pytest.mark.parametrize("code", ["GBD", "GBN", "GBO", "GBP", "GBS"])
def test_every_kind_of_british_passport_is_british(code: str) -> None:
    for sent, listed in ((code, "GBR"), ("GBR", code)):
        match = _match(
            {"nationality": sent, "documents": [{"number": "813459621", "issuer": sent}]},
            {
                "names": _names("NTAGANDA"),
                "nationalities": [listed],
                "documents": [{"number": "813459621", "issuer": listed}],
            },
        )
        assert _feature(match, "nationality").note == "nationality agrees"
        assert _feature(match, "document").note.startswith("the same document")
