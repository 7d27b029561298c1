"""Files of EDIFACT: each message becomes manifests as JSON, and what was odd is summed up."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from manifests.contract import Manifest
from manifests.cusres.answer import Answer
from manifests.reading import understood
from streams.manifest_files import Document, Unusable
from streams.receipts import canonical


@dataclass(slots=True)
class Interchanges:
    """Reads as *sender*; keeps count of what it reads beside the manifests."""

    sender: str
    now: datetime
    formats: Counter[str] = field(default_factory=Counter)
    answers: list[tuple[str, Answer]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)  # file, sentence
    unmodelled: Counter[str] = field(default_factory=Counter)

    def documents(self, data: bytes, name: str) -> Iterator[Document | Unusable]:
        """Yield the manifests of one file, then what of it is refused."""
        found = understood(data, received_at=self.now, sender=self.sender, limit=sys.maxsize)
        self.formats.update(found.formats)
        self.unmodelled.update(found.unmodelled)
        self.answers += [(name, one) for one in found.answers]
        self.warnings += [(name, one) for one in found.warnings]
        for manifest in found.manifests:
            yield Document(f"{name}: {manifest.message_id}", canonical(manifest))
        for one in found.refused:
            where = f"{name}: {one.place}" if one.place else name
            yield Unusable(where, one.reason, one.code)


def answer_line(answer: Answer) -> str:
    """Return what an answer says, without names: the flight and how many got which verdict."""
    codes = Counter(one.code for one in answer.people)
    verdicts = ", ".join(f"{count} {code}" for code, count in sorted(codes.items()))
    people = f"{len(answer.people)} people" if len(answer.people) != 1 else "1 person"
    return f"answer for {answer.carrier}{answer.number}: {people} ({verdicts})"


def manifest_line(manifest: Manifest) -> str:
    """Return what a manifest says, without names."""
    count = len(manifest.passengers)
    parts = [f"{manifest.flight.key} {manifest.function}"]
    if manifest.source != "api":
        parts.append(f"source {manifest.source}")
    if manifest.part is not None:
        parts.append(f"part {manifest.part.number}{' (last)' if manifest.part.last else ''}")
    if manifest.respond:
        parts.append("awaits an answer")
    return ", ".join([*parts, "1 person" if count == 1 else f"{count} people"])
