"""Where an interchange begins, and which characters part it (ISO 9735: UNA, UNB, UNH).

Read from what is there: a service string that lacks a character, or names another terminator than
the one in use, does not make the message unreadable.
"""

import re
from dataclasses import dataclass

BLANKS = " \t\r\n"
# A heading of a teletype network or a mail comes before the interchange; a program that holds one
# somewhere is none.
PRELUDE = 4_096

_OTHER = "[^A-Za-z0-9 \t\r\n]"
_START = re.compile(
    rf"(?<![A-Za-z0-9])(?:UNA[^A-Za-z0-9]{{4,40}}UN[BGH]|UNB {{0,3}}{_OTHER}[A-Z]{{4}}{_OTHER}"
    rf"|UN[GH] {{0,3}}{_OTHER})"
)
_FIRST = re.compile(r"UN[BGH]")
_NEXT = re.compile(r"UN[GH]|BGM|MSG")


@dataclass(frozen=True, slots=True)
class Separators:
    """The four characters that matter; `release` is empty where none is declared."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"

    @property
    def service_string(self) -> str:
        """Return the UNA segment that declares them."""
        return f"UNA{self.component}{self.element}.{self.release or ' '} {self.terminator}"


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where UNA or the first segment stands, the first after UNA, and how the rest is parted."""

    begins: int
    position: int
    separators: Separators
    problem: str | None = None


def beginning(text: str, at: int = 0) -> Beginning | None:
    """Return where an interchange begins at or shortly after *at*, None if there is none."""
    found = _START.search(text, at, at + PRELUDE)
    if found is None:
        return None
    first = _FIRST.search(text, found.start())
    assert first is not None
    declared = _declared(text[found.start() : first.start()], text, first.start())
    said, problem = _in_use(text, first.start(), declared)
    return Beginning(found.start(), first.start(), said, problem)


def _declared(service: str, text: str, first: int) -> Separators | None:
    """Return what the service string says; one of five characters lacks the decimal mark."""
    said = service.removeprefix("UNA")
    if not said:
        return None
    short = said.rstrip(BLANKS)
    if len(short) == 5 and _terminator(text, first, "") == short[4]:
        said = f"{short[:2]}.{short[2:]}"
    component, element, _decimal, release, _reserved, terminator = tuple(said.ljust(6)[:6])
    others = {component, element, terminator}
    release = "" if release in others or release in BLANKS or release.isalnum() else release
    return Separators(component, element, release, terminator)


def _in_use(text: str, first: int, declared: Separators | None) -> tuple[Separators, str | None]:
    """Let what stands in the first segment win over what was declared."""
    said = declared or Separators()
    rest = text[first + 3 : first + 40].lstrip(" ")
    element = rest[0] if rest else said.element
    component = _component(text, first, rest[1:], said)
    terminator = _terminator(text, first, element + component + said.release) or said.terminator
    problem = None
    if declared is not None and (component, element, terminator) != (
        declared.component,
        declared.element,
        declared.terminator,
    ):
        problem = "UNA declares other separators than the message uses; those in use were taken"
    release = "" if said.release in (element, component, terminator) else said.release
    return Separators(component, element, release, terminator), problem


def _component(text: str, first: int, rest: str, said: Separators) -> str:
    """Return the character after the syntax identifier of UNB (`UNOA:4`)."""
    if text.startswith("UNB", first) and len(rest) > 4 and not rest[4].isalnum():
        return rest[4]
    return said.component


def _terminator(text: str, first: int, others: str) -> str | None:
    """Return what ends the first segment: the last sign before the next one, or the line's end."""
    following = _NEXT.search(text, first + 3, first + 3 + PRELUDE)
    if following is None:
        return None
    before = text[first : following.start()]
    last = before.rstrip(BLANKS)[-1:]
    if last and not last.isalnum() and last not in others:
        return last
    return "\n" if "\n" in before[len(before.rstrip(BLANKS)) :] else None
