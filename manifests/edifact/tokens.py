"""Segments of an interchange: tag, elements, components, with released characters restored."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from manifests.edifact.separators import Separators

# Lone surrogates: no decoder makes them, so they can stand for what was released.
_STAND_INS = ("\udc01", "\udc02", "\udc03", "\udc04")
_ENDING = frozenset({"UNZ", "UNA", "UNB"})
_PIECE = 65_536
_LINE_ENDS = re.compile(r"[\r\n]")


class Segment(NamedTuple):
    """One segment; element 0 is the tag, as in the directories element 1 is the first after it.

    An element of one component is that text itself: most are, and a list for each costs much.
    """

    tag: str
    told: Sequence[str | Sequence[str]]

    def at(self, element: int, component: int = 0) -> str:
        """Return that component without blanks around it, empty where there is none."""
        try:
            one = self.told[element]
            if isinstance(one, str):
                return one.strip() if component == 0 else ""
            return one[component].strip()
        except IndexError:
            return ""

    def components(self, element: int) -> Sequence[str]:
        """Return the components of that element, none where it is absent."""
        return _components(self.told[element]) if element < len(self.told) else ()

    def joined(self, element: int, separator: str = " ") -> str:
        """Return the components of that element as one text, the empty ones left out."""
        parts = (one.strip() for one in self.components(element))
        return separator.join(one for one in parts if one)

    @property
    def elements(self) -> list[Sequence[str]]:
        """Return every element as its components."""
        return [_components(one) for one in self.told]


def _components(one: str | Sequence[str]) -> Sequence[str]:
    return (one,) if isinstance(one, str) else one


@dataclass(frozen=True, slots=True)
class Run:
    """Segments that follow each other, and where in the text what comes after them begins."""

    segments: list[Segment]
    end: int


def segments(text: str, separators: Separators, at: int = 0) -> Run:
    """Return the segments of one interchange from *at*: to its UNZ, or to where another begins.

    Line ends inside a segment are no part of it (Type-B wraps); two terminators hold none.
    """
    released = bool(separators.release) and text.find(separators.release, at) >= 0
    wrapped = text.find("\n", at) >= 0 or text.find("\r", at) >= 0
    split = _Split(separators, wrapped=wrapped, released=released)
    found: list[Segment] = []
    pieces = _pieces(text, separators.terminator, at)
    if released:
        pieces = _rejoined(pieces, separators)
    for piece in pieces:
        batch = [split[raw] for raw in piece]
        ends = _end(batch, first=not found)
        if ends is not None:
            found += batch[:ends]
            return Run(_told(found), at + sum(len(raw) + 1 for raw in piece[:ends]))
        found += batch
        at += sum(map(len, piece)) + len(piece)
    return Run(_told(found), len(text))


def _told(found: list[Segment]) -> list[Segment]:
    """Leave out what is empty between two terminators, or after the last."""
    return [one for one in found if one.tag or len(one.told) > 1]


def _end(batch: list[Segment], *, first: bool) -> int | None:
    """Return how many of *batch* belong to the interchange, None if it goes on."""
    for number, one in enumerate(batch):
        if one.tag in _ENDING and (one.tag == "UNZ" or number > 0 or not first):
            return number + (one.tag == "UNZ")
    return None


def _pieces(text: str, terminator: str, at: int) -> Iterator[list[str]]:
    """Yield the raw segments, some thousand characters of them at a time."""
    while at <= len(text):
        cut = text.rfind(terminator, at, at + _PIECE)
        if cut < 0:
            cut = text.find(terminator, at + _PIECE)
        if cut < 0:
            cut = len(text)
        yield text[at:cut].split(terminator)
        at = cut + 1


def _rejoined(pieces: Iterator[list[str]], separators: Separators) -> Iterator[list[str]]:
    """Yield the pieces with those put together again that a released terminator parted."""
    release, terminator = separators.release, separators.terminator
    held: list[str] = []
    for piece in pieces:
        whole: list[str] = []
        for raw in piece:
            ending = raw.rstrip("\r\n") if release in raw else ""
            if (len(ending) - len(ending.rstrip(release))) % 2:
                held.append(raw)
            elif held:
                whole.append(terminator.join((*held, raw)))
                held.clear()
            else:
                whole.append(raw)
        yield whole
    if held:
        yield [terminator.join(held)]


class _Split(dict[str, Segment]):
    """Splits each different segment once: half of those in a passenger list repeat another."""

    def __init__(self, separators: Separators, *, wrapped: bool, released: bool) -> None:
        super().__init__()
        self._wrapped = wrapped
        self._released = released
        self._component = separators.component
        self._element = separators.element
        self._release = separators.release
        special = (separators.component, separators.element, separators.release)
        self._stand_ins = dict(zip((*special, separators.terminator), _STAND_INS, strict=True))
        self._pattern = re.compile(re.escape(separators.release) + "(.)")

    def __missing__(self, raw: str) -> Segment:
        text = raw.strip(" \t")
        if self._wrapped:
            text = _LINE_ENDS.sub("", text).strip(" \t")
        released = self._released and self._release in text
        if released:
            text = self._pattern.sub(self._stand_in, text)
        component = self._component
        told: list[str | Sequence[str]] = [
            one.split(component) if component in one else one for one in text.split(self._element)
        ]
        if released:
            told = [[self._restored(part) for part in _components(one)] for one in told]
        tag = told[0] if isinstance(told[0], str) else told[0][0]
        made = self[raw] = Segment(tag.strip().upper(), told)
        return made

    def _stand_in(self, found: re.Match[str]) -> str:
        return self._stand_ins.get(found[1], found[1])

    def _restored(self, text: str) -> str:
        for character, stand_in in self._stand_ins.items():
            text = text.replace(stand_in, character)
        return text
