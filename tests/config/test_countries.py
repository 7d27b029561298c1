"""Country codes as people write them, and what is none."""

import pytest

from config.countries import country_code, issuing_country, nation


@pytest.mark.parametrize(
    ("written", "code"),
    [("GB", "GBR"), ("gbr", "GBR"), (" irq ", "IRQ"), ("D", "DEU"), ("XXX", "XXX"), ("XK", "RKS")],
)
def test_codes_of_any_kind_become_those_of_icao(written: str, code: str) -> None:
    assert country_code(written) == code


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("", id="nothing"),
        pytest.param("ZZ", id="no country"),
        pytest.param("\N{LATIN SMALL LETTER SHARP S}", id="which in capitals is SS"),
        pytest.param("\N{LATIN SMALL LIGATURE FI}", id="which in capitals is FI"),
        pytest.param("\udcff", id="no character"),
        pytest.param("GB" * 5_000, id="very long"),
    ],
)
def test_what_is_no_code_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(ValueError, match="is no country code; write an ISO 3166"):
        country_code(written)


@pytest.mark.parametrize(
    ("code", "whose", "issuer"),
    [
        pytest.param("IRQ", "IRQ", "IRQ", id="a country"),
        pytest.param("GBO", "GBR", "GBR", id="British overseas"),
        pytest.param("XXB", None, "XXB", id="a refugee"),
        pytest.param("UNO", None, "UNO", id="an organisation"),
        pytest.param("RKS", "RKS", "RKS", id="Kosovo"),
    ],
)
def test_a_code_says_whose_national_one_is_and_who_issued(
    code: str, whose: str | None, issuer: str
) -> None:
    assert (nation(code), issuing_country(code)) == (whose, issuer)
