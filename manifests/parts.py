"""Lists of one flight that come beside each other are pieces of one list. Pure."""

from collections import defaultdict
from collections.abc import Sequence

from manifests.contract import Manifest, Part
from manifests.layer import LISTS

_SEVERAL = "one of several lists of the flight in one interchange; taken as a part of one list"
_LACKS = "a message beside it cannot be read and may belong to it; the list lets nobody leave"


def in_parts(manifests: Sequence[Manifest], *, broken: bool) -> list[Manifest]:
    """Return the manifests of one interchange, several whole lists of a flight as its parts.

    Nobody lists a flight twice at one moment, but some cut a long list without saying so: taken as
    lists of their own, the last would let everybody leave whom the others name. Where a message
    was *broken*, what is there may be a part as well, and the last part is not known to be there.
    """
    lists: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(manifests):
        if one.part is None and one.function in LISTS:
            lists[one.flight.key, one.source, one.function].append(at)
    found = list(manifests)
    for places in lists.values():
        if len(places) > 1 or broken:
            for number, at in enumerate(places, start=1):
                last = number == len(places) and not broken
                told = [_SEVERAL] * (len(places) > 1) + [_LACKS] * broken
                found[at] = _part(found[at], Part(number=number, last=last), told)
    return found


def _part(one: Manifest, part: Part, told: Sequence[str]) -> Manifest:
    return one.model_copy(update={"part": part, "warnings": (*one.warnings, *told)})
