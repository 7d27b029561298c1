"""What we know of spellings, from our own data files: read once, when first needed."""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def data(name: str) -> dict[str, Any]:
    """Return `screening/data/<name>.json`; each file says its sources."""
    path = resources.files("screening").joinpath(f"data/{name}.json")
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content
