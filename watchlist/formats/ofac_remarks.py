"""What the remarks of an OFAC record say in prose: birth, nationality, papers, weak names. Pure.

Source: OFAC's data format note for SDN.CSV; remarks are `; `-separated, at most 1,000 characters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from watchlist.country_names import countries_of
from watchlist.entry import ListedDocument
from watchlist.formats.documents import document_type
from watchlist.formats.rows import Tally

_LONGEST = 1000
# A paper by which a person can be known; not phone numbers, companies, wallets, name codes.
IDENTITY_LABEL = re.compile(
    r"(?:\w[\w.']*\s+){0,3}?(?:"
    r"passport|cedula|national id|(?:personal |refugee |registration |kenyan )?id\b|identif"
    r"|identity|identidad|c\.u\.r\.p|c\.u\.i|r\.?f\.?c\b|d\.n\.i|n\.i\.e|i\.f\.e|electoral"
    r"|driver|nit #|fiscal code|cartilla|tax id|ssn|residency|permanent resident"
    r"|birth certificate|le number|citizen's card|travel document|visanumber|tazkira|rtn\b|ruc\b"
    r"|immigration no|tarjeta|pilot license|national foreign id|public security and)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:[\w'-]*[a-z]{2}[\w'-]*|(?:[A-Z]\.)+|NIT|SSN|CNIC|RFC|RUC|RTN|ID|LE|UAE|No\.?|#):?\s+)+"
)
_BOTH = re.compile(r"(?<=\d)\s+and\s+(?=[A-Z])")
_ISSUED = re.compile(r"[\s,]*\b(?:issued?|expires?)\b.*$", re.IGNORECASE)
# The number, then `(Country)`, `, Country` or words; `12/BAHANA(N)010023` is all number.
_NUMBER = re.compile(r"(.*?\d.*?)((?:\s+\([^()]*\))+|,.*|\s+[A-Z][a-z]{2,}\D*)?$")
_NO_IDENTITY = re.compile(r"^(?:Phone|Digital|Email|Website|Linked|Additional|Secondary|Executive)")


@dataclass(frozen=True, slots=True)
class Remarks:
    """The parts of the remarks, each list in the order written."""

    birth: tuple[str, ...]
    birth_places: tuple[str, ...]
    countries: tuple[str, ...]
    gender: str
    weak_names: tuple[str, ...]
    documents: tuple[ListedDocument, ...]


def remarks_of(text: str, tally: Tally) -> Remarks:
    """Return what the remarks say; a piece cut off at the end of the field is left out."""
    pieces = list(_pieces(text, tally))
    return Remarks(
        birth=_after(pieces, "DOB "),
        birth_places=_after(pieces, "POB "),
        countries=_after(pieces, "nationality ") + _after(pieces, "citizen "),
        gender=next(iter(_after(pieces, "Gender ")), ""),
        weak_names=tuple(
            one.removeprefix("'").removesuffix("'") for one in _after(pieces, "a.k.a. ")
        ),
        documents=tuple(_documents(pieces, tally)),
    )


def listed_document(
    label: str, number: str, country: str | None, tally: Tally
) -> ListedDocument | None:
    """Return the paper, or None where there is no number; an unknown country is counted."""
    if not any(map(str.isdigit, number)):
        tally.left_out["document without a number"] += 1
        return None
    issuer = next(iter(countries_of(country or "")), None)
    if country and issuer is None:
        tally.left_out["issuer that is no country"] += 1  # prose: it may name somebody
    return ListedDocument(type=document_type(label), number=number, issuer=issuer)


def _pieces(text: str, tally: Tally) -> Iterator[str]:
    pieces = re.split(r";\s*", text.strip())
    if len(text) >= _LONGEST and not text.rstrip().endswith("."):
        tally.left_out["remark cut off at 1,000 characters"] += 1
        pieces.pop()
    return (piece.strip().removesuffix(".").removeprefix("alt. ") for piece in pieces)


def _after(pieces: list[str], label: str) -> tuple[str, ...]:
    return tuple(piece.removeprefix(label) for piece in pieces if piece.startswith(label))


def _each(piece: str) -> list[str]:
    """Return the papers of `Passport 1 and National ID No. 2`."""
    parts = _BOTH.split(piece)
    return parts if all(map(IDENTITY_LABEL.match, parts)) else [piece]


def _documents(pieces: list[str], tally: Tally) -> Iterator[ListedDocument]:
    for piece in chain.from_iterable(map(_each, pieces)):
        if _NO_IDENTITY.match(piece) or not IDENTITY_LABEL.match(piece):
            continue
        bare = _ISSUED.sub("", piece)
        if not any(map(str.isdigit, bare)):
            continue  # prose: `Passport issued in Sarajevo`, `Minister of Public Security`
        label = _LABEL.match(bare)
        end = label.end() if label else 0
        written = _NUMBER.match(bare[end:])
        number, tail = written.groups() if written else ("", None)
        found = listed_document(bare[:end], number, (tail or "").strip(" ,()"), tally)
        if found is not None:
            yield found
