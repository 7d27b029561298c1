"""Country names as lists write them."""

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.countries import country_code
from watchlist.country_aliases import ALIASES
from watchlist.country_names import countries_of, country_named


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("Russian Federation", ("RUS",), id="ISO name"),
        pytest.param("Iran (Islamic Republic of)", ("IRN",), id="UN brackets"),
        pytest.param("Korea, North", ("PRK",), id="OFAC inverted"),
        pytest.param("Democratic People's Republic of Korea", ("PRK",), id="long name"),
        pytest.param("Democratic People\u2019s Republic of Korea", ("PRK",), id="curly quote"),
        pytest.param("Congo, Democratic Republic of the", ("COD",), id="the larger Congo"),
        pytest.param("Congo", ("COG",), id="the smaller Congo"),
        pytest.param("Türkiye", ("TUR",), id="diacritics"),
        pytest.param("Turkiye", ("TUR",), id="no diacritics"),
        pytest.param("Burma", ("MMR",), id="former name"),
        pytest.param("Kosovo", ("RKS",), id="ICAO only"),
        pytest.param("Tunisian passport", ("TUN",), id="demonym in a phrase"),
        pytest.param("possibly Palestinian", ("PSE",), id="hedged"),
        pytest.param("Sudan/South Sudan", ("SDN", "SSD"), id="two countries"),
        pytest.param("Nigeria", ("NGA",), id="not Niger"),
        pytest.param("born in Guinea-Bissau", ("GNB",), id="the longest name first"),
        pytest.param("GB", ("GBR",), id="alpha-2"),
        pytest.param("UAE", ("ARE",), id="abbreviation that is no code"),
        pytest.param(
            "United Kingdom of Great Britain and\n   Northern Ireland", ("GBR",), id="wrapped"
        ),
        pytest.param("na", (), id="not a name"),
        pytest.param("former Soviet Union", (), id="no such country any more"),
        pytest.param("", (), id="empty"),
    ],
)
def test_names_become_icao_codes(text: str, codes: tuple[str, ...]) -> None:
    assert countries_of(text) == codes


def test_every_iso_name_is_known_as_itself() -> None:
    wrong = [one.name for one in pycountry.countries if country_named(one.name) != one.alpha_3]
    assert wrong == []


def test_every_alias_leads_to_its_own_code() -> None:
    for code, aliases in ALIASES.items():
        assert country_code(code) == code
        assert {countries_of(alias) for alias in aliases.split("|")} == {(code,)}


@given(st.text(max_size=60))
def test_any_text_gives_known_codes_each_once(text: str) -> None:
    codes = countries_of(text)
    assert len(set(codes)) == len(codes)
    assert all(country_code(code) == code for code in codes)
