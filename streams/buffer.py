"""Records that are fetched and wait for a stage to take them."""

from typing import Any

from mode.utils.queues import FlowControlEvent, ThrowableQueue

MANY, FEW = 200, 100  # records may be large


class Buffer(ThrowableQueue[Any]):
    """Where MANY wait, their partitions are asked for no more until there are but FEW.

    What was fetched by then is let in: it is in memory anyway. Faust's own buffer has an end, and
    holds up every record of every topic there: with a backlog of manifests no hit came through.
    """

    pressure_high_size = MANY
    pressure_drop_size = FEW

    def __init__(self, *, flow_control: FlowControlEvent, clear_on_resume: bool) -> None:
        super().__init__(flow_control=flow_control, clear_on_resume=clear_on_resume)
