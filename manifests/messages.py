"""One EDIFACT message to what it says: manifests of a list, or an answer. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from config.problems import sentence
from manifests.contract import Manifest
from manifests.cusres.answer import Answer
from manifests.cusres.reading import answer_in
from manifests.edifact.broken import Broken, Unsupported
from manifests.edifact.counts import envelope_warnings, sent_in
from manifests.edifact.envelope import Message
from manifests.edifact.identity import Identity, identity
from manifests.edifact.tokens import Segment
from manifests.edifact.writing import segment, written
from manifests.paxlst import reading as paxlst
from manifests.pnrgov import reading as pnrgov
from manifests.understanding import Format
from manifests.values import Notes

_LISTS = {"PAXLST": paxlst.manifests_of, "PNRGOV": pnrgov.manifests_of}


@dataclass(frozen=True, slots=True)
class Said:
    """What one message says."""

    format: Format
    manifests: tuple[Manifest, ...] = ()
    answer: Answer | None = None
    unmodelled: Mapping[str, int] = field(default_factory=dict)
    people: int = 0
    lacking: bool = False  # a list that names fewer people than were on it


def said_by(message: Message, received_at: datetime, sender: str, *, answers: bool) -> Said:
    """Return what *message* says in the name of *sender*; raises Broken.

    An answer (CUSRES) is read where *answers* are wanted, and is no list of passengers elsewhere.
    """
    if message.stray:
        raise Broken("stands outside any message; no UNH opens it", segment=1, tag=_tag(message))
    kind = message.header.at(2).upper()
    match kind:
        case "CUSRES" if answers:
            return Said("CUSRES", answer=answer_in(message))
        case "CUSRES":
            raise Unsupported("is an answer (CUSRES), which is no passenger list")
        case "PAXLST" | "PNRGOV":
            return _list(kind, message, identity(message, received_at), sender)
    raise Unsupported("is neither PAXLST nor PNRGOV; nothing else is a list of passengers")


def _list(
    kind: Literal["PAXLST", "PNRGOV"], message: Message, which: Identity, sender: str
) -> Said:
    notes = Notes()
    for one in envelope_warnings(message):
        notes.warn(one)
    try:
        made = _LISTS[kind](message, which, notes)
        manifests = tuple(_manifests(made, which, sender, notes))
    except ValidationError as problem:
        raise Broken(sentence(problem), segment=1, tag="UNH") from problem
    unmodelled = _unmodelled(made[0]["extra"]) if made else {}
    named = {id(row) for fields in made for row in fields["passengers"]}
    return Said(kind, manifests, unmodelled=unmodelled, people=len(named), lacking=notes.lacking)


def raw(message: Message) -> bytes:
    """Return an interchange of *message* alone, in its own envelope and separators.

    It counts what was sent with it: so it is known to be no list of its own when it is read again.
    """
    interchange, group = message.interchange, message.group
    inner: list[Segment] = list(message.segments)
    if group.header is not None:
        inner = [group.header, *inner, segment("UNE", sent_in(group), group.header.at(5))]
    if interchange.header is not None:
        unz = segment("UNZ", sent_in(interchange), interchange.header.at(5))
        inner = [interchange.header, *inner, unz]
    text = interchange.separators.service_string + written(inner, interchange.separators)
    return text.encode("utf-8", "replace")


def _manifests(
    made: Iterable[Mapping[str, Any]], which: Identity, sender: str, notes: Notes
) -> Iterable[Manifest]:
    several = list(made)
    for number, fields in enumerate(several, start=1):
        leg = f"-leg{number}" if len(several) > 1 else ""
        head = {
            "schema": "manifest/1",
            "message_id": which.message_id + leg,
            "sender": sender,
            "sent_at": which.sent_at,
            "warnings": notes.sentences,
        }
        yield Manifest.model_validate({**head, **_said(fields)})


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is as it would be without being said."""
    return {key: value for key, value in fields.items() if value not in (None, False, 0, ())}


def _unmodelled(extra: Mapping[str, Any]) -> Counter[str]:
    """Count the segments that are kept as they were sent, by their tags."""
    counts = Counter[str](extra.get("counted", {}))
    for one in (extra, *extra.get("people", {}).values(), *extra.get("records", {}).values()):
        counts.update(text[:3] for text in one.get("segments", ()))
    return counts


def _tag(message: Message) -> str:
    return message.header.tag[:3]
