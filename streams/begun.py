"""A coroutine that is begun at once, and made a task only where it has to wait."""

from collections.abc import Coroutine, Generator
from functools import partial
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


class Begun(Generic[Result]):
    """Takes *coroutine* to its first wait; awaiting it goes on from there, in whichever task.

    It raises here what the coroutine raises before it waits. `done` says that it had not to wait,
    and then `result` is what it returned.
    """

    def __init__(self, coroutine: Coroutine[Any, Any, Result]) -> None:
        self._coroutine = coroutine
        self._waits_for: Any = None  # a future, as tasks know them
        self.result: Result
        self.done = False
        try:
            self._waits_for = coroutine.send(None)
        except StopIteration as end:
            self.done, self.result = True, end.value

    def __await__(self) -> Generator[Any, Any, Result]:
        if self.done:
            return self.result
        while True:
            try:
                given = yield self._waits_for
            except BaseException as problem:  # noqa: BLE001  # it is for the coroutine
                go_on = partial(self._coroutine.throw, problem)
            else:
                go_on = partial(self._coroutine.send, given)
            try:
                self._waits_for = go_on()
            except StopIteration as end:
                result: Result = end.value
                return result
