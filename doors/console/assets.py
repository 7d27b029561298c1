"""Styles, scripts and the land; their address changes with them, so browsers may keep them."""

import asyncio
import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

from doors.console.land import land
from doors.console.safety import HEADERS
from doors.problem import Declined

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@cache
def assets() -> dict[str, bytes]:
    """Return every asset by its name."""
    folder = files("doors.console").joinpath("static")
    return {one.name: one.read_bytes() for one in folder.iterdir() if _kind(one.name)}


@cache
def version() -> str:
    """Return what tells these assets from any others."""
    digest = hashlib.sha256()
    for name, content in sorted(assets().items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


def address(name: str) -> str:
    """Return where the asset is."""
    assert name in assets(), name
    return f"/console/static/{version()}/{name}"


def land_address() -> str:
    """Return where the land is; it is made here, the first time."""
    return f"/console/land/{land().stamp}.svg"


def add_assets(router: APIRouter) -> None:
    """Serve them; scripts may name each other beside themselves."""

    @router.get("/static/{stamp}/{name}")
    async def asset(stamp: str, name: str) -> Response:
        content = assets().get(name)
        if content is None:
            raise Declined(404, "no such asset")
        return _kept(content, name, lasts=stamp == version())

    @router.get("/land/{name}")
    async def drawn(name: str) -> Response:
        found = await asyncio.to_thread(land)
        return _kept(found.image, ".svg", lasts=name == f"{found.stamp}.svg")


def _kept(content: bytes, name: str, *, lasts: bool) -> Response:
    """Return what browsers keep; where it *lasts*, what is at this address never changes."""
    keep = "public, max-age=31536000, immutable" if lasts else "no-store"
    kind = f"{_kind(name)}; charset=utf-8"
    return Response(content, media_type=kind, headers={**HEADERS, "Cache-Control": keep})


def _kind(name: str) -> str | None:
    return next((kind for end, kind in _KINDS.items() if name.endswith(end)), None)
