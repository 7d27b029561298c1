"""The map: places, land and ways where they are in the world, and what is drawn of many routes."""

import math
import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doors.console.globe import HEIGHT, WIDTH, Place, great_circle, on_map
from doors.console.land import land
from doors.console.plots import Bar, bars, spark
from doors.console.travel import Route
from doors.console.travel_map import HEIGHT as HIGH
from doors.console.travel_map import MOST, travel_map
from doors.console.travel_map import WIDTH as WIDE

PLACES = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@cache
def rings() -> list[list[tuple[float, float]]]:
    """Return the land as it is drawn."""
    path = re.search(r' d="([^"]+)"', land().image.decode())
    assert path
    found = []
    for ring in path[1].split("z"):
        numbers = [int(one) for one in re.findall(r"-?\d+", ring)]
        points, x, y = [], 0, 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((float(x), float(y)))
        if points:
            found.append(points)
    return found


def on_land(place: Place) -> bool:
    x, y = on_map(place)
    crossed = 0  # sides to the east: every second one is a way out, as `evenodd` fills
    for ring in rings():
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize(
    ("place", "dry"),
    [
        pytest.param((2.35, 48.85), True, id="Paris"),
        pytest.param((36.8, -1.3), True, id="Nairobi"),
        pytest.param((-99.1, 19.4), True, id="Mexico"),
        pytest.param((175.0, 67.0), True, id="Chukotka, west of the 180th meridian"),
        pytest.param((-173.0, 66.0), True, id="Chukotka, east of it"),
        pytest.param((133.0, -25.0), True, id="Alice Springs"),
        pytest.param((-45.0, 68.0), True, id="Greenland"),
        pytest.param((14.45, 35.87), True, id="Malta, one of the smallest islands that are drawn"),
        pytest.param((-30.0, 40.0), False, id="Atlantic"),
        pytest.param((-150.0, 0.0), False, id="Pacific"),
        pytest.param((75.0, -30.0), False, id="Indian Ocean"),
        pytest.param((51.0, 42.0), False, id="Caspian Sea"),
        pytest.param((-87.5, 44.0), False, id="Lake Michigan"),
        pytest.param((60.0, 45.0), True, id="Aral Sea, as good as gone"),
        pytest.param((0.0, -85.0), False, id="Antarctica, which is left out"),
    ],
)
def test_land_is_drawn_where_it_is(place: Place, *, dry: bool) -> None:
    assert on_land(place) is dry


def test_the_image_is_small_made_once_and_says_whose_coasts_it_shows() -> None:
    assert land() is land()
    assert b"GSHHG" in land().image
    assert len(land().image) < 150_000


def test_land_stays_on_the_map_and_crosses_it_nowhere() -> None:
    for ring in rings():
        for (ax, ay), (bx, by) in pairwise(ring):
            assert 0 <= ax <= WIDTH
            assert 0 <= ay <= HEIGHT
            assert abs(ax - bx) < WIDTH / 4, (ay, by)


def test_places_keep_their_order_on_the_map() -> None:
    assert on_map((0, 0)) == (WIDTH / 2, HEIGHT / 2)
    assert on_map((180, 0))[0] == pytest.approx(WIDTH)
    assert on_map((0, 90))[1] == pytest.approx(0)
    assert on_map((-180, 0))[0] == pytest.approx(0)


@given(start=PLACES, end=PLACES)
def test_shortest_way_leads_from_one_to_the_other(start: Place, end: Place) -> None:
    way = great_circle(start, end)
    assert len(way) % 2 == 1
    assert (_far(way[0], start), _far(way[-1], end)) == pytest.approx((0, 0), abs=1e-4)
    whole = sum(_far(a, b) for a, b in pairwise(way))
    assert whole == pytest.approx(_far(start, end), abs=1e-4)


def _far(one: Place, other: Place) -> float:
    (a, b), (c, d) = (map(math.radians, one), map(math.radians, other))
    h = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * math.asin(min(1, math.sqrt(h)))


def test_no_route_shows_the_whole_world() -> None:
    empty = travel_map([])
    assert (empty.lines, empty.dots, empty.beyond) == ((), (), 0)
    assert empty.land == f"scale({WIDE / WIDTH:.4f}) translate(0.0 0.0)"


def test_one_route_is_in_the_middle_with_both_names() -> None:
    one = travel_map([Route("JFK", "LHR", 1)])
    assert [dot.code for dot in one.dots] == ["JFK", "LHR"]
    for dot in one.dots:
        assert 0 < dot.x < WIDE
        assert 0 < dot.y < HIGH
        assert dot.name_at
    assert abs(sum(dot.x for dot in one.dots) - WIDE) < 40


def test_there_and_back_are_two_lines_and_more_hits_are_wider() -> None:
    lines = travel_map([Route("JFK", "LHR", 9), Route("LHR", "JFK", 1)]).lines
    assert lines[0].way != lines[1].way
    assert {one.route.count: one.width for one in lines}[9] == max(one.width for one in lines)


def test_of_thousands_the_most_frequent_are_drawn_and_the_rest_is_counted() -> None:
    codes = ["LHR", "JFK", "CDG", "NBO", "SYD", "LAX", "DXB", "IST", "SIN", "FRA"]
    pairs = [(a, b) for a in codes for b in codes if a != b]
    routes = [Route(a, b, 1000 - number) for number, (a, b) in enumerate(pairs * 40)]
    drawn = travel_map(routes)
    assert len(drawn.lines) == MOST
    assert drawn.beyond == sum(one.count for one in routes[MOST:])
    assert drawn.lines[-1].route == routes[0]  # on top


def test_airport_of_unknown_place_is_named_and_not_drawn() -> None:
    found = travel_map([Route("JFK", "LHR", 5), Route("XQQ", "LHR", 2)])
    assert (found.unplaced, found.beyond, len(found.lines)) == (("XQQ",), 2, 1)


def test_way_over_the_pacific_leaves_on_one_side_and_comes_in_on_the_other() -> None:
    (line,) = travel_map([Route("NRT", "LAX", 1)]).lines
    assert line.way.count("M") == 2


@pytest.mark.parametrize("counts", [[0, 0], [1, 0], [3, 7], [5_000, 12_345]])
def test_plot_has_nothing_that_the_policy_of_pages_forbids(counts: list[int]) -> None:
    made = [Bar(f"{n}", count, f"<{n}>", "/a?b=1&c=2") for n, count in enumerate(counts)]
    drawn = str(bars(made, labelled=1)) + str(spark(counts))
    assert not re.search(r"<script|<style|style=|<!--|\bon\w+=|No data", drawn)
    assert drawn.count("<a ") == sum(map(bool, counts))
    assert drawn.count('tabindex="-1"') == drawn.count("<a ")
    assert "<0>" not in drawn


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (55, [0, 20, 40, 60]), (900, [0, 500, 1000])],
)
def test_ticks_are_few_and_round(most: int, ticks: list[int]) -> None:
    drawn = str(bars([Bar("", most, "", "/")], labelled=1))
    axis = drawn[drawn.index("axis y") : drawn.index("axis x")]
    assert [int(one) for one in re.findall(r">(\d+)</text>", axis)] == ticks
