"""The state of a flight as the passenger index holds it: JSON, compressed. Pure."""

import zstandard

from manifests.flight import FlightState
from manifests.written import flight_json

PACKED = zstandard.FRAME_HEADER  # how what is compressed begins
# A new one would take longer than what it does; so flights are written in one thread, a worker's
# loop.
_COMPRESSOR = zstandard.ZstdCompressor(level=1)


def flight_record(state: FlightState) -> bytes:
    """Return *state* as the index holds it."""
    # A copy: what the compressor returns keeps all the room that it might have needed, and a worker
    # holds it for long.
    return bytes(memoryview(_COMPRESSOR.compress(flight_json(state))))


def flight_in(record: bytes) -> FlightState:
    """Return the state in a record."""
    return FlightState.model_validate_json(json_in(record))


def json_in(record: bytes) -> bytes:
    """Return the JSON in a record, also in one of a release that did not compress it."""
    return zstandard.decompress(record) if record.startswith(PACKED) else record
