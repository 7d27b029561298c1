"""The reservations of a PNRGOV message: which segment stands in which group (guide, group order).

A PNR begins with SRC. Its travellers come before its first TVL; a TIF after that is check-in data
or history, not one more traveller.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from manifests.edifact.tokens import Segment
from manifests.flight_numbers import FlightNumber, flight_number

# What is said of money, prices and history is counted; cards and prices have no place here.
_COUNTED = frozenset({"ABI", "DAT", "EBD", "FAR", "FOP", "LTS", "MON", "PTK", "RPI", "SAC", "TXD"})
_BY_AIR = "1"  # MSG 4025, the business function; others are hotels, cars, trains
_AFTER_LEGS = frozenset({"ABI", "LTS"})  # history and free text, to the end of the PNR


@dataclass(slots=True)
class Traveller:
    """One TIF before the legs, with the segments after it."""

    tif: Segment
    given: Sequence[str]  # its element of names: given, type, reference, infant
    segments: list[Segment] = field(default_factory=list)


@dataclass(slots=True)
class Leg:
    """One TVL by air, with what is said of it and who has checked in for it."""

    tvl: Segment
    segments: list[Segment] = field(default_factory=list)
    shared: list[Segment] = field(default_factory=list)  # whose flight it is under another number
    checked_in: list[list[Segment]] = field(default_factory=list)


@dataclass(slots=True)
class Record:
    """One PNR."""

    head: list[Segment] = field(default_factory=list)
    travellers: list[Traveller] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    split: list[Segment] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def locators(self) -> list[str]:
        """Return the record locators, that of the sending system first."""
        told = [one for one in self.head if one.tag == "RCI"]
        return [text for one in told for each in one.elements[1:] if (text := _locator(each))]


def records(segments: Iterable[Segment]) -> list[Record]:
    """Return the PNRs; what stands before the first is left out."""
    told = list(segments)
    found: list[Record] = []
    sorter: _Sorter | None = None
    for one in told[first_record(told) :]:
        if one.tag == "SRC" or sorter is None:
            found.append(Record())
            sorter = _Sorter(found[-1])
        if one.tag not in ("SRC", "UNT"):
            sorter.take(one)
    return found


def first_record(segments: Sequence[Segment]) -> int:
    """Return where the first PNR begins: at SRC, else at RCI."""
    tags = [one.tag for one in segments]
    for tag in ("SRC", "RCI"):
        if tag in tags:
            return tags.index(tag)
    return len(tags)


class _Sorter:
    """Puts each segment of one PNR where it belongs."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._into: list[Segment] | None = record.head
        self._history = self._elsewhere = False

    def take(self, one: Segment) -> None:
        """Take in the next segment of the PNR."""
        record = self._record
        self._history = self._history or one.tag in _AFTER_LEGS
        if one.tag in _COUNTED or self._history:
            record.counted[one.tag] += 1
        elif one.tag == "TIF" and not record.legs:
            self._traveller(one)
        elif one.tag == "TVL":
            self._leg(one)
        elif one.tag == "EQN":
            self._into = record.split
        elif one.tag == "TRA" and record.legs:
            record.legs[-1].shared.append(one)  # who operates the flight, from 14.1 on
        elif one.tag == "MSG":
            self._elsewhere = one.at(1) != _BY_AIR  # hotel, car, rail: their TVL is no flight
            self._into = None
            record.counted["MSG"] += 1
        elif one.tag == "TRI" and record.legs:
            record.legs[-1].checked_in.append([one])
            self._into = record.legs[-1].checked_in[-1]
        elif self._into is None:
            record.counted[one.tag] += 1
        else:
            self._into.append(one)

    def _traveller(self, tif: Segment) -> None:
        if tif.at(1, 1).upper() == "G":
            self._record.groups.append(tif.at(1))
            self._into = None
            return
        for given in tif.elements[2:] or [[""]]:
            self._record.travellers.append(Traveller(tif, given))
        self._into = self._record.travellers[-1].segments

    def _leg(self, tvl: Segment) -> None:
        legs = self._record.legs
        if self._elsewhere:
            self._record.counted["TVL"] += 1
        elif not tvl.at(2) and legs:
            legs[-1].shared.append(tvl)  # the operating carrier's own number, before 14.1
            self._into = legs[-1].segments
        else:
            legs.append(Leg(tvl))
            self._into = legs[-1].segments


def leg_number(tvl: Segment) -> FlightNumber | None:
    """Return carrier and number of a TVL; of `KE:SQ` the second operates the flight."""
    operating = tvl.at(4, 1) or tvl.at(4)
    return flight_number(tvl.at(5) + tvl.at(5, 2)[:1], operating)


def _locator(reservation: Sequence[str]) -> str | None:
    return (reservation[1].strip() or None) if len(reservation) > 1 else None
