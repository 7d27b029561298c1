"""The state of one flight: who travels, and who is who. Pure."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from manifests.contract import Contract, Flight, FlightStatus, Passenger, passenger_json
from manifests.identity import PassengerRef, RowId
from manifests.joined import Telling, joined
from manifests.layer import Layer
from manifests.person_rules import Described
from manifests.row import NEVER, Row, last_words
from manifests.same_person import Persons, near, persons


class FlightState(Contract):
    """Everything known of one flight."""

    flight: Flight
    flight_order: str = NEVER
    arrivals: dict[str, tuple[str, str]] = {}  # by departure: order and time of the last stated
    status_said: tuple[str, FlightStatus | None] = (NEVER, None)  # order and value of the last
    told_of_others: str = NEVER  # the order of the last push that changed whom it did not name
    cancelled: str = NEVER
    layers: dict[str, Layer] = {}
    messages: tuple[str, ...] = ()  # those that named several people, or split lists; Row.among
    refs: dict[PassengerRef, RowId] = {}  # every reference ever given, in that order; for which row
    people: dict[RowId, PassengerRef] = {}  # whose each row is

    def changed(self, **changes: object) -> "FlightState":
        """Return the flight with *changes*; unlike a copy it holds nothing found out before."""
        held: dict[str, Any] = {one: getattr(self, one) for one in FlightState.model_fields}
        said = self.model_fields_set | changes.keys()
        return FlightState.model_construct(said, **{**held, **changes})

    def travellers(self) -> dict[PassengerRef, Passenger]:
        """Return who is on the flight, each as the layers together describe them."""
        return dict(self.on_board)

    @cached_property
    def on_board(self) -> Mapping[PassengerRef, Passenger]:
        """Return `travellers`, found once."""
        return {ref: joined(tellings) for ref, tellings in self.tellings.items()}

    @cached_property
    def tellings(self) -> Mapping[PassengerRef, Sequence[Telling]]:
        """Return what each source says of those on the flight."""
        found: dict[PassengerRef, list[Telling]] = {}
        described = self._described()
        for name, layer in sorted(self.layers.items()):
            source, left_before = name.rpartition("/")[2], layer.left_before(described)
            for ref, rows in self._by_person(layer).items():
                if layer.on_board(rows, left_before=left_before, cancelled=self.cancelled):
                    found.setdefault(ref, []).append(Telling(source, last_words(rows)))
        return found

    def passenger_json(self, ref: PassengerRef) -> bytes:
        """Return the passenger as JSON; who is told of by one source is written but once."""
        tellings = self.tellings[ref]
        return tellings[0].row.json if len(tellings) == 1 else passenger_json(self.on_board[ref])

    def who_is_who(self, start: Collection[RowId] = ()) -> Persons:
        """Return the rows of each person, and what joined them; only those near *start*, if any."""
        rows = [
            Described(one, name, row.identity, row.among)
            for name, layer in self.layers.items()
            for one, row in layer.rows.items()
        ]
        # Else finding who is near costs more than it saves.
        few = start and 4 * len(start) < len(rows)
        return persons(near(rows, start) if few else rows)

    @property
    def called_off(self) -> bool:
        """Say whether the flight was cancelled, and nobody of it named since."""
        rows = [row for layer in self.layers.values() for row in layer.rows.values()]
        return bool(self.cancelled) and all(row.order <= self.cancelled for row in rows)

    def merged(self, on_board: Mapping[PassengerRef, Passenger]) -> frozenset[PassengerRef]:
        """Return the references given up for an older one of the same person, who is on board."""
        return frozenset(
            ref for ref, row in self.refs.items() if ref != self.people[row] in on_board
        )

    def left(self, on_board: Mapping[PassengerRef, Passenger]) -> frozenset[PassengerRef]:
        """Return every reference ever given that is not among *on_board*.

        Somebody who turned out to be one with an older reference leaves under the younger one.
        """
        return frozenset(self.refs) - frozenset(on_board)

    def _described(self) -> frozenset[RowId]:
        """Return the rows whose person some row describes; none where no list refers to anybody."""
        if not any(layer.refers for layer in self.layers.values()):
            return frozenset()
        rows = [pair for layer in self.layers.values() for pair in layer.rows.items()]
        people = {self.people[one] for one, row in rows if not row.passenger.refers}
        return frozenset(one for one, _ in rows if self.people[one] in people)

    def _by_person(self, layer: Layer) -> dict[PassengerRef, list[Row]]:
        found: dict[PassengerRef, list[Row]] = {}
        for one, row in layer.rows.items():
            found.setdefault(self.people[one], []).append(row)
        return found
