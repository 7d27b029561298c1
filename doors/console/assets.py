"""Styles and scripts, read once; their address changes with them, so browsers may keep them."""

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

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


def add_assets(router: APIRouter) -> None:
    """Serve them; scripts may name each other beside themselves."""

    @router.get("/static/{stamp}/{name}")
    async def asset(stamp: str, name: str) -> Response:
        content = assets().get(name)
        if content is None:
            raise Declined(404, "no such asset")
        lasting = "public, max-age=31536000, immutable" if stamp == version() else "no-store"
        kind = f"{_kind(name)}; charset=utf-8"
        return Response(content, media_type=kind, headers={**HEADERS, "Cache-Control": lasting})


def _kind(name: str) -> str | None:
    return next((kind for end, kind in _KINDS.items() if name.endswith(end)), None)
