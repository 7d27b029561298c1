"""How the garbage collector of a long-lived worker is set."""

import gc

# Screening makes many small values that live as long as a cache holds them. By default the
# collector looks at them again and again, and takes a third of the time of reading names.
YOUNG = 50_000


def settled() -> None:
    """Let the collector never look again at what is in memory now, and seldom at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
