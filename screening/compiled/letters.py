"""Letters that two stretches of bytes share, as words and skeletons are compared."""

from typing import NamedTuple

from screening.compiled.compiling import Whole, compiled

_MOST = 63  # letters that are looked at


class Letters(NamedTuple):
    """Some letters among others, by the place of the first."""

    data: bytes | Whole
    at: int
    length: int


@compiled
def equal(one: Letters, other: Letters) -> bool:
    """Say whether both are the same."""
    return one.length == other.length and shared_start(one, other) == one.length


@compiled
def shared_start(one: Letters, other: Letters) -> int:
    """Return how many letters both begin with."""
    most = min(one.length, other.length)
    for i in range(most):
        if one.data[one.at + i] != other.data[other.at + i]:
            return i
    return most


@compiled
def begins_with(long: Letters, short: Letters) -> bool:
    """Say whether the one is the beginning of the other."""
    return short.length <= long.length and shared_start(long, short) == short.length


@compiled
def alike(one: Letters, other: Letters) -> float:
    """Return the normalised Indel similarity: twice the longest common subsequence by the lengths.

    Bit-parallel (Hyyrö, 2004).
    """
    length = min(one.length, _MOST)
    free = (1 << length) - 1
    for j in range(other.length):
        places, letter = 0, other.data[other.at + j]
        for i in range(length):
            if one.data[one.at + i] == letter:
                places |= 1 << i
        taken = free & places
        free = ((free + taken) | (free - taken)) & ((1 << length) - 1)
    common = length
    while free:
        free &= free - 1
        common -= 1
    return 2.0 * common / (one.length + other.length)


@compiled
def same_letters(one: Letters, other: Letters) -> bool:
    """Say whether both have the same letters, in whatever order."""
    if one.length != other.length:
        return False
    for i in range(one.length):
        letter, count = one.data[one.at + i], 0
        for j in range(one.length):
            count += one.data[one.at + j] == letter
            count -= other.data[other.at + j] == letter
        if count:
            return False
    return True


@compiled
def one_slip(one: Letters, other: Letters) -> bool:
    """Say whether one letter is more, less or another, or two neighbours are swapped."""
    if abs(one.length - other.length) > 1:
        return False
    start = shared_start(one, other)
    left, its_left = one.length - start, other.length - start
    while (
        left and its_left
        and one.data[one.at + start + left - 1] == other.data[other.at + start + its_left - 1]
    ):  # fmt: skip
        left, its_left = left - 1, its_left - 1
    if max(left, its_left) == 1:
        return True
    at, its = one.at + start, other.at + start
    swapped = one.data[at] == other.data[its + 1] and one.data[at + 1] == other.data[its]
    return left == its_left == 2 and swapped
