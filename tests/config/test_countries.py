"""Country codes as people write them, and what is none."""

import pytest

from config.countries import country_code


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
