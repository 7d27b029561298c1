"""A trace id leads back to its place, if that is among those tried, and to no other."""

from hypothesis import given
from hypothesis import strategies as st

from alerts.routing import trace_id
from alerts.tracing import Span, sources

SECRET = b"s" * 32
SPANS = [Span("manifests.UA", 0, 100, 140), Span("watchlist", 3, 0, 25), Span("watchlist", 1, 7, 7)]
PLACES = [f"{one.topic}/{one.partition}/{at}" for one in SPANS for at in range(one.first, one.end)]


def nobody(_: int) -> None:
    """Take no interest in how far it is."""


@given(wanted=st.sets(st.sampled_from(PLACES)))
def test_every_place_that_is_held_is_found_by_its_trace(wanted: set[str]) -> None:
    traces = {trace_id(SECRET, one): one for one in wanted}
    assert sources(traces, SPANS, SECRET, nobody) == traces


def test_what_is_not_held_any_more_is_not_found() -> None:
    for place in ("manifests.UA/0/99", "manifests.UA/0/140", "watchlist/1/7", "time/interpol/1"):
        assert sources([trace_id(SECRET, place)], SPANS, SECRET, nobody) == {}


def test_another_secret_finds_nothing() -> None:
    assert sources([trace_id(b"t" * 32, PLACES[0])], SPANS, SECRET, nobody) == {}


def test_no_more_is_tried_than_needed() -> None:
    tried: list[int] = []
    many = [Span("manifests.UA", 0, 0, 30_000), Span("manifests.BA", 0, 0, 10**12)]
    newest = trace_id(SECRET, "manifests.UA/0/29999")
    middle = trace_id(SECRET, "manifests.UA/0/17000")
    assert len(sources([newest, middle], many, SECRET, tried.append)) == 2
    assert tried == [5_000, 10_000]
