"""How a match looks on a terminal: who, under which entry, and every reason with its weight."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from screening.explanation import Feature
from screening.ranking import Found
from streams.plain_text import plain


def match_lines(found: Found) -> RenderableType:
    """Return the match as a headline and one line a reason, the strongest first."""
    entry = found.entry
    where = entry.key if found.owner_shown else "(owner not named)"
    names = " / ".join(name.full for name in entry.names) or "(documents alone)"
    head = Text.assemble(
        (f"{found.match.score:.2f}", "bold"),
        "  ",
        plain(names, "bold"),
        "  ",
        plain(where, "cyan"),
        f"  {entry.category}, {entry.severity}",
    )
    lines = [reason_line(one) for one in found.match.explanation]
    if entry.instruction:
        lines.append(plain(f"instruction: {entry.instruction}"))
    return Group(head, *(Padding(line, (0, 0, 0, 6)) for line in lines))


def reason_line(one: Feature) -> Text:
    """Return one reason with its weight in log-odds."""
    return plain(f"{one.contribution:+.1f}  {one.feature.replace('_', ' ')}: {one.note}")
