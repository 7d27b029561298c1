"""Interchanges of a text and their messages, each with its envelope (ISO 9735: UNB UNG UNH)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from manifests.edifact.characters import UNREADABLE, outside
from manifests.edifact.separators import Beginning, Separators, beginning
from manifests.edifact.tokens import Segment, segments

_SERVICE = frozenset({"UNA", "UNB", "UNG", "UNH", "UNT", "UNE", "UNZ"})


@dataclass(slots=True)
class Interchange:
    """What UNB and UNZ hold together; where there is no UNB, `header` is None."""

    separators: Separators
    header: Segment | None = None
    trailer: Segment | None = None
    groups: list["Group"] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: tuple[str, ...] | None = None  # set once they are asked for: manifests.edifact.counts

    @property
    def messages(self) -> Iterator["Message"]:
        """Yield the messages of all groups, in their order."""
        for group in self.groups:
            yield from group.messages


@dataclass(slots=True)
class Group:
    """What UNG and UNE hold together; messages outside any group share one without a header."""

    header: Segment | None = None
    trailer: Segment | None = None
    messages: list["Message"] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """Return what UNG calls it, empty where it has none."""
        return self.header.at(5) if self.header is not None else ""


@dataclass(slots=True)
class Message:
    """From UNH to UNT; `segments[0]` is UNH, which is segment 1. Without UNT it was cut off."""

    interchange: Interchange
    group: Group
    segments: Sequence[Segment]
    cut_off: bool = False
    stray: bool = False  # segments that stand outside any message
    again: int = 0  # how many before it have the same references, its group's too, and part

    @property
    def header(self) -> Segment:
        """Return UNH; of stray segments the first."""
        return self.segments[0]


@dataclass(frozen=True, slots=True)
class Envelopes:
    """All interchanges of a text, and how many characters around them belong to none."""

    interchanges: tuple[Interchange, ...]
    around: int


def envelopes(text: str, limit: int = 1_000) -> Envelopes:
    """Return the interchanges in *text*, one after the other; one more than *limit* at most.

    One that was turned into small letters on its way is read in capitals.
    """
    found, at, around = list[Interchange](), 0, 0
    small = beginning(text) is None and beginning(text.upper()) is not None
    if small:
        text = text.upper()
    while len(found) <= limit and (start := beginning(text, at)) is not None:
        around += start.begins - at
        interchange, at = _interchange(text, start)
        found.append(interchange)
    if small:
        found[0].problems.append("was sent in small letters; read in capitals")
    return Envelopes(tuple(found), around + len(text[at:].strip()))


def _interchange(text: str, start: Beginning) -> tuple[Interchange, int]:
    """Return the interchange that begins there, and where what follows it begins."""
    run = segments(text, start.separators, start.position)
    marks = [(at, one.tag) for at, one in enumerate(run.segments) if one.tag in _SERVICE]
    made = Interchange(start.separators, problems=[start.problem] if start.problem else [])
    _fill(made, run.segments, marks)
    written = text[start.position : run.end]
    if UNREADABLE in written:
        made.problems.append("bytes that are no characters; names may lack letters: send it again")
    if made.header is not None:
        said = made.header.at(1)
        if outside(said, written):
            made.problems.append(f"characters that {said} does not allow were taken as they are")
    return made, run.end


def _fill(made: Interchange, found: list[Segment], marks: list[tuple[int, str]]) -> None:
    group, at, seen = Group(), 0, Counter[tuple[str, str, str]]()
    made.groups.append(group)
    for number, (mark, tag) in enumerate(marks):
        following = marks[number + 1][0] if number + 1 < len(marks) else len(found)
        if mark < at:
            continue  # the UNT of the message just taken
        _stray(made, group, found[at:mark])
        at = mark + 1
        if tag == "UNH":
            closed = following < len(found) and found[following].tag == "UNT"
            at = following + 1 if closed else following
            name = (group.reference, found[mark].at(1), found[mark].joined(4, ":"))
            said = found[mark:at]
            group.messages.append(Message(made, group, said, cut_off=not closed, again=seen[name]))
            seen[name] += 1
        else:
            group = _service(made, group, found[mark])
    _stray(made, group, found[at:])


def _service(made: Interchange, group: Group, one: Segment) -> Group:
    """Take in a segment of the envelope; return the group that what follows belongs to."""
    match one.tag:
        case "UNB":
            made.header = one
        case "UNZ":
            made.trailer = one
        case "UNG":
            group = Group(header=one)
            made.groups.append(group)
        case "UNE":
            group.trailer = one
            group = Group()
            made.groups.append(group)
    return group


def _stray(made: Interchange, group: Group, between: list[Segment]) -> None:
    """Keep segments that no UNH opens: they are refused by name, not skipped."""
    if any(len(one.tag) == 3 for one in between):
        group.messages.append(Message(made, group, between, stray=True))
    elif any(one.tag for one in between):
        made.problems.append("holds characters between its messages that belong to none")
