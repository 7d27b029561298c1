"""The OpenAPI page: made here from the description, so that it loads nothing from elsewhere."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from doors.problem import PROBLEM

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}"
    "code{background:#eee;padding:.1em .3em}table{border-collapse:collapse;width:100%}"
    "td,th{border-top:1px solid #ccc;padding:.3em .6em;text-align:left;vertical-align:top}"
)


def add_reference(app: FastAPI) -> None:
    """Serve the page at /docs; /openapi.json is the same for machines. All routes are there."""

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(page(app.openapi()))

    _as_answered(app.openapi())


def _as_answered(described: Mapping[str, Any]) -> None:
    """Say what is answered: an invalid request is 400 here, and problems are problem+json alone."""
    for methods in described["paths"].values():
        for one in methods.values():
            one["responses"].pop("422", None)
            for said in one["responses"].values():
                content = said.get("content", {})
                if PROBLEM in content:
                    content.pop("application/json", None)


def page(described: Mapping[str, Any]) -> str:
    """Return the page of one OpenAPI description."""
    title = escape(described["info"]["title"])
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>"
    paths = "".join(
        _operation(method, path, one)
        for path, methods in described["paths"].items()
        for method, one in methods.items()
    )
    schemas = described.get("components", {}).get("schemas", {})
    models = "".join(f"<h3 id={name}>{name}</h3>{_model(one)}" for name, one in schemas.items())
    more = "<p>For machines: <a href=openapi.json>openapi.json</a></p>"
    return f"{head}<style>{_STYLE}</style><h1>{title}</h1>{more}{paths}<h2>Models</h2>{models}"


def _operation(method: str, path: str, one: Mapping[str, Any]) -> str:
    told = "".join(f"<p>{escape(text)}</p>" for text in one.get("description", "").split("\n\n"))
    asked = [(f"{p['in']} <code>{p['name']}</code>", _type(p["schema"])) for p in _asked(one)]
    answers = [
        (code, escape(said.get("description", "")))
        for code, said in sorted(one["responses"].items())
    ]
    return (
        f"<h2><code>{method.upper()} {escape(path)}</code></h2>{told}"
        f"{_table('parameter', 'is', asked)}{_table('status', 'means', answers)}"
    )


def _asked(one: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from one.get("parameters", ())


def _model(schema: Mapping[str, Any]) -> str:
    rows = [
        (f"<code>{name}</code>", f"{_type(one)} {escape(one.get('description', ''))}")
        for name, one in schema.get("properties", {}).items()
    ]
    return f"<p>{escape(schema.get('description', ''))}</p>{_table('field', 'is', rows)}"


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return escape(str(schema.get("enum") or schema.get("type", "")))


def _table(left: str, right: str, rows: list[tuple[str, str]]) -> str:
    if not rows:
        return ""
    cells = "".join(f"<tr><td>{one}<td>{other}" for one, other in rows)
    return f"<table><tr><th>{left}<th>{right}{cells}</table>"
