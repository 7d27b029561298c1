"""What a PAXLST says of a person beyond the contract, under a name where it has one."""

from typing import Any

from manifests.edifact.tokens import Segment

_REFERENCES = {"AEA": "government_reference", "CR": "customer_reference", "YZY": "ticket"}
_PLACES = {"22": "cleared_at"}


def kept(extra: dict[str, Any], segment: Segment) -> None:
    """Keep what *segment* says in *extra*; nothing is left out."""
    name, value = _named(segment)
    extra.setdefault(name, []).append(value)


def _named(segment: Segment) -> tuple[str, Any]:
    kind = segment.at(1)
    named: tuple[str, Any] | None = None
    match segment.tag:
        case "MEA" if kind == "CT":
            named = "bags", segment.at(3) or segment.at(3, 1)
        case "MEA" if kind == "WT":
            named = "bag_weight", segment.joined(3)
        case "FTX" if kind == "BAG":
            named = "bag_tags", segment.joined(4, ":")
        case "EMP":
            named = "employment", ":".join(segment.components(2))
        case "RFF" if kind in _REFERENCES:
            named = _REFERENCES[kind], segment.at(1, 1)
        case "LOC" if kind in _PLACES:
            named = _PLACES[kind], segment.at(2)
    return named or ("segments", plain(segment))


def plain(segment: Segment) -> str:
    """Return the segment as a person reads it in the usual separators, nothing released."""
    return "+".join(":".join(components) for components in segment.elements)
