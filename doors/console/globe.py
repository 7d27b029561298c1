"""Places on the round earth, and where they are on a flat map. Pure.

The projection is Equal Earth (Savric, Patterson and Jenny 2018): shares of land are true.
"""

import math
from collections.abc import Sequence

Place = tuple[float, float]  # longitude and latitude, in degrees
Point = tuple[float, float]  # on the map, from its left upper corner

WIDTH = 4000.0  # of the whole world at the equator
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2
_SCALE = WIDTH / 2 * 3 * _A[0] / (2 * math.sqrt(3) * math.pi)
_STEP = math.radians(3)  # a great circle is drawn by pieces of this length


def _northing(theta: float) -> float:
    square = theta * theta
    return theta * (_A[0] + _A[1] * square + square**3 * (_A[2] + _A[3] * square))


HEIGHT = 2 * _SCALE * _northing(math.asin(_M))


def on_map(place: Place) -> Point:
    """Return where a place is on a map WIDTH wide and HEIGHT high."""
    longitude, latitude = map(math.radians, place)
    theta = math.asin(_M * math.sin(latitude))
    square = theta * theta
    slope = _A[0] + 3 * _A[1] * square + square**3 * (7 * _A[2] + 9 * _A[3] * square)
    x = 2 * math.sqrt(3) * longitude * math.cos(theta) / (3 * slope)
    return WIDTH / 2 + _SCALE * x, HEIGHT / 2 - _SCALE * _northing(theta)


def great_circle(start: Place, end: Place) -> Sequence[Place]:
    """Return places on the shortest way, both ends among them."""
    one, other = _vector(start), _vector(end)
    angle = math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(one, other, strict=True)))))
    pieces = max(2, 2 * math.ceil(angle / _STEP / 2))  # even, so that there is a middle
    if math.sin(angle) < 1e-9:  # the same place, or the opposite one: any way is the shortest
        return [start, *([end] * pieces)]
    found = []
    for at in range(pieces + 1):
        share = at / pieces
        a = math.sin((1 - share) * angle) / math.sin(angle)
        b = math.sin(share * angle) / math.sin(angle)
        found.append(_place([a * p + b * q for p, q in zip(one, other, strict=True)]))
    return found


def _vector(place: Place) -> tuple[float, float, float]:
    longitude, latitude = map(math.radians, place)
    flat = math.cos(latitude)
    return flat * math.cos(longitude), flat * math.sin(longitude), math.sin(latitude)


def _place(vector: Sequence[float]) -> Place:
    x, y, z = vector
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))
