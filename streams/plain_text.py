"""Text from outside as a terminal may be given it. Pure."""

from rich.text import Text


def plain(value: str, style: str = "") -> Text:
    """Return *value* without line breaks, escape codes and signs that change direction.

    `Text` reads no markup.
    """
    return Text("".join(sign if sign.isprintable() else "\ufffd" for sign in value), style=style)
