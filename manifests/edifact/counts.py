"""What the trailers of an interchange count, held against what is there (ISO 9735)."""

from collections.abc import Iterator

from manifests.edifact.envelope import Group, Interchange, Message
from manifests.edifact.tokens import Segment


def envelope_warnings(message: Message) -> tuple[str, ...]:
    """Return what is wrong with the envelope around *message*, one sentence each."""
    interchange = message.interchange
    if interchange.warnings is None:
        interchange.warnings = tuple(_of_interchange(interchange))
    return (*_of_message(message), *_of_group(message.group), *interchange.warnings)


def cut_short(interchange: Interchange) -> bool:
    """Say whether its end is missing, or more is counted in it than there is."""
    if interchange.header is None:
        return False
    trailers = [(one.trailer, len(one.messages)) for one in interchange.groups if one.header]
    trailers.append((interchange.trailer, _inside(interchange)[1]))
    return any(one is None or (counted(one.at(1)) or 0) > there for one, there in trailers)


def counted(text: str) -> int | None:
    """Return the number in *text*, None where there is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _of_message(message: Message) -> Iterator[str]:
    if message.cut_off:
        yield "UNT is missing; the message may have been cut off"
        return
    trailer = message.segments[-1]
    yield from _differs(trailer, "segments", len(message.segments))
    yield from _another(trailer, message.header, "UNH", 1)


def _of_group(group: Group) -> Iterator[str]:
    if group.header is None:
        return
    if group.trailer is None:
        yield "UNE is missing; the interchange may have been cut off"
        return
    yield from _differs(group.trailer, "messages", len(group.messages))
    yield from _another(group.trailer, group.header, "UNG", 5)


def _of_interchange(interchange: Interchange) -> Iterator[str]:
    yield from interchange.problems
    if interchange.header is None:
        return
    if interchange.header.at(11) == "1":
        yield "UNB marks the interchange as a test; it is taken in as any other"
    if interchange.trailer is None:
        yield "UNZ is missing; the interchange may have been cut off"
        return
    yield from _differs(interchange.trailer, *_inside(interchange))
    yield from _another(interchange.trailer, interchange.header, "UNB", 5)


def _inside(interchange: Interchange) -> tuple[str, int]:
    """Return what UNZ counts, and how many there are."""
    groups = sum(one.header is not None for one in interchange.groups)
    return ("groups", groups) if groups else ("messages", len([*interchange.messages]))


def _differs(trailer: Segment, what: str, count: int) -> Iterator[str]:
    said = counted(trailer.at(1))
    if said != count:
        words = "no number of" if said is None else f"{said}"
        yield f"{trailer.tag} counts {words} {what}, there are {count}"


def _another(trailer: Segment, header: Segment, name: str, element: int) -> Iterator[str]:
    said = trailer.at(2)
    if said and said != header.at(element):
        yield f"the references of {name} and {trailer.tag} differ"
