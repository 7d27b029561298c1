"""How much a name part tells: learned shares, what is not listed, and the table itself."""

from importlib import resources
from importlib.util import find_spec
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.learn.shares import table
from bench.learn.sources import NEEDED, regions
from screening.rarity import COMMONEST, RAREST, established, rarity, read_table
from screening.sounds import heard

SHIPPED = resources.files("screening").joinpath("data/name_shares.bin").read_bytes()
MISSING = [package for package in NEEDED if find_spec(package) is None]


@pytest.mark.parametrize(
    "from_common_to_rare",
    [
        pytest.param("MOHAMED AHMED HUSSEIN BILAL TIKRITI", id="Arabic"),
        pytest.param("GARCIA HERNANDEZ ESCOBAR", id="Spanish"),
        pytest.param("ALEKSANDR IVANOV DMITRIEV", id="Russian"),
        pytest.param("SMITH CAMPBELL MCALLISTER BWAMBALE", id="English, and unlisted"),
        pytest.param("WANG XIE JIAHAO", id="Chinese"),
        pytest.param("KHAN HAQ ZADRAN", id="Afghan"),
        pytest.param("KAMARA OKAFOR NTAGANDA", id="African"),
        pytest.param("MULLER SCHUSTER SCHUMACHER", id="German"),
        pytest.param("SATO KOBAYASHI SHIMAZU", id="Japanese"),
    ],
)
def test_rarer_names_tell_more(from_common_to_rare: str) -> None:
    for commoner, rarer in pairwise(from_common_to_rare.split()):
        assert rarity(commoner) < rarity(rarer)


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [
        pytest.param("MOHAMED", 3.0, 4.0, id="the commonest: 2 to 5 in 100"),
        pytest.param("LI", 3.9, 4.7, id="1 to 2 in 100"),
        pytest.param("WANG", 4.4, 5.4, id="WANG 1 in 150"),
        pytest.param("KIM", 4.6, 5.4, id="KIM 1 in 150"),
        pytest.param("GARCIA", 4.6, 5.6, id="GARCIA 1 in 200"),
        pytest.param("NGUYEN", 4.6, 5.6, id="NGUYEN 1 in 200"),
        pytest.param("SINGH", 5.0, 6.2, id="SINGH 1 in 250"),
        pytest.param("SMITH", 5.4, 6.6, id="SMITH 1 in 500"),
        pytest.param("IVANOV", 6.5, 7.5, id="IVANOV 1 in 1,300"),
        pytest.param("XQZKWV", 9.5, 9.5, id="no name at all"),
        pytest.param("J", 2.5, 2.5, id="an initial"),
        pytest.param("QO", 4.0, 5.0, id="two letters"),
        pytest.param("", 0.0, 0.0, id="nothing"),
    ],
)
def test_shares_are_those_of_travellers(word: str, low: float, high: float) -> None:
    assert low <= rarity(word) <= high


@pytest.mark.parametrize(
    "spellings",
    [
        "MOHAMED MUHAMMAD MOHAMMED MUHAMMED MOHAMMAD",
        "HUSSEIN HUSAYN HOSSEIN HUSSAIN HUSEYIN",
        "AHMED AHMAD", "MASUD MASOOD MASOUD", "DMITRI DMITRY DMITRIY",
        "QADHAFI GADDAFI KADAFI", "TIKRITI TIKRITY", "JAFAR JAAFAR", "SHAIKH SHAYKH SHEIKH",
    ],
)  # fmt: skip
def test_spellings_that_sound_alike_share_their_count(spellings: str) -> None:
    assert len({heard(spelt) for spelt in spellings.split()}) == 1
    assert len({rarity(spelt) for spelt in spellings.split()}) == 1


@pytest.mark.parametrize("pair", ["HASAN HUSSEIN", "IVAN IVANOV", "KARIM KARIMI", "SALIM SALAM"])
def test_different_names_do_not_sound_alike(pair: str) -> None:
    one, other = pair.split()
    assert heard(one) != heard(other)


def test_a_glued_article_changes_nothing() -> None:
    assert rarity("ALZADRAN") == rarity("ZADRAN")
    assert rarity("ALBERT") != rarity("BERT")


def test_letters_that_run_unlike_names_tell_more() -> None:
    assert rarity("BAMARELLO") < rarity("BQMRXLLW")


@pytest.mark.parametrize(
    "word", ["VUKOVIC", "VUJOVIC", "FERNANDEZ", "HERNANDEZ", "IVAN", "IVANOV", "SATO", "NGUYEN"]
)
def test_names_that_many_bear_are_established(word: str) -> None:
    assert established(word)


@pytest.mark.parametrize(
    "word", ["FERNAMDEZ", "SMIHT", "IVANPV", "KADAFI", "HUSSEYYN", "", "XQZKWV"]
)
def test_slips_are_not_established(word: str) -> None:
    assert not established(word)


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=60))
def test_every_word_has_a_rarity(word: str) -> None:
    assert COMMONEST <= rarity(word) <= RAREST


def test_the_table_is_sorted_and_within_bounds() -> None:
    shipped = read_table(SHIPPED)
    assert len(SHIPPED) < 600_000
    assert len(shipped.keys) > 10_000
    for sums in (shipped.keys, shipped.spellings):
        assert all(one < other for one, other in pairwise(sums))
    assert shipped.low < shipped.high


@pytest.mark.parametrize("spoilt", [SHIPPED[:-1], b"X" + SHIPPED[1:], SHIPPED + b"\0"])
def test_a_spoilt_table_is_refused(spoilt: bytes) -> None:
    with pytest.raises(ValueError, match=r"bench\.learn"):
        read_table(spoilt)


@pytest.mark.skipif(bool(MISSING), reason=f"the learner needs {', '.join(MISSING)}")
@pytest.mark.slow
def test_the_learner_writes_the_shipped_table() -> None:
    assert table(regions()) == SHIPPED
