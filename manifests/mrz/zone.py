"""What a machine readable zone says, as values, and where each size writes it.

ICAO Doc 9303-4 (TD3), -5 (TD1), -6 (TD2) and -7 (visas: MRV-A, MRV-B), section 4.2.
"""

from dataclasses import dataclass
from typing import Literal

from manifests.contract import UNNAMED, Document, Passenger
from manifests.mrz.names import MrzName
from manifests.values import country

Size = Literal["TD1", "TD2", "TD3", "MRV-A", "MRV-B"]


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone; dates as the contract writes them, as far as they are told.

    `wrong` names the fields whose check digit does not agree: they were misread, or forged.
    """

    size: Size
    type: str
    issuer: str
    number: str
    nationality: str
    birth_date: str | None
    sex: Literal["M", "F", "X"]
    expires: str | None
    name: MrzName
    optional: str = ""
    more_optional: str = ""  # TD1 has two such fields
    wrong: tuple[str, ...] = ()

    @property
    def passenger(self) -> Passenger:
        """Return the holder with the document, as a manifest names them; verified if all agrees."""
        documents: tuple[Document, ...] = ()
        if self.number:
            documents = (
                Document(
                    type=self.type or None,
                    number=self.number,
                    issuer=country(self.issuer),
                    expires=self.expires,
                ),
            )
        return Passenger(
            surname=self.name.surname or UNNAMED,
            given_names=self.name.given_names,
            birth_date=self.birth_date,
            sex=self.sex,
            nationality=country(self.nationality),
            documents=documents,
            verified=not self.wrong,
        )


class NoZone(ValueError):  # noqa: N818  # says what is the case
    """The text is no machine readable zone; one sentence, without what it says."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: line and columns, counted from 0, the end left out."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a size writes its fields; each check digit follows its field."""

    width: int
    lines: int
    name: Place
    number: Place
    nationality: Place
    born: Place
    sex: Place
    expires: Place
    optional: Place
    more_optional: Place | None = None
    optional_digit: bool = False
    composite: tuple[Place, ...] = ()  # what the last digit of all is over
    overall: Place | None = None


def _two_lines(width: int, optional: int, *, composite: bool, digit: bool = False) -> Layout:
    """Return the layout of every size of two lines."""
    end = 28 + optional
    return Layout(
        width=width,
        lines=2,
        name=Place(0, 5, width),
        number=Place(1, 0, 9),
        nationality=Place(1, 10, 13),
        born=Place(1, 13, 19),
        sex=Place(1, 20, 21),
        expires=Place(1, 21, 27),
        optional=Place(1, 28, end),
        optional_digit=digit,
        composite=(Place(1, 0, 10), Place(1, 13, 20), Place(1, 21, width - 1)) if composite else (),
        overall=Place(1, width - 1, width) if composite else None,
    )


LAYOUTS: dict[Size, Layout] = {
    "TD3": _two_lines(44, 14, composite=True, digit=True),
    "TD2": _two_lines(36, 7, composite=True),
    "MRV-A": _two_lines(44, 16, composite=False),
    "MRV-B": _two_lines(36, 8, composite=False),
    "TD1": Layout(
        width=30,
        lines=3,
        name=Place(2, 0, 30),
        number=Place(0, 5, 14),
        nationality=Place(1, 15, 18),
        born=Place(1, 0, 6),
        sex=Place(1, 7, 8),
        expires=Place(1, 8, 14),
        optional=Place(0, 15, 30),
        more_optional=Place(1, 18, 29),
        composite=(Place(0, 5, 30), Place(1, 0, 7), Place(1, 8, 15), Place(1, 18, 29)),
        overall=Place(1, 29, 30),
    ),
}
