"""Sketches of records, made many at once. Pure."""

import numpy as np

from screening.compiled.compiling import Whole
from screening.compiled.sketching import NOT_OURS, sketch_all


class OtherLayout(Exception):  # noqa: N818  # says what is the case
    """Another release wrote a record."""


def sketches(records: bytearray, lengths: Whole) -> tuple[memoryview, Whole]:
    """Return the sketches of *records*, one behind the other as those are, and their lengths.

    The *lengths* are how far it is to the next: more may come behind a record. Where that is 0
    there is none. Raises OtherLayout.
    """
    into, its = np.empty(len(records), np.uint8), lengths.copy()
    end = sketch_all(records, its, into)
    if end == NOT_OURS:
        raise OtherLayout
    return into[:end].data, its
