"""Country codes: everything inside Tocsin is the ICAO 9303 three-letter code."""

from functools import lru_cache
from typing import Annotated

import pycountry
from pydantic import AfterValidator, WithJsonSchema

# ICAO Doc 9303-3 section 5 codes that ISO 3166-1 does not have.
_ICAO_ONLY = {
    "D": "DEU",  # Germany prints D in the machine readable zone
    "GBD": "GBD", "GBN": "GBN", "GBO": "GBO", "GBP": "GBP", "GBS": "GBS",
    "RKS": "RKS", "EUE": "EUE", "UNO": "UNO", "UNA": "UNA", "UNK": "UNK",
    "XOM": "XOM", "XXA": "XXA", "XXB": "XXB", "XXC": "XXC", "XXX": "XXX",
    "XPO": "XPO", "XBA": "XBA", "XIM": "XIM", "XCC": "XCC", "XCE": "XCE", "XCO": "XCO",
    "XEC": "XEC", "XMP": "XMP", "XDC": "XDC", "IAO": "IAO", "NTZ": "NTZ",
    "XK": "RKS", "XKX": "RKS", "UTO": "UTO",
}  # fmt: skip


# Passports of the United Kingdom for those who are not its citizens but its nationals.
_BRITISH = ("GBD", "GBN", "GBO", "GBP", "GBS")
# Stateless, refugees and unspecified; organisations and specimens, which issue documents and have
# no nationals. UNK is Kosovo under the UN's administration, whose holders it calls residents.
_NO_NATION = (
    "XXA", "XXB", "XXC", "XXX", "EUE", "IAO", "UNA", "UNK", "UNO", "UTO",
    "XBA", "XCC", "XCE", "XCO", "XDC", "XEC", "XIM", "XMP", "XOM", "XPO",
)  # fmt: skip
_ISSUERS = dict.fromkeys(_BRITISH, "GBR")
_NATIONS: dict[str, str | None] = {**_ISSUERS, **dict.fromkeys(_NO_NATION)}


@lru_cache(maxsize=1_024)  # blanks around a code make it another one
def country_code(code: str) -> str:
    """Return the ICAO three-letter code for an ISO alpha-2, alpha-3 or ICAO code.

    Raises ValueError with a sentence when no country has that code.
    """
    upper = code.strip().upper() if code.isascii() else ""  # upper() makes SS of a sharp s
    if upper in _ICAO_ONLY:
        return _ICAO_ONLY[upper]
    if len(upper) == 2:
        found = pycountry.countries.get(alpha_2=upper)
    else:
        found = pycountry.countries.get(alpha_3=upper)
    if found is None:
        raise ValueError(
            "is no country code; write an ISO 3166 or ICAO 9303 code such as GBR or GB"
        )
    return str(found.alpha_3)


def nation(code: str) -> str | None:
    """Return the country whose national an ICAO code says somebody is; None where it says none."""
    return _NATIONS.get(code, code)


def issuing_country(code: str) -> str:
    """Return what issued a document by its ICAO code: one country for all its kinds of passport."""
    return _ISSUERS.get(code, code)


Country = Annotated[
    str,
    AfterValidator(country_code),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{1,3}$"}),  # as far as it can say it
]
