"""A passenger as the passenger index holds them: as reported, and packed for who is listed later.

JSON, a line feed, LAYOUT, then what the compiled code reads. Pure.
"""

from dataclasses import dataclass

from manifests.contract import Passenger
from screening.record import LAYOUT

_END = b"\n"  # JSON on one line holds none


@dataclass(frozen=True, slots=True)
class Traveller:
    """One passenger of the index, parsed only where that matters."""

    json: bytes
    packed: bytes

    @property
    def passenger(self) -> Passenger:
        return Passenger.model_validate_json(self.json)


def traveller_record(json: bytes, packed: bytes) -> bytes:
    """Return a passenger, who is given as *json* and *packed*, as the index holds them."""
    return b"".join((json, _END, LAYOUT, packed))


def traveller_of(record: bytes) -> Traveller | None:
    """Return who is in a record, stamp and all; None where another release wrote it."""
    _, _, rest = record.partition(b"|")
    json, _, packed = rest.partition(_END)
    if not packed.startswith(LAYOUT):
        return None
    return Traveller(json, packed[len(LAYOUT) :])
