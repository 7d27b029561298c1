"""Lists of one flight that come beside each other are pieces of one list. Pure."""

from collections import defaultdict
from collections.abc import Sequence

from manifests.contract import Manifest, Part
from manifests.layer import LISTS

_TOLD = "one of several lists of the flight in one interchange; taken as a part of one list"


def in_parts(manifests: Sequence[Manifest]) -> list[Manifest]:
    """Return the manifests of one interchange, several whole lists of a flight as its parts.

    Nobody lists a flight twice at one moment, but some cut a long list without saying so: taken as
    lists of their own, the last would let everybody leave whom the others name.
    """
    lists: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(manifests):
        if one.part is None and one.function in LISTS:
            lists[one.flight.key, one.source, one.function].append(at)
    found = list(manifests)
    for places in lists.values():
        if len(places) > 1:
            for number, at in enumerate(places, start=1):
                found[at] = _part(found[at], number, last=number == len(places))
    return found


def _part(one: Manifest, number: int, *, last: bool) -> Manifest:
    changes = {"part": Part(number=number, last=last), "warnings": (*one.warnings, _TOLD)}
    return one.model_copy(update=changes)
