"""The state of a flight as the passenger index holds it: JSON, compressed. Pure."""

import zlib

from manifests.flight import FlightState
from manifests.written import flight_json

PACKED = b"\x78\x01"  # how what is compressed at this level begins
_LEVEL = 1  # a quarter of the size for a microsecond a passenger; more gains little


def flight_record(state: FlightState) -> bytes:
    """Return *state* as the index holds it."""
    return zlib.compress(flight_json(state), _LEVEL)


def flight_in(record: bytes) -> FlightState:
    """Return the state in a record."""
    return FlightState.model_validate_json(json_in(record))


def json_in(record: bytes) -> bytes:
    """Return the JSON in a record, also in one of a release that did not compress it."""
    return zlib.decompress(record) if record.startswith(PACKED) else record
