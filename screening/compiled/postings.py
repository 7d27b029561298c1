"""Who may be a person: the postings that are read within a budget, and what the filter leaves.

The shortest lists are read first, as long as what is read stays within the budget (names: N, Q, S,
F; tokens: T), so the lengths at the moment of reading decide and nothing goes stale. Of a longer
list the newest that fit are read where whole names share the key (rest 0 on both sides), and of a
document (D) the newest up to both budgets.

Read, an entry is a candidate if the parts left on both sides share a beginning, or a side has none
left, or not more than FEWEST entries have what is shared: BILL is WILLIAM; and if a listed year is
within REACH of the person's, or a side has no date, or one whole name is within the other and not
more than FEW entries have that: a digit of a year is soon wrong.
"""

from typing import NamedTuple

from screening.compiled.compiling import Whole, compiled, compiled_with_arrays

FEWEST, FEW, REACH = 10, 50, 2
WIDTH = 8  # bytes of a posting
_DOCUMENT, _DATE, _PART = b"DFT"
# Columns of a list: where its postings begin, and how many there are; how long it is on the whole,
# and what is known of the key; whether whole names alone are read.
AT, SENT, LENGTH, KIND, REST, _WHOLE = range(6)
COLUMNS = 6


class Lists(NamedTuple):
    """Lists that were read, a row each, in order of whose they are, and of their keys."""

    postings: bytes
    rows: Whole
    owners: Whole


class Answers(NamedTuple):
    """Lists that were read, those of one person behind those of another; where each person's end.

    And of each the year of birth and the budgets.
    """

    postings: bytearray
    lists: Whole
    ends: Whole
    years: Whole
    names: Whole
    tokens: Whole


@compiled_with_arrays
def candidates(answers: Answers, who: Whole, numbers: Whole, seen: Whole) -> int:
    """Put person and number of each candidate into *who* and *numbers*; return how many they are.

    Each has room for all postings, and *seen* for twice as many, by a power of two.
    """
    found = begin = 0
    for nth in range(len(answers.ends)):
        lists, count = answers.lists[begin : answers.ends[nth]], answers.ends[nth] - begin
        _sort(lists, count)
        left_names, left_tokens = answers.names[nth], answers.tokens[nth]
        for i in range(count):
            one, purse = lists[i], left_names
            if one[KIND] == _PART:
                purse = left_tokens
            if one[KIND] == _DOCUMENT:
                purse = answers.names[nth] + answers.tokens[nth]
            elif one[LENGTH] > purse:
                if one[REST] or one[KIND] == _PART or not purse:
                    continue
                one[_WHOLE] = 1
            read = min(one[SENT], purse)
            one[AT] += (one[SENT] - read) * WIDTH  # the newest stand last
            one[SENT] = read
            if one[KIND] == _PART:
                left_tokens -= read
            elif one[KIND] != _DOCUMENT:
                left_names -= read
            found = _read(answers, nth, one, Found(who, numbers, seen), found)
        begin = answers.ends[nth]
    return found


class Found(NamedTuple):
    """Where candidates are put, and which are there."""

    who: Whole
    numbers: Whole
    seen: Whole


@compiled_with_arrays
def _sort(lists: Whole, count: int) -> None:
    """Sort lists by their lengths; those of one length stay in order."""
    for i in range(1, count):
        one, j = lists[i].copy(), i
        while j and lists[j - 1, LENGTH] > one[LENGTH]:
            lists[j] = lists[j - 1]
            j -= 1
        lists[j] = one


@compiled
def _read(answers: Answers, nth: int, one: Whole, found: Found, count: int) -> int:
    """Add the candidates of one list; return how many there are then."""
    data, year, rest = answers.postings, answers.years[nth], one[REST]
    few = one[LENGTH] <= FEW
    for i in range(one[SENT]):
        at = one[AT] + i * WIDTH
        first, last, other = 0 + data[at + 4], 0 + data[at + 5], _number(data, at + 6, 2)
        if other and not rest & other and (one[_WHOLE] or (rest and one[LENGTH] > FEWEST)):
            continue
        if year and first and (first > year + REACH or last < year - REACH):  # noqa: SIM102
            if not few or not _is_within(one[KIND], rest, other):
                continue
        number = _number(data, at, 4)
        if _is_new(found.seen, nth, number):
            found.who[count], found.numbers[count] = nth, number
            count += 1
    return count


@compiled
def _is_within(kind: int, rest: int, other: int) -> bool:
    """Say whether one of two names that share a key lies within the other.

    Of single parts, whether both are the whole name. Dates name nobody.
    """
    if kind == _PART:
        return rest == 0 and other == 0
    return kind != _DATE and (rest == 0 or other == 0)


@compiled
def _is_new(seen: Whole, nth: int, number: int) -> bool:
    """Say whether a number was not seen for a person before; it is from now on."""
    mark, last = (nth + 1) << 32 | number, len(seen) - 1
    slot = number * 0x9E3779B1 >> 7 & last
    while seen[slot] >> 32 == nth + 1:
        if seen[slot] == mark:
            return False
        slot = slot + 1 & last
    seen[slot] = mark
    return True


@compiled
def _number(data: bytearray, at: int, width: int) -> int:
    """Return a number whose highest byte comes first."""
    found = 0
    for i in range(width):
        found = found << 8 | data[at + i]
    return found
