"""The state of a flight as the passenger index and a worker hold it."""

import tracemalloc

from manifests.fold import fold
from screening.flight_record import flight_in, flight_record
from tests.manifests.building import manifest, passenger_fields

STATE = fold(
    None, manifest(*(passenger_fields(given_names=f"JOHN{number}") for number in range(180)))
).state


def test_state_is_read_as_it_was_written() -> None:
    assert flight_in(flight_record(STATE)) == STATE


def test_record_takes_no_more_memory_than_its_length() -> None:
    flight_record(STATE)
    tracemalloc.start()
    held = [flight_record(STATE) for _ in range(20)]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 1.5 * sum(map(len, held))
