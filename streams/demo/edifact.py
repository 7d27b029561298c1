"""The demo's pushes as airlines send them: most as JSON, some as PAXLST and PNRGOV. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from access.parties import AirlineId
from manifests.contract import Flight, Manifest, Passenger
from manifests.edifact.tokens import Segment
from manifests.edifact.writing import USUAL, segment, written
from streams.topics import manifests_topic, requests_topic

PAXLST_AIRLINES = frozenset({"BA", "TK"})
PNRGOV_AIRLINES = frozenset({"AF"})  # its full lists are bookings, without the crew
ASKING_AIRLINES = frozenset({"KQ"})  # who comes late is asked about at the desk
_BGM = {
    "full": ("745",),
    "update": ("745", "CP"),
    "cancel_passengers": ("745", "XR"),
    "cancel_flight": ("266", "XF"),
    "close": ("266", "CLOB"),
}


def as_sent(manifest: Manifest) -> tuple[str, bytes]:
    """Return the topic and the bytes by which its airline sends *manifest*."""
    airline = AirlineId(manifest.sender)
    asks = airline in ASKING_AIRLINES and manifest.function == "update"
    topic = requests_topic(airline) if asks else manifests_topic(airline)
    if airline in PNRGOV_AIRLINES and manifest.function == "full":
        return topic, pnrgov(manifest)
    if airline in PAXLST_AIRLINES | PNRGOV_AIRLINES | ASKING_AIRLINES:
        return topic, paxlst(manifest, asks=asks)
    return topic, manifest.model_dump_json(by_alias=True, exclude_defaults=True).encode()


def paxlst(manifest: Manifest, *, asks: bool = False) -> bytes:
    """Return *manifest* as a PAXLST; with *asks* as a question who may board."""
    flight = manifest.flight
    body = [
        segment("BGM", *(("745",) if asks else _BGM[manifest.function])),
        segment("RFF", ["TN", manifest.message_id]),
        segment("TDT", "20", flight.carrier + flight.number),
        segment("LOC", "125", flight.origin),
        segment("DTM", ["189", _digits(flight.departure[:16])[2:], "201"]),
        segment("LOC", "87", flight.destination),
        *(segment("DTM", ["232", _digits(one[:16])[2:], "201"]) for one in _arrival(flight)),
        *(one for row in manifest.passengers for one in _person(row)),
        segment("CNT", ["42", str(len(manifest.passengers))]),
    ]
    kind = ["PAXLST", "D", "05B", "UN", "IATA"]
    return _interchange(manifest, kind, body, "IAPI" if asks else "APIS")


def pnrgov(manifest: Manifest) -> bytes:
    """Return the bookings of *manifest* as a full PNRGOV push."""
    flight = manifest.flight
    booked = [one for one in manifest.passengers if one.record_locator]
    by_locator = sorted(booked, key=_locator)  # those of one booking together
    records = [list(party) for _, party in groupby(by_locator, _locator)]
    body = [
        segment("MSG", ["", "22"]),
        segment("ORG", [flight.carrier, flight.origin]),
        _leg(flight),
        segment("EQN", str(len(records))),
        *(one for party in records for one in _record(flight, party)),
    ]
    return _interchange(manifest, ["PNRGOV", "13", "1", "IA"], body, "PNR")


def _person(row: Passenger) -> Iterator[Segment]:
    kind = "FM" if row.role == "crew" else "FL"
    yield segment("NAD", kind, "", "", [row.surname, row.given_names or ""])
    if row.sex:
        yield segment("ATT", "2", "", row.sex)
    if row.birth_date:
        yield segment("DTM", ["329", _digits(row.birth_date)])
    for code, place in (("178", row.embark), ("179", row.debark), ("174", row.residence)):
        if place:
            yield segment("LOC", code, place)
    if row.nationality:
        yield segment("NAT", "2", row.nationality)
    references = (("AVF", row.record_locator), ("ABO", row.passenger_id), ("SEA", row.seat))
    yield from (segment("RFF", [code, said]) for code, said in references if said)
    for one in row.documents:
        yield segment("DOC", [one.type or "P", "110", "111"], one.number)
        if one.expires:
            yield segment("DTM", ["36", _digits(one.expires)])
        if one.issuer:
            yield segment("LOC", "91", one.issuer)


def _record(flight: Flight, party: Sequence[Passenger]) -> Iterator[Segment]:
    """Yield one booking: its travellers, their documents, the leg, their seats."""
    yield segment("SRC")
    yield segment("RCI", [flight.carrier, _locator(party[0])])
    for number, one in enumerate(party, start=1):
        names = [one.given_names or "", "A", str(number)]
        yield segment("TIF", one.surname, names)
        yield segment("REF", ["", one.passenger_id or ""])
        yield segment("SSR", _docs(flight, one), ["", "", str(number)])
    yield _leg(flight)
    for number, one in enumerate(party, start=1):
        if one.seat:
            place = ["SEAT", "HK", "1", flight.carrier, "", "", flight.origin, flight.destination]
            yield segment("SSR", place, [one.seat, "", str(number)])


def _docs(flight: Flight, one: Passenger) -> list[str]:
    document = one.documents[0] if one.documents else None
    said = [
        *("", document.type or "P" if document else "", document.issuer or "" if document else ""),
        *(document.number if document else "", one.nationality or "", _day(one.birth_date)),
        *(one.sex or "", _day(document.expires if document else None)),
        *(one.surname, one.given_names or ""),
    ]
    return ["DOCS", "HK", "1", flight.carrier, "", "", "", "", "/".join(said)]


def _arrival(flight: Flight) -> tuple[str, ...]:
    return (flight.arrival,) if flight.arrival else ()


def _leg(flight: Flight) -> Segment:
    times = [
        part
        for one in (flight.departure, *_arrival(flight))
        for part in (_digits(one[2:10]), _digits(one[11:16]))
    ]
    return segment("TVL", times, flight.origin, flight.destination, flight.carrier, flight.number)


def _interchange(
    manifest: Manifest, kind: Sequence[str], body: Sequence[Segment], application: str
) -> bytes:
    when = [f"{manifest.sent_at:%y%m%d}", f"{manifest.sent_at:%H%M}"]
    control = manifest.message_id.replace("-", "")[-14:]
    whole = [
        segment("UNB", ["UNOA", "4"], manifest.sender, "TOCSIN", when, control, "", application),
        segment("UNH", "1", kind, "", ["01", "F"]),
        *body,
        segment("UNT", str(len(body) + 2), "1"),
        segment("UNZ", "1", control),
    ]
    return (USUAL.service_string + written(whole)).encode()


def _locator(row: Passenger) -> str:
    return row.record_locator or ""


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


def _day(text: str | None) -> str:
    """Return a whole date as 27FEB47, else nothing."""
    return f"{date.fromisoformat(text):%d%b%y}".upper() if text and len(text) == 10 else ""
