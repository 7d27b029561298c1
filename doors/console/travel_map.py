"""Routes on a map: great circles as wide as their hits are many, over the land they cross. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from doors.console.globe import HEIGHT as TALL
from doors.console.globe import WIDTH as WORLD
from doors.console.globe import Place, Point, great_circle, on_map
from doors.console.travel import Route
from manifests.airports import place_of

WIDTH, HEIGHT = 760.0, 380.0
MOST = 60  # routes drawn, those with the most hits
_MOST_NAMES = 24  # airports named
_NEAREST = WORLD / 7  # nor does the map show less: there is no more to be seen of the land
_EDGE = 0.08  # of the map's size, left free around what is shown
_ASIDE = 5.0  # px to the right of the way, so that there and back are two lines
_THIN, _THICK = 1.3, 6.0
_FEW = 6  # hits of a route below which no line is of the full width
_MANY = 15  # routes from which on lines are thinner, the more there are
_LETTER, _LINE = 8.0, 13.0  # px of a name's letter and line


@dataclass(frozen=True, slots=True)
class Line:
    """One route: its way, and a tip that shows where it goes."""

    route: Route
    way: str
    tip: str
    width: float


@dataclass(frozen=True, slots=True)
class Dot:
    """One airport; its name is where nothing else is, None where there is no room."""

    code: str
    x: float
    y: float
    radius: float
    name_at: Point | None
    first: bool  # of those named even where there is little room


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn; `land` puts the land behind it. `beyond` counts hits that are not drawn."""

    land: str
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    beyond: int
    unplaced: tuple[str, ...]  # airports that nobody knows the place of


@dataclass(frozen=True, slots=True)
class _Window:
    """Which part of the world is shown."""

    left: float
    top: float
    scale: float

    def shown(self, point: Point) -> Point:
        return (point[0] - self.left) * self.scale, (point[1] - self.top) * self.scale


def travel_map(routes: Sequence[Route]) -> Map:
    """Return the map of *routes*, given with the most frequent first."""
    placed = [one for one in routes if place_of(one.origin) and place_of(one.destination)]
    drawn = placed[:MOST]
    ways = [great_circle(_place(one.origin), _place(one.destination)) for one in drawn]
    flat = [[on_map(place) for place in way] for way in ways]
    window = _around([point for way in flat for point in way])
    most = max(drawn[0].count if drawn else 0, _FEW)
    thick = _THICK * min(1, math.sqrt(_MANY / max(len(drawn), 1)))
    lines = [
        _line(one, [window.shown(point) for point in way], thick * math.sqrt(one.count / most))
        for one, way in zip(drawn, flat, strict=True)
    ]
    unplaced = {code for one in routes for code in (one.origin, one.destination)}
    return Map(
        land=f"scale({window.scale:.4f}) translate({-window.left:.1f} {-window.top:.1f})",
        lines=tuple(reversed(lines)),  # the most frequent on top
        dots=_dots(drawn, window),
        beyond=sum(one.count for one in routes) - sum(one.count for one in drawn),
        unplaced=tuple(sorted(code for code in unplaced if place_of(code) is None)),
    )


def _place(airport: str) -> Place:
    found = place_of(airport)
    assert found is not None
    return found


def _around(points: Sequence[Point]) -> _Window:
    """Return the smallest window that shows *points* with some room, or the whole world."""
    if not points:
        return _Window(0, 0, WIDTH / WORLD)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    room = 1 + 2 * _EDGE
    wide = max((max(xs) - min(xs)) * room, (max(ys) - min(ys)) * room * WIDTH / HEIGHT, _NEAREST)
    wide = min(wide, WORLD * room)
    high = wide * HEIGHT / WIDTH
    left = (max(xs) + min(xs) - wide) / 2
    top = (max(ys) + min(ys) - high) / 2
    if wide < WORLD:  # what is beyond the world is not worth seeing
        left = min(max(left, 0), WORLD - wide)
    if high < TALL:
        top = min(max(top, 0), TALL - high)
    return _Window(left, top, WIDTH / wide)


def _line(route: Route, way: Sequence[Point], wide: float) -> Line:
    width = max(wide, _THIN)
    points = [_aside(way, at) for at in range(len(way))]
    middle = len(points) // 2
    return Line(route, _way(points), _tip(points[middle - 1], points[middle + 1], 3 + width), width)


def _aside(way: Sequence[Point], at: int) -> Point:
    """Return a point of the way, moved to its right; its ends stay."""
    near = [one for one in way[max(at - 1, 0) : at + 2] if abs(one[0] - way[at][0]) < WIDTH / 2]
    dx, dy = near[-1][0] - near[0][0], near[-1][1] - near[0][1]
    far = math.hypot(dx, dy)
    if not far:  # it leads nowhere
        return way[at]
    much = _ASIDE * math.sin(math.pi * at / (len(way) - 1)) / far
    return way[at][0] - dy * much, way[at][1] + dx * much


def _way(points: Sequence[Point]) -> str:
    """Return the line; where it leaves the map on one side it comes in on the other."""
    written, last = [], None
    for point in points:
        joins = last is not None and abs(point[0] - last[0]) < WIDTH / 2
        written.append(f"{'L' if joins else 'M'}{point[0]:.1f} {point[1]:.1f}")
        last = point
    return "".join(written)


def _tip(before: Point, after: Point, size: float) -> str:
    dx, dy = after[0] - before[0], after[1] - before[1]
    far = math.hypot(dx, dy)
    if not far or far > WIDTH / 2:
        return ""
    dx, dy = dx / far * size, dy / far * size
    x, y = (before[0] + after[0]) / 2, (before[1] + after[1]) / 2
    ends = (
        (x + dx, y + dy),
        (x - 0.8 * dx - 0.8 * dy, y - 0.8 * dy + 0.8 * dx),
        (x - 0.8 * dx + 0.8 * dy, y - 0.8 * dy - 0.8 * dx),
    )
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in ends) + "Z"


def _dots(routes: Iterable[Route], window: _Window) -> tuple[Dot, ...]:
    """Return the airports, those with the most hits first; names that would cover others go."""
    hits: Counter[str] = Counter()
    for one in routes:
        hits[one.origin] += one.count
        hits[one.destination] += one.count
    order = sorted(hits, key=lambda code: (-hits[code], code))
    most = hits[order[0]] if order else 1
    places = {code: window.shown(on_map(_place(code))) for code in order}
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in places.values()]
    dots = []
    for number, code in enumerate(order):
        x, y = places[code]
        radius = 3 + 3 * math.sqrt(hits[code] / most)
        named = _free(x, y, radius, taken) if number < _MOST_NAMES else None
        dots.append(Dot(code, x, y, radius, named, first=number < 6))
    return tuple(dots)


def _free(
    x: float, y: float, radius: float, taken: list[tuple[float, float, float, float]]
) -> Point | None:
    """Return where a name of three letters covers nothing, and take that place."""
    wide, gap = 3 * _LETTER, radius + 3
    for left, base in _beside(x, y, wide, gap):
        box = (left, base - _LINE + 2, left + wide, base + 2)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT
        if inside and not any(_overlap(box, one) for one in taken):
            taken.append(box)
            return left, base
    return None


def _beside(x: float, y: float, wide: float, gap: float) -> Iterator[Point]:
    yield x + gap, y + _LINE / 3
    yield x - gap - wide, y + _LINE / 3
    yield x - wide / 2, y - gap
    yield x - wide / 2, y + gap + _LINE - 3


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
