"""A CUSRES message to the answer it gives (field table, CUSRES)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from manifests.cusres.answer import CHANGE, REPLY, Answer, PersonAnswer
from manifests.dates import local_time
from manifests.edifact.broken import Broken
from manifests.edifact.envelope import Message
from manifests.edifact.tokens import Segment
from manifests.flight_numbers import flight_number

_DOCUMENTS = frozenset({REPLY, CHANGE})
_REFERENCES = {"AF": "flight", "TN": "transaction"}
_TIMES = {"189": "departure", "232": "arrival"}
_PLACES = {"125": "origin", "87": "destination"}
_OF_THE_MESSAGE = "1"  # ERP+1: about the message as a whole


def answer_in(message: Message) -> Answer:
    """Return the answer; raises Broken where it is not about a flight."""
    head: list[Segment] = []
    groups: list[list[Segment]] = []
    for one in message.segments:
        if one.tag == "ERP":
            groups.append([one])
        else:
            (groups[-1] if groups else head).append(one)
    verdicts = [(group[0].at(1) == _OF_THE_MESSAGE, _verdict(group)) for group in groups]
    answer = replace(_headed(head), people=tuple(one for whole, one in verdicts if not whole))
    for whole, verdict in verdicts:
        if whole:
            return replace(answer, code=verdict.code, text=verdict.text)
    return answer


def _headed(head: Iterable[Segment]) -> Answer:
    said: dict[str, str] = {}
    for number, one in enumerate(head, start=1):
        match one.tag:
            case "BGM" if one.at(1) not in _DOCUMENTS:
                told = "is no answer (962) and no change of one (132)"
                raise Broken(told, segment=number, tag="BGM")
            case "BGM":
                said["document"] = one.at(1)
            case "RFF" if one.at(1) in _REFERENCES:
                said[_REFERENCES[one.at(1)]] = one.at(1, 1)
            case "DTM" if one.at(1) in _TIMES:
                said[_TIMES[one.at(1)]] = local_time(one.at(1, 1)) or ""
            case "LOC" if one.at(1) in _PLACES:
                said[_PLACES[one.at(1)]] = one.at(2)
    flight = flight_number(said.pop("flight", ""))
    if flight is None:
        raise Broken("RFF+AF names no flight", segment=1, tag="UNH")
    document = CHANGE if said.pop("document", REPLY) == CHANGE else REPLY
    told_of: dict[str, Any] = {field: text for field, text in said.items() if text}
    return Answer(document, flight.carrier, flight.number, **told_of)


def _verdict(group: Iterable[Segment]) -> PersonAnswer:
    code, references, texts = "", dict[str, str](), list[str]()
    for one in group:
        match one.tag:
            case "RFF":
                references[one.at(1)] = one.at(1, 1)
            case "ERC":
                code = one.at(1)
            case "FTX":
                texts.append(one.joined(4))
    passenger_id, locator = references.get("ABO"), references.get("AVF")
    return PersonAnswer(code, passenger_id or None, locator or None, " ".join(texts) or None)
