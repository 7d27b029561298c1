"""How a worker is, as its heartbeat says it."""

from dataclasses import dataclass


@dataclass
class Health:
    """How the worker is; shown by /readyz."""

    waiting_for: str | None = None
    has_index: bool = False
    has_partitions: bool = False
    unexpected: int = 0
    is_learning: bool = False  # screens meanwhile: it asks Redis more

    @property
    def in_the_way(self) -> str | None:
        """Return what the worker waits for, None when it is at work."""
        if self.waiting_for is not None:
            return self.waiting_for
        if not self.has_index:
            return "the index"
        return None if self.has_partitions else "its partitions"
