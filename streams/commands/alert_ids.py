"""An alert's id on the command line, whole or its first digits."""

import re

import click

LEAST = 8  # hex digits, by which few alerts are mistaken for each other


class AlertIdText(click.ParamType):
    """Takes 8 to 32 hex digits."""

    name = "id"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the digits in small letters."""
        said = value.lower()
        if not re.fullmatch(rf"[0-9a-f]{{{LEAST},32}}", said):
            self.fail(
                f"{value!r} is no alert id; it has 32 digits and letters a to f, of which the "
                f"first {LEAST} will do",
                param,
                ctx,
            )
        return said


ALERT_ID = AlertIdText()
