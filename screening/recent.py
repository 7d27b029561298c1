"""Things last asked for, within a bound; cheaper for each than to keep their order. Pure."""

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Two halves: what is asked for moves to the younger; where that is full, the older goes.

    So at least what filled half of the bound last is there.
    """

    def __init__(self, bound: int) -> None:
        self._half = bound // 2
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._younger: dict[K, tuple[V, int]] = {}
        self._older: dict[K, tuple[V, int]] = {}
        self._size = 0

    def get(self, key: K) -> V | None:
        """Return what was put there, None if it is gone."""
        found = self._younger.get(key)
        if found is None and (found := self._older.pop(key, None)) is not None:
            self.put(key, *found)
        return None if found is None else found[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Keep *value*, which counts *size*."""
        if self._size + size > self._half:
            self._older, self._younger, self._size = self._younger, {}, 0
        self._younger[key] = value, size
        self._size += size
