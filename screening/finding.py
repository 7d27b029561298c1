"""One piece of evidence while it is weighed; `explanation` has the form that is told."""

from typing import NamedTuple


class Finding(NamedTuple):
    """What one feature says: log-odds, its values on both sides, a sentence."""

    feature: str
    nats: float
    sent: str
    listed: str
    note: str
