"""How many copies of each topic the broker has, beside how many there should be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from streams.topics import IN_SYNC, TopicPlan

SEVERAL = 3  # from so many brokers on one may be lost while two still hold what is sent


@dataclass(frozen=True, slots=True)
class Standing:
    """A topic as the broker has it: partitions, and copies in sync of whichever has fewest."""

    partitions: int
    in_sync: int

    @classmethod
    def of(cls, described: Mapping[str, Any]) -> Self:
        """Return what an admin client describes."""
        partitions = described["partitions"]
        return cls(len(partitions), min((len(one["isr_nodes"]) for one in partitions), default=0))


def as_far_as_copied(plan: TopicPlan, standing: Standing) -> TopicPlan:
    """Return *plan*, without how many copies a record needs where there are not so many yet.

    Else nothing could be written to the topic until somebody has moved it.
    """
    if standing.in_sync >= plan.replication:
        return plan
    return replace(
        plan, configs={key: wanted for key, wanted in plan.configs.items() if key != IN_SYNC}
    )


def replica_warnings(
    plans: Sequence[TopicPlan], there: Mapping[str, Standing], brokers: int
) -> Iterator[str]:
    """Yield a sentence for topics with fewer copies than planned, and for a plan of too few."""
    fewer: dict[tuple[int, int], list[str]] = {}
    for plan in plans:
        standing = there.get(plan.name)
        if standing is not None and standing.in_sync < plan.replication:
            fewer.setdefault((standing.in_sync, plan.replication), []).append(plan.name)
    for (copies, wanted), names in sorted(fewer.items()):
        yield (
            f"{copies} of {wanted} replicas in sync: {', '.join(names)}; let their brokers catch "
            "up, or move them with kafka-reassign-partitions, and apply again"
        )
    least = min((plan.replication for plan in plans), default=brokers)
    if brokers >= SEVERAL > least:
        yield (
            f"there are {brokers} brokers and TOCSIN_KAFKA__REPLICATION is {least}: what a lost "
            "disk holds is lost; set it to 3"
        )
