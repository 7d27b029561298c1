"""No name is worth more than what is compiled leaves it, however it is written."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from screening.compiled.marking import AT_THE_CEILING, CERTAIN, IMPOSSIBLE, MARK, POSSIBLE
from screening.judging import is_certain, is_reached
from screening.kin import kin, may_be_one
from screening.likeness import likeness
from screening.prepared import prepare_entry, prepare_passenger
from screening.record import Recorded, record
from screening.score import PRIOR, log_odds, reaches
from screening.tokens import token
from tests.builders import entry, passenger
from tests.screening.beside import known, mark
from tests.screening.naming import NAMES

WORDS = (
    "MOHAMMED", "MUHAMMAD", "ABDUL", "RAHMAN", "ABDULRAHMAN", "SAD", "UDDIN", "SADUDDIN", "HAMID",
    "REZA", "HAMIDREZA", "KIM", "JONG", "UN", "JONGUN", "LI", "MING", "LIMING", "IVAN", "IVANOV",
    "IVANOVA", "JOHN", "JEAN", "JUAN", "J", "MJ", "PUTIN", "NITPU", "CHRISTODOUL",
    "CHRISTODOULOPOULOS", "VIKTOR", "VIKTORIA", "WILLIAM", "BILL", "JOSEPH", "YUSUF", "QADHAFI",
    "GADDAFI", "SAID", "SAIDULLAH", "KAZLOU", "KOZLOV", "SERGEYEVICH", "SERGEI", "SU", "YONG",
    "SONG", "ALMASRI", "MASRI", "WALID", "VALID", "FATIMA", "PATIMA", "JO", "CHO", "ABU", "KARIM",
    "ABUKARIM", "TALHI", "TAHI", "BENALI", "VANDENBERG", "BERG", "USTIN", "USTINA", "LE", "DAS",
    "BENDAS", "DE", "LA", "KO", "AUNG", "IWANOWITSCH",
)  # fmt: skip
# Each is like several others.
ALIKE = (
    "AHMAD", "AHMED", "HAMAD", "HAMED", "HAMID", "MAHMOUD", "MAHMUD", "MOHAMMED", "MUHAMMAD",
    "HASAN", "HASSAN", "HUSSEIN", "HUSAIN", "SALEM", "SALIM", "SALAM", "ALI", "ALY",
)  # fmt: skip
REAL = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
# Such as meet in ways that sound otherwise: DUC HAI, DUCHAI.
MEETING = (
    "LI", "HUA", "XIAO", "WEI", "YONG", "HO", "DUC", "HAI", "THI", "THUY", "KAI", "GANG", "AN",
    "SEOK", "SANG", "JAE", "IN", "MARC", "ELA", "ZIA", "UDDIN", "ZIAUDDIN", "GUL", "HABIBULLAH",
    "JAN", "AT", "SAI", "ABDUL", "KARIM", "OU",
)  # fmt: skip
ANY_NAME = REAL | NAMES.filter(str.strip)
DATES = st.sampled_from(
    [None, "1947-02-27", "1947", "1948-02-27", "1987-11-30", "1946-01-01", "1948-01-01"]
)
TOO_MUCH = 1e-6


@settings(max_examples=300)
@given(ANY_NAME, st.none() | ANY_NAME, st.lists(ANY_NAME, min_size=1, max_size=3), DATES, DATES)
@example("U", "1", ["10:U"], None, None)
@example("KHAN", "M", ["MOHAMMAD KHAN"], "1947-02-27", "1948-02-27")  # an initial
@example("SMYTHE", "J", ["JOHN SMITH"], None, None)
@example("BINLADEN", "OSAMA", ["OSAMA BINLADIN"], None, None)  # read in two ways
@example("LI", "NAMS", ["LI NA"], None, None)
@example("JO CHOL SONNG", None, ["JANG SONG CHOL"], None, None)
@example("ASADI", "HUDA FATIMA", ["FATEMEH OSTADI"], None, None)  # a skeleton, glued
@example("WENG", "GUINA", ["GWI GUNYOUNG"], "1947-02-27", "1947-02-27")
@example("AABID", "AALEE AWMAR", ["AMIR WAFAA ABDELLI"], None, None)  # is an affix alone
@example("SMIRNOV", "GICHKA ULYANA", ["KHRISTINA ANNA SMIRNOV"], None, None)  # heard without one
def test_nobody_is_ruled_out_who_reaches_it(
    surname: str, given_names: str | None, names: Sequence[str], born: str | None, its: str | None
) -> None:
    who = prepare_passenger(
        passenger(surname=surname, given_names=given_names, birth_date=born, documents=())
    )
    listed = entry(names=[{"full": one} for one in names], birth_dates=[its] if its else [])
    reached = log_odds(who, prepare_entry(listed))
    assert mark(who, listed, reached - TOO_MUCH) != IMPOSSIBLE


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(ALIKE), min_size=1, max_size=4),
    st.lists(st.sampled_from(ALIKE), min_size=1, max_size=5),
)
@example(["HAMAD", "OMAR"], ["AHMED", "HAMED"])
def test_nobody_is_ruled_out_whose_words_are_like_several(
    sent: Sequence[str], names: Sequence[str]
) -> None:
    who = prepare_passenger(
        passenger(surname=" ".join(sent), given_names=None, birth_date=None, documents=())
    )
    listed = entry(names=[{"full": " ".join(names)}], birth_dates=[])
    reached = log_odds(who, prepare_entry(listed))
    assert mark(who, listed, reached - TOO_MUCH) != IMPOSSIBLE


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(MEETING), min_size=2, max_size=5, unique=True),
    st.data(),
    st.booleans(),
    DATES,
)
def test_nobody_is_ruled_out_whose_words_the_other_side_glues(
    words: Sequence[str], data: st.DataObject, turned: bool, its: str | None
) -> None:
    apart, glued = " ".join(words), ""
    for word in data.draw(st.permutations(words)) if data.draw(st.booleans()) else words:
        glued += word + data.draw(st.sampled_from(["", " "]))
    sent, name = (glued.strip(), apart) if turned else (apart, glued.strip())
    who = prepare_passenger(
        passenger(surname=sent, given_names=None, birth_date="1947-02-27", documents=())
    )
    listed = entry(names=[{"full": name}], birth_dates=[its] if its else [])
    reached = log_odds(who, prepare_entry(listed)) - TOO_MUCH
    assume(reached > PRIOR)
    assert mark(who, listed, reached) != IMPOSSIBLE


@settings(max_examples=200)
@given(REAL, st.booleans(), DATES, DATES, st.floats(-12.0, 2.0) | st.just(0.0))
def test_who_reaches_it_for_certain_does(
    name: str, turned: bool, born: str | None, its: str | None, needed: float
) -> None:
    who = prepare_passenger(
        passenger(surname=name, given_names=None, birth_date=born, documents=(), nationality=None)
    )
    same = " ".join(reversed(name.split())) if turned else name
    listed = entry(names=[{"full": same}], birth_dates=[its] if its else [], nationalities=[])
    found = known(who, listed, needed)
    if found & MARK > POSSIBLE:
        expected = reaches(who, prepare_entry(listed), needed)
        assert is_reached(lambda: who, Recorded(1, record(listed)), found, needed) == expected


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(WORDS), max_size=2),
    st.integers(0, 2),
    DATES,
    st.floats(-3.0, 3.0),
)
@example(["HOANG", "TRONG", "DUNG"], ["TUNG"], 1, None, 0.0)
def test_who_shares_words_and_reaches_it_for_certain_does(
    sent: Sequence[str], others: Sequence[str], left: int, born: str | None, beyond: float
) -> None:
    who = prepare_passenger(
        passenger(surname=" ".join(sent), given_names=None, birth_date=born, documents=())
    )
    names = [{"full": " ".join((*reversed(sent[left:]), *others)) or "NOBODY"}]
    listed = entry(names=names, birth_dates=[born] if born else [])
    needed = log_odds(who, prepare_entry(listed)) + beyond
    found = known(who, listed, needed)
    if found & MARK > POSSIBLE:
        assert is_certain(found, needed) <= reaches(who, prepare_entry(listed), needed)


@pytest.mark.parametrize(("needed", "its"), [(0.0, AT_THE_CEILING), (-0.5, CERTAIN)])
@pytest.mark.parametrize("name", ["Bwambale OYELOWOKU", "Buambale OYELOWOKU"])
def test_the_same_rare_name_is_certain(name: str, needed: float, its: int) -> None:
    who = prepare_passenger(passenger(surname="OYELOWOKU", given_names="BWAMBALE"))
    listed = entry(names=[{"full": name}], birth_dates=[])
    assert mark(who, listed, needed) == its


@pytest.mark.parametrize(
    ("sent", "listed"),
    [
        pytest.param("ANNA LINDQVIST", "PETROS GEORGIOU", id="nothing in common"),
        pytest.param("MARIA GONZALEZ", "MARIA FERNANDEZ", id="one common part"),
        pytest.param("KHALID SALEM", "KHADIJA SALEH", id="parts that sound alike"),
        pytest.param("SARAH MARTIN", "SARA MARTINA LOPEZ", id="written apart on neither side"),
        pytest.param("HADDAD MUSTAFA SULAYMAN", "MUSTAPHA HODA SHUYFATI", id="glued by letters"),
        pytest.param("TRAN TUNG TRONG", "TRAN THANH TRONG", id="syllables"),
    ],
)
def test_another_person_is_ruled_out_without_a_comparison(sent: str, listed: str) -> None:
    who = prepare_passenger(passenger(surname=sent, given_names=None, birth_date=None))
    assert mark(who, entry(names=[{"full": listed}], birth_dates=[]), 0.0) == IMPOSSIBLE


@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_what_may_be_one_may_be_so_both_ways(one: str, other: str) -> None:
    assert may_be_one(token(one), token(other)) == may_be_one(token(other), token(one))


@pytest.mark.parametrize(
    "pair",
    ["QADHAFI GADDAFI", "WILLIAM BILL", "YUSUF JOSEPH", "PUTIN NITPU", "ALEX ALEXOPOULOS"],
)
def test_what_is_known_as_one_name_is_looked_at(pair: str) -> None:
    one, other = map(token, pair.split())
    assert may_be_one(one, other)
    assert likeness(one, other) > 0.0


def test_most_words_are_not_looked_at() -> None:
    assert not kin(token("GARCIA").skeleton)[token("OYELOWO").skeleton]
