"""A score on the command line: 0 to 1, and a number."""

from math import isnan
from typing import Any

import click


class _Score(click.FloatRange):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  # as click has it
        found = super().convert(value, param, ctx)
        if isnan(found):  # compares with nothing, so nobody would be listed
            self.fail("nan is no score; write a number from 0 to 1", param, ctx)
        return found


SCORE = _Score(0, 1)
