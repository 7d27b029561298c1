"""From a trace id back to the record behind it: every place that may be it is tried. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from alerts.routing import trace_id

_OFTEN = 5_000  # places between two words about how far it is: some ten milliseconds


@dataclass(frozen=True, slots=True)
class Span:
    """Records of one partition: offsets from *first* on and before *end*."""

    topic: str
    partition: int
    first: int
    end: int


def sources(
    wanted: Iterable[str], spans: Iterable[Span], secret: bytes, tell: Callable[[int], None]
) -> dict[str, str]:
    """Return the topic/partition/offset behind each trace id of *wanted* that lies in *spans*.

    The newest of a partition are tried first. *tell* is given how many were tried, now and then.
    """
    left, found, tried = set(wanted), dict[str, str](), 0
    for span in spans:
        for offset in reversed(range(span.first, span.end)):
            if not left:
                return found
            place = f"{span.topic}/{span.partition}/{offset}"
            trace = trace_id(secret, place)
            if trace in left:
                left.remove(trace)
                found[trace] = place
            tried += 1
            if tried % _OFTEN == 0:
                tell(tried)
    return found
