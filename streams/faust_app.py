"""Faust as a worker has it: without tables, web and leader, and with a buffer of ours."""

import faust
from faust.tables.manager import TableManager

from config.settings import Settings
from streams.buffer import Buffer
from streams.faust_options import faust_options
from streams.marks import Marks
from streams.transport import use_marks


class _App(faust.App):
    """Faust's app with a buffer of ours, and without the folders that it makes for tables."""

    def FlowControlQueue(  # noqa: N802  # as Faust calls it
        self,
        maxsize: int | None = None,  # noqa: ARG002  # it has no end
        *,
        clear_on_resume: bool = False,
    ) -> Buffer:
        """Return what buffers the records of a stage."""
        return Buffer(flow_control=self.flow_control, clear_on_resume=clear_on_resume)

    def _create_directories(self) -> None:
        """Make none: no table is kept."""


class _NoTables(TableManager):
    """Faust's manager of tables without the second that it waits for some: none is kept."""

    async def on_start(self) -> None:
        """Go on at once: each start of a worker would be that much later."""
        if not self.should_stop:
            await self._update_channels()
            await self.recovery.start()


def faust_app(settings: Settings, marks: Marks, *, group: str) -> faust.App:
    """Return the app of a worker in a consumer group: it commits *marks* and nothing else."""
    app = _App(
        group,
        **faust_options(settings.kafka),
        autodiscover=False,
        store="memory://",
        TableManager=_NoTables,
        topic_disable_leader=True,
        topic_allow_declare=False,
        web_enabled=False,
        stream_wait_empty=False,
        consumer_auto_offset_reset="earliest",
        broker_commit_interval=1.0,
        loghandlers=[],
    )
    use_marks(app, marks)
    return app
