"""Laws are found again in points made by them; a stretch tells speed and cost."""

import pytest

from bench.fitting import law_of
from bench.watching import Moment, Stretch, middle


@pytest.mark.parametrize(
    ("a", "b", "c"),
    [
        pytest.param(200.0, 3.0, 0.3, id="a cost that grows slowly"),
        pytest.param(0.0, 1_100.0, 1.0, id="memory in proportion"),
    ],
)
def test_a_law_is_found_again(a: float, b: float, c: float) -> None:
    points = [(x, a + b * x**c) for x in (1e3, 1e4, 1e5, 1e6)]
    law = law_of(points)
    assert law.r2 > 0.9999
    assert law.at(1e7) == pytest.approx(a + b * 1e7**c, rel=0.02)


def test_a_stretch_tells_speed_and_cost() -> None:
    stretch = Stretch(Moment(10.0, 1_000, {"worker": 2.0}), Moment(12.0, 5_000, {"worker": 3.0}))
    assert stretch.per_s == 2_000
    assert stretch.cpu_us("worker") == 250


def test_what_is_measured_begins_warm_and_ends_with_work_left() -> None:
    moments = [Moment(float(at), at * 100, {}) for at in range(13)]
    found = middle(moments, 1_200)
    assert (found.first.done, found.last.done) == (200, 1_000)


def test_a_run_that_is_too_short_is_no_figure() -> None:
    with pytest.raises(RuntimeError, match="take more people"):
        middle([Moment(0.0, 0, {}), Moment(1.0, 1_200, {})], 1_200)
