"""The event loop of processes that run for long: uvloop, which takes less of the processor."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvloop

Result = TypeVar("Result")


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Return what *main* returns; loops that it makes in other threads are of the same kind.

    Faust makes one for its Kafka consumer, and lets nobody choose another.
    """
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    return asyncio.run(main)
