"""Every table that names are read and compared with; a worker reads them as it starts."""

from screening import spelling, weights
from screening.rarity import rarity
from screening.readings import load_tables
from screening.variants import variants


def load() -> None:
    """Every table is in memory afterwards; else the first passenger waits for them."""
    load_tables()
    rarity("ANNA")
    variants("ANNA")
    spelling.learned()
    weights.learned()
