"""Lists of one flight that come beside each other are pieces of one list. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from manifests.contract import Manifest, Part
from manifests.layer import LISTS

_SEVERAL = "one of several lists of the flight in one interchange; taken as a part of one list"
_LACKS = (
    "a message that may belong to it is missing, cut off or cannot be read; "
    "the list lets nobody leave"
)


@dataclass(frozen=True, slots=True)
class Missing:
    """What was sent in an interchange and is not there."""

    message: bool = False  # one that cannot be read, of whatever flight
    lists: frozenset[tuple[str, str]] = frozenset()  # flight and source of those not whole
    counted: bool = False  # messages that it counts
    end: bool = False  # its end; one list is whole without, for some never write it


NOTHING = Missing()


def in_parts(manifests: Sequence[Manifest], missing: Missing = NOTHING) -> list[Manifest]:
    """Return the manifests of one interchange, several whole lists of a flight as its parts.

    Nobody lists a flight twice at one moment, but some cut a long list without saying so: taken as
    lists of their own, the last would let everybody leave whom the others name. Where something
    is *missing*, what is there may be a part as well, and the last part is not known to be there.
    """
    lists: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(manifests):
        if one.part is None and one.function in LISTS:
            lists[one.flight.key, one.source, one.function].append(at)
    found = list(manifests)
    for (flight, source, _), places in lists.items():
        several = len(places) > 1
        lacks = missing.message or missing.counted or (several and missing.end)
        lacks = lacks or (flight, source) in missing.lists
        if several or lacks:
            for number, at in enumerate(places, start=1):
                last = number == len(places) and not lacks
                told = [_SEVERAL] * several + [_LACKS] * lacks
                found[at] = _part(found[at], Part(number=number, last=last), told)
    return found


def taken_as_part(one: Manifest) -> bool:
    """Say whether it is a part because of what it came beside, and does not say so itself."""
    return one.part is not None and not {_SEVERAL, _LACKS}.isdisjoint(one.warnings)


def number_may_change(one: Manifest) -> bool:
    """Say whether it may come again as another part, once what was missing beside it is there."""
    return _LACKS in one.warnings


def _part(one: Manifest, part: Part, told: Sequence[str]) -> Manifest:
    return one.model_copy(update={"part": part, "warnings": (*one.warnings, *told)})
