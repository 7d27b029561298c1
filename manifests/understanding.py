"""What came of one piece of bytes: values alone, made by `manifests.reading`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from manifests.contract import Manifest
from manifests.cusres.answer import Answer

Format = Literal["JSON", "PAXLST", "PNRGOV", "CUSRES", "unknown"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One message that cannot be taken in: where it breaks, why, and its own bytes alone.

    `raw` read by itself is refused for the same reason; nothing of what was sent is lost.
    """

    code: str  # the reason in quarantine: docs/contracts.md
    reason: str  # a sentence without personal data
    raw: bytes
    place: str = ""  # `segment 7 (TDT) of message 1`, `line 3`
    segment: int | None = None  # counted from UNH = 1

    def __str__(self) -> str:
        """Return the sentence a person reads."""
        return f"{self.place}: {self.reason}" if self.place else self.reason


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything that was in the bytes; the good messages do not wait for the broken ones."""

    formats: tuple[Format, ...] = ()
    manifests: tuple[Manifest, ...] = ()
    answers: tuple[Answer, ...] = ()
    refused: tuple[Refusal, ...] = ()
    people: int = 0  # each once, also where a message has several legs
    # Tags of segments that are kept in `extra` or counted, for no field holds what they say.
    unmodelled: Mapping[str, int] = field(default_factory=dict)
    around: int = 0  # characters before and after the interchanges: headings, mail footers

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what is wrong with the messages that were taken in, each sentence once."""
        return tuple(dict.fromkeys(text for one in self.manifests for text in one.warnings))
