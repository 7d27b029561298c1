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


def endless(interchange: Interchange) -> bool:
    """Say whether its end is missing, or that of one of its groups."""
    return any(one.trailer is None for one in _counting(interchange))


def counts_more(interchange: Interchange) -> bool:
    """Say whether more is counted in it, or in one of its groups, than there is."""
    return any(_said(one) > _inside(one)[1] for one in _counting(interchange))


def sent_in(whole: Interchange | Group) -> str:
    """Return how many were sent in it, for its trailer: those counted, or if more those there."""
    return str(max(_said(whole), _inside(whole)[1]))


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
    yield from _differs(group.trailer, *_inside(group))
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


def _counting(interchange: Interchange) -> list[Interchange | Group]:
    """Return what has a header, and so should have a trailer that counts."""
    if interchange.header is None:
        return []
    return [interchange, *(one for one in interchange.groups if one.header is not None)]


def _said(whole: Interchange | Group) -> int:
    """Return what the trailer counts, 0 where it says nothing."""
    return (counted(whole.trailer.at(1)) if whole.trailer is not None else None) or 0


def _inside(whole: Interchange | Group) -> tuple[str, int]:
    """Return what the trailer counts, and how many there are."""
    if isinstance(whole, Group):
        return "messages", len(whole.messages)
    groups = sum(one.header is not None for one in whole.groups)
    return ("groups", groups) if groups else ("messages", len([*whole.messages]))


def _differs(trailer: Segment, what: str, count: int) -> Iterator[str]:
    said = counted(trailer.at(1))
    if said != count:
        words = "no number of" if said is None else f"{said}"
        yield f"{trailer.tag} counts {words} {what}, there are {count}"


def _another(trailer: Segment, header: Segment, name: str, element: int) -> Iterator[str]:
    said = trailer.at(2)
    if said and said != header.at(element):
        yield f"the references of {name} and {trailer.tag} differ"
