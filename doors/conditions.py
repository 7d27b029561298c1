"""Changes under a condition: ETag, If-Match and If-None-Match (RFC 9110, section 13). Pure."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Header

from doors.problem import Declined

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match", max_length=200, description="Only if its ETag is this still; `*`: any."
    ),
]
IfNoneMatch = Annotated[
    str | None, Header(alias="If-None-Match", max_length=200, description="`*`: only if it is new.")
]
_WEAK = "W/"


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a thing, by its tag, before it is changed."""

    tags: frozenset[str] | None = None  # one of these; None: whatever it is
    there: bool | None = None  # it is, or it is not, there; None: either

    @property
    def bound(self) -> bool:
        """Say whether anything must hold."""
        return self != Condition()

    def refusal(self, tag: str | None) -> str | None:
        """Return why it may not be changed as it is; *tag* None: it is not there."""
        if self.there is False and tag is not None:
            return "it is there already; read it, and send If-Match with its ETag to change it"
        if self.there and tag is None:
            return "it is not there (any more); leave If-Match out to make it"
        if self.tags is not None and tag not in self.tags:
            if any(one.startswith(_WEAK) for one in self.tags):
                return (
                    "the tag is a weak one, as a proxy makes it that compresses; leave out its W/"
                )
            return "it has changed since; read it again, and send If-Match with its new ETag"
        return None

    def hold(self, tag: str | None) -> None:
        """Raise Declined where it may not be changed as it is."""
        why = self.refusal(tag)
        if why is not None:
            raise Declined(412, why)


def condition(if_match: str | None, if_none_match: str | None = None) -> Condition:
    """Return what the headers ask for; raises Declined where they are no such thing."""
    if if_none_match is not None:
        if if_none_match.strip() != "*" or if_match is not None:
            raise Declined(400, "If-None-Match may be * alone, and without If-Match")
        return Condition(there=False)
    if if_match is None:
        return Condition()
    if if_match.strip() == "*":
        return Condition(there=True)
    return Condition(frozenset(map(_tag, if_match.split(","))), there=True)


def _tag(text: str) -> str:
    """Return the tag itself. A weak one never matches strongly, so it is told apart by its W/."""
    said = text.strip()
    if said.startswith(_WEAK):
        return said
    if len(said) < 2 or said[0] != '"' or said[-1] != '"':
        raise Declined(400, 'If-Match names tags in quotes, as the ETag was: "…"')
    return said[1:-1]


def known(if_none_match: str | None, tag: str) -> bool:
    """Say whether a reader has what has *tag*; weak tags count, lists too (section 13.1.2)."""
    have = {one.strip().removeprefix(_WEAK) for one in (if_none_match or "").split(",")}
    return bool(have & {"*", f'"{tag}"'})


def quoted(tag: str) -> dict[str, str]:
    """Return the header that tells a thing's tag."""
    return {"ETag": f'"{tag}"'}
