"""What a process reads into memory as it starts, in a thread that its end does not wait for."""

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future

_NAME = "loading"


async def loaded_beside(load: Callable[[], None]) -> None:
    """Return once *load* has returned, in a thread of its own; raises what it raises."""
    done: Future[None] = Future()
    done.set_running_or_notify_cancel()  # who no longer waits for it does not stop it

    def run() -> None:
        try:
            load()
        except Exception as problem:  # noqa: BLE001  # handed to whoever waits
            done.set_exception(problem)
        else:
            done.set_result(None)

    threading.Thread(target=run, name=_NAME, daemon=True).start()
    await asyncio.wrap_future(done)


def end_if_loading(code: int = 0) -> None:
    """End the process here, with *code*, if it still loads.

    To compile takes minutes and cannot be stopped, and Python's own end would pull the interpreter
    away from under it.
    """
    if any(one.name == _NAME for one in threading.enumerate()):
        logging.shutdown()
        sys.stdout.flush()
        os._exit(code)
