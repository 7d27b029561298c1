"""One verdict in a CUSRES of ours changed; the rest of it stays as it was sent. Pure."""

from collections.abc import Iterable, Sequence

from manifests.cusres.writing import separators_of
from manifests.edifact.separators import Separators
from manifests.edifact.tokens import Segment, segments
from manifests.edifact.writing import USUAL, segment, written


def with_verdict(told: str, place: int, code: str, text: str | None) -> str:
    """Return *told* with another verdict on the person at *place*, counted from 0."""
    una, separators, found = _read(told)
    return una + written(_counted(_changed(found, place, code, text)), separators)


def codes_in(told: str) -> list[str]:
    """Return the verdicts in *told*, in order."""
    return [one.at(1) for one in _read(told)[-1] if one.tag == "ERC"]


def _read(told: str) -> tuple[str, Separators, Sequence[Segment]]:
    una = told[:9] if told.startswith("UNA") else ""
    separators = separators_of(una[3:]) if una else USUAL
    return una, separators, segments(told, separators, len(una)).segments


def _changed(
    found: Iterable[Segment], place: int, code: str, text: str | None
) -> Iterable[Segment]:
    person = -1
    for one in found:
        person += one.tag == "ERP" and one.at(1) == "2"
        if person != place or one.tag not in ("ERC", "FTX"):
            yield one
        elif one.tag == "ERC":
            yield segment("ERC", code)
            if text:
                yield segment("FTX", "AAP", "", "", text)


def _counted(found: Iterable[Segment]) -> Iterable[Segment]:
    """Yield the segments with as many in UNT as there are from UNH to it."""
    count = 0
    for one in found:
        count = 1 if one.tag == "UNH" else count + 1
        yield segment("UNT", str(count), one.at(2)) if one.tag == "UNT" else one
