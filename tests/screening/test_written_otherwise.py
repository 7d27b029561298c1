"""Names written in ways that are everyday: both that they are found, and what they score."""

import pytest

from screening.explanation import Match
from screening.keys import entry_keys, passenger_keys
from screening.prepared import PreparedEntry, PreparedPassenger, prepare_entry, prepare_passenger
from screening.score import ALERT_THRESHOLD, compare
from tests.builders import entry, passenger

_BORN = "1971-05-17"


def _sides(
    surname: str, given_names: str | None, listed: str
) -> tuple[PreparedPassenger, PreparedEntry]:
    who = passenger(surname=surname, given_names=given_names, birth_date=_BORN)
    return prepare_passenger(who), prepare_entry(
        entry(names=[{"full": listed}], birth_dates=[_BORN], nationalities=[])
    )


def _match(surname: str, given_names: str | None, listed: str) -> Match:
    return compare(*_sides(surname, given_names, listed))


def _shared_kinds(sent: PreparedPassenger, listed: PreparedEntry) -> set[str]:
    """Return the kinds of keys under which each finds the other, as their rests allow."""
    mine, theirs = passenger_keys(sent), entry_keys(listed)
    return {
        key[0]
        for key in mine.keys() & theirs.keys()
        if not mine[key] or not theirs[key] or mine[key] & theirs[key]
    }


@pytest.mark.parametrize(
    ("surname", "given_names", "listed"),
    [
        ("BINLADEN", "OSAMA", "Osama bin Laden"),
        ("BIN LADEN", "OSAMA", "Osama Binladin"),
        ("BINLADIN", "USAMA", "Usama bin Muhammad bin Awad bin Ladin"),
        ("BINSALMAN", "MOHAMMED", "Mohammed bin Salman"),
        ("IBNSAUD", "KHALID", "Khalid ibn Saud"),
        ("BENALI", "AHMED", "Ahmed Ben Ali"),
        ("BEN ALI", "AHMED", "Ahmed BENALI"),
        ("BENABDALLAH", "AHMED", "Ahmed Ben Abdallah"),
        ("ABUOMAR", "KHALID", "Khalid Abu Omar"),
        ("BOU SALEH", "ALI", "Ali Abu Saleh"),
        ("VANDENBERG", "JAN", "Jan van den Berg"),
        ("VAN DEN BERG", "JAN", "Jan Vandenberg"),
        ("VANDERMERWE", "JOHANNES", "Johannes van der Merwe"),
        ("VANDIJK", "JAN", "Jan van Dijk"),
        ("VONDERLEYEN", "URSULA", "Ursula von der Leyen"),
        ("DELACRUZ", "JUAN", "Juan de la Cruz"),
        ("DELOSSANTOS", "MARIA", "Maria de los Santos"),
        ("VANHOUTTE", "JAN", "Jan Van Houtte"),
        ("BENGURION", "DAVID", "David Ben-Gurion"),
        ("SANTAMARIA", "PEDRO", "Pedro Santa Maria"),
        ("STPIERRE", "JEAN", "Jean St-Pierre"),
        ("NGUYEN", "VANHAI", "Nguyen Van Hai"),
        ("NGUYEN", "VAN SON", "Nguyen VANSON"),
        ("WANG", "LIHUA", "Wang Li Hua"),
        ("CHEN", "XIAO WEI", "Chen Xiaowei"),
        ("KIM", "YONGHO", "Kim Yong Ho"),
        ("TRAN", "DUY HAI", "Tran Duyhai"),
        ("HOANG", "THITHUY", "Hoang Thi Thuy"),
        ("FITZGERALD", "JOHN", "John Fitz Gerald"),
        ("MACDONALD", "JAMES", "James Mac Donald"),
        ("NOUR ELDIN", "AHMED", "Ahmed Nureddin"),
        ("SALAH ELDIN", "OMAR", "Omar Salah al-Din"),
        ("SALAHEDDINE", "OMAR", "Omar Salah Eldin"),
        ("EZZ ELDIN", "HASSAN", "Hassan Izz al-Din"),
        ("SHAIKH", "IMRAN", "Imran SHAIKH"),
        ("SHEIKH", "HASSAN", "HASSAN, Sheikh"),
        ("MULLA", "OMAR", "Mullah Omar"),
        ("KHUN", "SA", "Khun Sa"),
        ("SYED", "ALI RAZA", "Syed Ali Raza"),
        ("SEYED", "HASSAN NASRALLAH", "Sayyed Hassan Nasrallah"),
        ("NGUYEN", "LA", "La NGUYEN"),
        ("TSAI", "ING WEN", "Tsai Ying-wen"),
        ("WANG", "DE", "Wang De"),
        ("LI", "NAMS", "Li Na"),
        ("KIM", "UNMR", "Kim Un"),
        ("NTAGANDAMR", None, "NTAGANDA"),
        ("NTAGANDA", "FNUMR", "NTAGANDA"),
        ("NTAGANDA", "NOT APPLICABLE", "NTAGANDA"),
        ("NTAGANDA", "BOSCOMR.", "Bosco NTAGANDA"),
        ("MARTINE2", "JUAN", "Juan Martinez"),
    ],
)
def test_a_name_is_found_by_itself_and_nearly_as_good_as_spelt_the_same(
    surname: str, given_names: str | None, listed: str
) -> None:
    sent, entry = _sides(surname, given_names, listed)
    assert _shared_kinds(sent, entry) & set("NQS")
    assert compare(sent, entry).score > 0.94


@pytest.mark.parametrize(
    ("surname", "given_names", "listed"),
    [
        ("SMITH", "WM", "William Smith"), ("BROWN", "GEO", "George Brown"),
        ("PEREZ", "FCO", "Francisco Perez"), ("DIALLO", "AMADOU", "Amadou Jalloh"),
        ("SESAY", "FATOU", "Fatou Cisse"),
    ],
)  # fmt: skip
def test_an_abbreviation_is_the_name_and_so_is_another_country_s_spelling(
    surname: str, given_names: str, listed: str
) -> None:
    sent, entry = _sides(surname, given_names, listed)
    assert _shared_kinds(sent, entry) & set("FQT")
    assert compare(sent, entry).score > 0.9


@pytest.mark.parametrize(
    ("surname", "given_names", "listed"),
    [
        ("SHAIKH", "IMRAN", "Imran SYED"),
        ("BISHOP", "JOHN", "John MAJOR"),
        ("PASTOR", "MARIA", "Maria LORD"),
        ("SYED", "ALI", "Ali SHAIKH"),
        ("BINGHAM", "JOHN", "John GHAM"),
    ],
)
def test_names_that_are_no_more_than_like_titles_tell_two_people_apart(
    surname: str, given_names: str, listed: str
) -> None:
    match = _match(surname, given_names, listed)
    assert match.score < ALERT_THRESHOLD
    (name,) = (one for one in match.explanation if one.feature == "name")
    assert "single" not in name.note


@pytest.mark.parametrize(
    ("surname", "given_names", "listed"),
    [
        ("TRABELSI", "BENALI MOHAMED", "Ali Mohamed Khalil TRABELSI"),
        ("TRABELSI", "ALI MOHAMED", "Ben Ali Mohamed Khalil TRABELSI"),
    ],
)
def test_ones_own_name_is_the_given_one_whether_a_particle_is_glued_to_it(
    surname: str, given_names: str, listed: str
) -> None:
    assert _score_by_year(surname, given_names, listed) > ALERT_THRESHOLD


@pytest.mark.parametrize(
    ("surname", "given_names", "listed"),
    [
        ("SHARMA", "VANDANA", "Dana SHARMA"),
        ("LEVI", "BINYAMIN", "Yamin LEVI"),
        ("WIJAYA", "BINTANG", "Tang WIJAYA"),
    ],
)
def test_a_name_that_only_begins_like_a_particle_is_left_whole(
    surname: str, given_names: str, listed: str
) -> None:
    assert _score_by_year(surname, given_names, listed) < 0.1


def _score_by_year(surname: str, given_names: str, listed: str) -> float:
    who = passenger(surname=surname, given_names=given_names, birth_date=_BORN)
    one = entry(names=[{"full": listed}], birth_dates=[_BORN[:4]], nationalities=[])
    return compare(prepare_passenger(who), prepare_entry(one)).score
