"""Makes static/land.svg anew: `python -m doors.console.land land-110m.json`.

From Natural Earth's land at 1:110 million, which is in the public domain, as the npm package
world-atlas has it, in TopoJSON. Antarctica is left out, and no
borders are drawn. See docs/decisions/0018.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from doors.console.globe import HEIGHT, WIDTH, Place, on_map

LAND = Path(__file__).parent / "static" / "land.svg"
_SOUTH = -60.0
_HALF = 180.0


def svg(topology: dict[str, Any]) -> str:
    """Return the land as an image whose one path other pages may use."""
    arcs = [[*_walked(arc, topology["transform"])] for arc in topology["arcs"]]
    rings = [ring for ring in _rings(topology, arcs) if max(at for _, at in ring) > _SOUTH]
    path = "".join(_path(piece) for ring in rings for piece in _cut(ring))
    size = f"{WIDTH:.0f} {HEIGHT:.0f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">'
        f'<path id="land" d="{path}" vector-effect="non-scaling-stroke"/></svg>\n'
    )


def _walked(arc: Iterable[tuple[int, int]], transform: dict[str, Any]) -> Iterator[Place]:
    (east, north), (left, low) = transform["scale"], transform["translate"]
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * east + left, y * north + low


def _rings(topology: dict[str, Any], arcs: list[list[Place]]) -> Iterator[list[Place]]:
    for shape in topology["objects"]["land"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                found: list[Place] = []
                for index in ring:  # ~index is the same arc the other way round
                    piece = arcs[index] if index >= 0 else arcs[~index][::-1]
                    found += piece[1:] if found else piece
                yield found


def _cut(ring: list[Place]) -> Iterator[list[Place]]:
    """Yield the pieces of a ring on either side of the 180th meridian; most are on one."""
    unrolled, turns = [ring[0]], 0
    for (before, _), (x, y) in pairwise(ring):
        turns += (x - before < -_HALF) - (x - before > _HALF)
        unrolled.append((x + turns * 2 * _HALF, y))
    for whole in (-1, 0, 1):
        moved = [(x + whole * 2 * _HALF, y) for x, y in unrolled]
        piece = _clipped(_clipped(moved, _HALF, 1), -_HALF, -1)
        if len({*piece}) > 2:
            yield piece


def _clipped(ring: list[Place], edge: float, side: int) -> list[Place]:
    """Return the part of a ring up to a meridian, from the west (1) or the east (-1)."""
    found: list[Place] = []
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]] if ring else []):
        inside, next_inside = (edge - ax) * side >= 0, (edge - bx) * side >= 0
        if inside:
            found.append((ax, ay))
        if inside != next_inside:
            found.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
    return found


def _path(ring: list[Place]) -> str:
    points = [(round(x), round(y)) for x, y in map(on_map, ring)]
    (x, y), written = points[0], [f"M{points[0][0]} {points[0][1]}l"]
    for nx, ny in points[1:]:
        if (nx, ny) != (x, y):
            written.append(f"{nx - x} {ny - y} ".replace(" -", "-"))
            x, y = nx, ny
    return "".join(written).rstrip() + "z"


if __name__ == "__main__":
    LAND.write_text(svg(json.loads(Path(sys.argv[1]).read_text())))
