"""Lines out of whatever pieces a request comes in, and never more than one of them held."""

from collections.abc import AsyncIterator

from hypothesis import given
from hypothesis import strategies as st

from streams.agencies.entries import lines_in


async def pieces(body: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(body), size):
        yield body[at : at + size]


async def read(body: bytes, size: int, most: int) -> list[bytes | None]:
    return [one async for one in lines_in(pieces(body, size), most)]


LINES = st.lists(st.binary(max_size=12).map(lambda one: one.replace(b"\n", b"")), max_size=8)


@given(LINES, st.integers(1, 9), st.integers(1, 12))
async def test_lines_are_the_same_however_they_are_cut(
    lines: list[bytes], size: int, most: int
) -> None:
    told = [one if len(one) <= most else None for one in lines]
    assert await read(b"".join(one + b"\n" for one in lines), size, most) == told


async def test_last_line_needs_no_end() -> None:
    assert await read(b"one\ntwo", 2, 9) == [b"one", b"two"]
    assert await read(b"one\n" + b"x" * 100, 7, 9) == [b"one", None]
