"""Bars over days and hours, drawn by pygal as SVG without colours: the style sheet gives those."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

_WIDTH, _HEIGHT = 560, 210
_TICKS = 4
_GONE = ("defs", "script", "style", "title")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what stands below it, what it says of itself, and where its alerts are."""

    label: str
    count: int
    said: str
    alerts: str


def bars(these: Sequence[Bar], *, labelled: int) -> Markup:
    """Return the bars, every so many of them with its label below."""
    most = max((one.count for one in these), default=0)
    step = _step(most)
    top = max(step * -(-most // step), step)
    chart = _chart(
        width=_WIDTH,
        height=_HEIGHT,
        range=(0, top),
        y_labels=[*range(0, top + 1, step)],
        x_labels=[one.label for one in these],
        x_labels_major=[one.label for one in these[::labelled]],
        show_minor_x_labels=False,
    )
    chart.add("", [_linked(one) for one in these])
    return Markup(chart.render())  # noqa: S704  # of numbers, dates and addresses made here


def spark(counts: Sequence[int]) -> Markup:
    """Return how a figure went from day to day, small enough to stand in a row of a table."""
    chart = _chart(range=(0, max(counts, default=0) or 1))
    chart.add("", counts)
    return Markup(chart.render_sparkline(width=140, height=26))  # noqa: S704  # of numbers


def _linked(one: Bar) -> dict[str, Any] | None:
    if not one.count:
        return None
    return {
        "value": one.count,
        "label": one.said,
        "xlink": {"href": one.alerts, "target": "_self"},
    }


def _chart(**options: Any) -> Any:  # noqa: ANN401  # pygal has no types
    chart = _pygal().Bar(
        css=[],
        js=[],
        no_prefix=True,
        disable_xml_declaration=True,
        show_legend=False,
        margin=2,
        margin_left=14,
        truncate_label=-1,
        no_data_text="",
        spacing=6,
        **options,
    )
    chart.add_xml_filter(_bare)
    return chart


@cache
def _pygal() -> Any:  # noqa: ANN401  # it has no types
    """Return the library: it takes a while to import, and few processes draw."""
    before = [*sys.meta_path]
    import pygal

    # It leaves a finder for its own old plugins, of a kind that Python warns of at every import.
    sys.meta_path[:] = [one for one in sys.meta_path if one in before]
    return pygal


def _step(most: int) -> int:
    """Return the least of 1, 2, 5, 10, 20 ... that divides *most* into few parts."""
    step, unit = 1, 1
    while most > step * _TICKS:
        step = next((n * unit for n in (1, 2, 5) if n * unit > step), 10 * unit)
        unit *= 10 if step == 10 * unit else 1
    return step


def _bare(root: Any) -> Any:  # noqa: ANN401  # an element of whichever library pygal found
    """Return a chart without style, script and what only its own script needs.

    Assistive technology reads the table beside it, which says the same; so do keys.
    """
    root.attrib.pop("id", None)
    root.set("aria-hidden", "true")
    root.set("preserveAspectRatio", "xMinYMid")
    for parent in [*root.iter()]:
        for one in [*parent]:
            kind, its = one.tag, (one.get("class") or "").split()
            comment = not isinstance(kind, str)
            if comment or kind in _GONE or {"overlay", "tooltip-overlay", "titles"} & {*its}:
                parent.remove(one)
    for link in [*root.iter("a")]:
        link.set("tabindex", "-1")
    for bar in [one for one in root.iter("g") if one.get("class") == "bar"]:
        _said(bar)
    return root


def _said(bar: Any) -> None:  # noqa: ANN401  # see above
    """Let a bar say what it is when it is pointed at; nothing else is written in it."""
    for holder in [*bar.iter()]:
        for one in [*holder]:
            if one.tag != "desc":
                continue
            if one.get("class") == "label":
                one.tag = "title"
                one.attrib.clear()
            else:
                holder.remove(one)
