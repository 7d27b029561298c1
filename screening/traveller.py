"""A passenger as the passenger index holds them: as reported, and packed for who is listed later.

JSON in short, a line feed, LAYOUT, then what the compiled code reads. Pure.
"""

from dataclasses import dataclass

from manifests.contract import Passenger
from screening.record import LAYOUT

_END = b"\n"  # JSON on one line holds none
# In short each of these names of fields, which are half of the JSON, is a control character from
# here on, with its quotes and colon: JSON holds those only escaped. Nearly everybody has these
# fields; each more would take its time to be looked for. Who is held was written by their order.
_FIRST_CODE = 0x10  # no line feed among as many
_FIELDS = (
    "passenger_id", "record_locator", "surname", "given_names", "birth_date", "nationality",
    "documents", "number", "issuer", "expires",
)  # fmt: skip
_SHORT = [(f'"{name}":'.encode(), bytes((at,))) for at, name in enumerate(_FIELDS, _FIRST_CODE)]


@dataclass(frozen=True, slots=True)
class Traveller:
    """One passenger of the index, parsed only where that matters."""

    short: bytes
    packed: bytes

    @property
    def passenger(self) -> Passenger:
        return passenger_in(self.short)


def traveller_record(json: bytes, packed: bytes) -> bytes:
    """Return a passenger, who is given as *json* and *packed*, as the index holds them."""
    for name, code in _SHORT:
        json = json.replace(name, code)
    return b"".join((json, _END, LAYOUT, packed))


def traveller_of(record: bytes) -> Traveller | None:
    """Return who is in a record, stamp and all; None where another release wrote it."""
    _, _, rest = record.partition(b"|")
    short, _, packed = rest.partition(_END)
    if not packed.startswith(LAYOUT):
        return None
    return Traveller(short, packed[len(LAYOUT) :])


def passenger_in(short: bytes) -> Passenger:
    """Return who is held in JSON in short."""
    for name, code in _SHORT:
        short = short.replace(code, name)
    return Passenger.model_validate_json(short)
