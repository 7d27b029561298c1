"""What a PAXLST is for: the list of BGM C002/1001 and its function code C106/1004."""

from dataclasses import dataclass

from manifests.contract import FlightStatus, Function, Source
from manifests.edifact.broken import Broken
from manifests.edifact.tokens import Segment
from manifests.values import Notes


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the message does to the flight; `nameless` is its function where it names nobody."""

    source: Source
    function: Function
    status: FlightStatus | None = None
    nameless: Function | None = None


# The codes are those of GTAS' BGM reader and of the US guide (field table).
_PASSENGERS = {
    "": Purpose("api", "full"),
    "CP": Purpose("api", "update"),
    "XR": Purpose("api", "cancel_passengers"),
    "RP": Purpose("api", "cancel_passengers"),
}
_FLIGHT = {
    "CL": Purpose("api", "update", "closed"),
    "CLNB": Purpose("api", "cancel_passengers", "closed", nameless="update"),
    "CLOB": Purpose("api", "close", "closed", nameless="update"),
    "XF": Purpose("api", "cancel_flight"),
    "CF": Purpose("api", "update", "changed"),
}
_SCHEDULED, _CHANGED = Purpose("crew", "full"), Purpose("crew", "update")
_CREW = {
    **dict.fromkeys(("", "C", "B", "A", "D", "E", "F"), _SCHEDULED),
    **dict.fromkeys(("CC", "BC", "EC", "FC"), _CHANGED),
}
# A status is also met under 745, and a change of passengers under 266.
_LISTS = {
    "745": _PASSENGERS | _FLIGHT,
    "266": _FLIGHT | {code: _PASSENGERS[code] for code in ("CP", "XR", "RP")},
    "250": _CREW,
}
_UNKNOWN = {"745": _PASSENGERS["CP"], "266": _FLIGHT["CF"], "250": _CHANGED}
_ASKED_ABOUT: Function = (
    "update"  # interactive: it names whom the desk asks about, not everybody on board
)
_NO_FLIGHT = {
    "336": "is a master crew list, which names no flight; only lists of a flight are taken",
    "655": "is a gate pass request, which names no flight; only lists of a flight are taken",
}


def purpose(bgm: Segment | None, number: int, notes: Notes, *, interactive: bool) -> Purpose:
    """Return what BGM, the message's segment *number*, says it is for; raises Broken."""
    if bgm is None:
        raise Broken("BGM is missing; it says what the list is for", segment=1, tag="UNH")
    document, code = bgm.at(1), bgm.at(2).upper()
    if document in _NO_FLIGHT:
        raise Broken(_NO_FLIGHT[document], segment=number, tag="BGM")
    codes = _LISTS.get(document)
    if codes is None:
        raise Broken(
            "is neither a passenger list (745), a crew list (250) nor a flight status (266)",
            segment=number,
            tag="BGM",
        )
    if _is_number(code):
        code = "" if document != "266" else code
    found = codes.get(code)
    if found is None:
        notes.warn(f"BGM: {code[:4]!r} is no function of a {document}; nobody leaves by it")
        found = _UNKNOWN[document]
    if interactive and found.function == "full":
        return Purpose(found.source, _ASKED_ABOUT)
    return found


def _is_number(code: str) -> bool:
    """Say whether 1004 holds the document's number, as in other messages, and no function."""
    return len(code) > 4 or any(one.isdigit() for one in code)
