"""A flame graph as an SVG file: who called whom, each as wide as the share of time it took."""

from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from bench.phases import OTHER, PHASES, phase_of

WIDTH, HEIGHT, LETTER = 1200, 16, 6.3  # of a row, and of a letter
LEAST = 0.003  # what took less is not drawn
_COLOURS = (
    "#7fb3d5", "#f5b041", "#e59866", "#76d7c4", "#a9cce3", "#bb8fce", "#d7bde2", "#85c1e9",
    "#73c6b6", "#f9e79f", "#f0b27a", "#ccd1d1", "#d5d8dc",
)  # fmt: skip
_COLOUR_OF = dict(zip([*(name for name, _ in PHASES), OTHER], _COLOURS, strict=True))


def write_flames(stacks: Mapping[str, int], file: Path, title: str) -> None:
    """Draw *stacks*, the outermost function at the top; the colour is the phase's."""
    whole = sum(stacks.values())
    widths: Counter[tuple[str, ...]] = Counter()
    for stack, count in stacks.items():
        parts = _inner(stack)
        for depth in range(len(parts)):
            widths[tuple(parts[: depth + 1])] += count
    drawn = {stack for stack, count in widths.items() if count / whole >= LEAST}
    rows = list(_rows(widths, drawn, whole))
    deepest = max(len(stack) for stack in drawn)
    height = (deepest + 3) * HEIGHT
    file.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="11">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n'
        f'<text x="4" y="12">{escape(title)}</text>\n' + "\n".join(rows) + "\n</svg>\n",
        encoding="utf-8",
    )


def _inner(stack: str) -> list[str]:
    """Return the functions without the event loop that calls them all."""
    parts = stack.split(";")
    first = next((at for at, one in enumerate(parts) if "Handle._run" in one), -1)
    return parts[first + 1 :] or parts[-1:]


def _rows(
    widths: Mapping[tuple[str, ...], int], drawn: set[tuple[str, ...]], whole: int
) -> Iterator[str]:
    starts: dict[tuple[str, ...], float] = {(): 0.0}
    for stack in sorted(drawn):  # a caller stands before whom it calls
        above = stack[:-1]
        left, share = starts[above], widths[stack] / whole
        starts[above], starts[stack] = left + share, left
        x, y, width = left * WIDTH, len(stack) * HEIGHT + 8, share * WIDTH
        name = escape(stack[-1])
        alone = stack[-1].partition(" ")[0]  # without its file
        fitting = [one for one in (stack[-1], alone) if len(one) * LETTER < width]
        written = (
            f'<text x="{x + 2:.1f}" y="{y + 11}">{escape(fitting[0])}</text>' if fitting else ""
        )
        yield (
            f'<g><title>{name}: {share:.1%}</title><rect x="{x:.1f}" y="{y}" width="{width:.1f}" '
            f'height="{HEIGHT - 1}" fill="{_COLOUR_OF[phase_of(";".join(stack))]}"/>{written}</g>'
        )
