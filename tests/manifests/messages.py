"""Synthetic EDIFACT messages: invented people on invented flights, every part to be replaced."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from manifests.contract import Manifest
from manifests.edifact.separators import Separators
from manifests.edifact.tokens import Segment
from manifests.edifact.writing import USUAL, segment, written
from manifests.reading import understood
from manifests.understanding import Understood

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
FLIGHT = (
    "TDT+20+UA123+++UA",
    "LOC+125+JFK",
    "DTM+189:2611241830:201",
    "LOC+87+LHR",
    "DTM+232:2611250625:201",
)
ADA = (
    "NAD+FL+++LOVELACE:ADA",
    "ATT+2++F",
    "DTM+329:851210",
    "LOC+178+JFK",
    "LOC+179+LHR",
    "NAT+2+GBR",
    "RFF+AVF:QX7ABC",
    "RFF+ABO:10001",
    "DOC+P:110:111+X1234567",
    "DTM+36:310131",
    "LOC+91+GBR",
)
ALAN = ("NAD+FL+++TURING:ALAN", "DTM+329:120623", "RFF+AVF:QX7ABC", "RFF+ABO:10002")
TVL = "TVL+241126:1830:251126:0625+JFK+LHR+UA+123"
PNR = (
    "SRC",
    "RCI+UA:QX7ABC::201126:1200",
    "TIF+LOVELACE+ADAMRS:A:1",
    "REF+:900001",
    "SSR+DOCS:HK:1:UA:::::/P/GBR/X1234567/GBR/10DEC85/F/31JAN31/LOVELACE/ADA/KING+::1",
    "TVL+241126:1830:251126:0625+JFK+LHR+UA+123:Y",
    "SSR+SEAT:HK:1:UA:::JFK:LHR+12A::1",
)


def parsed(line: str) -> Segment:
    """Return the segment that *line* writes in the usual separators, nothing released in it."""
    return Segment(line[:3], [one.split(":") for one in line.split("+")])


def message(
    body: Sequence[str],
    *,
    kind: str = "PAXLST:D:05B:UN:IATA",
    reference: str = "1",
    part: str = "01:F",
    count: int | None = None,
) -> list[Segment]:
    """Return UNH to UNT around *body*."""
    head = segment("UNH", reference, kind.split(":"), "", part.split(":"))
    total = len(body) + 2 if count is None else count
    return [head, *(parsed(one) for one in body), segment("UNT", str(total), reference)]


def interchange(
    *messages: Sequence[Segment],
    control: str = "REF1",
    application: str = "APIS",
    separators: Separators = USUAL,
    una: bool = True,
    when: tuple[str, str] = ("261124", "0800"),
    group: str | None = None,
    line: str = "",
) -> bytes:
    """Return the bytes of an interchange of *messages*."""
    inner = [one for each in messages for one in each]
    count = len(messages)
    if group is not None:
        opening = segment("UNG", "PAXLST", "UA", "PIU", list(when), group, "UN", ["D", "05B"])
        inner = [opening, *inner, segment("UNE", str(count), group)]
        count = 1
    unb = segment("UNB", ["UNOA", "4"], "UA", "PIU", list(when), control, "", application)
    whole = [unb, *inner, segment("UNZ", str(count), control)]
    service = separators.service_string if una else ""
    return (service + written(whole, separators, line=line)).encode()


def paxlst(*people: Sequence[str], bgm: str = "BGM+745", **more: Any) -> bytes:
    """Return one PAXLST of UA123 with *people*, Ada alone unless others are given."""
    return interchange(passengers(*people, bgm=bgm), **more)


def passengers(*people: Sequence[str], bgm: str = "BGM+745", **more: Any) -> list[Segment]:
    """Return the message inside `paxlst`."""
    named = people or (ADA,)
    body = [bgm, "NAD+MS+++CHECK IN DESK", *FLIGHT, *(one for each in named for one in each)]
    return message([*body, f"CNT+42:{len(named)}"], **more)


def pnrgov(*records: Sequence[str], function: str = "22", **more: Any) -> bytes:
    """Return one PNRGOV of UA123 with *records*, Ada's alone unless others are given."""
    named = records or (PNR,)
    head = [f"MSG+:{function}", "ORG+UA:NYC", TVL, f"EQN+{len(named)}"]
    body = [*head, *(one for each in named for one in each)]
    return interchange(message(body, kind="PNRGOV:13:1:IA"), **more)


def read(data: bytes) -> Understood:
    """Return what is understood, in the name of UA."""
    return understood(data, received_at=NOW, sender="UA")


def only(data: bytes) -> Manifest:
    """Return the one manifest in *data*; nothing of it is refused."""
    found = read(data)
    assert [str(one) for one in found.refused] == []
    (manifest,) = found.manifests
    return manifest
