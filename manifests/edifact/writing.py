"""Segments to text; reading it back gives the same segments."""

from collections.abc import Iterable, Sequence

from manifests.edifact.separators import Separators
from manifests.edifact.tokens import Segment

USUAL = Separators()


def segment(tag: str, *elements: str | Sequence[str]) -> Segment:
    """Return a segment; an element is a text, or a list of components."""
    return Segment(
        tag, [[tag], *([one] if isinstance(one, str) else list(one) for one in elements)]
    )


def written(found: Iterable[Segment], separators: Separators = USUAL, *, line: str = "") -> str:
    """Return the text of the segments, each ended by the terminator and *line*."""
    ending = separators.terminator + line
    return "".join(_text(one, separators) + ending for one in found)


def _text(one: Segment, separators: Separators) -> str:
    elements = (
        separators.component.join(_trimmed([_released(text, separators) for text in components]))
        for components in one.elements
    )
    return separators.element.join(_trimmed(list(elements)))


def _released(text: str, separators: Separators) -> str:
    release = separators.release
    if not release:
        return text
    for character in (release, separators.component, separators.element, separators.terminator):
        if character in text:
            text = text.replace(character, release + character)
    return text


def _trimmed(parts: list[str]) -> list[str]:
    """Return *parts* without the empty ones at the end (ISO 9735: they are left out)."""
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts
