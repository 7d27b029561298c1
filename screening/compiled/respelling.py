"""Letters rewritten in place, in an array with room for them: one spelling for each sound."""

from collections.abc import Sequence

import numpy as np

from screening.compiled.compiling import Whole, compiled
from screening.compiled.letters import Letters, bits_of

SPELT, HEARD = 4, 2  # letters of a rule, at most
# Columns of rules: lengths, letters as bits, what is spelt, how it is heard.
_LENGTH, _BECOMES, _NEEDS, _ADDS, _FROM, _TO = 0, 1, 2, 3, 4, 4 + SPELT


def rules(pairs: Sequence[tuple[str, str]]) -> Whole:
    """Return pairs of what is spelt and how it is heard, as `respelt` takes them."""
    table = np.zeros((len(pairs), 4 + SPELT + HEARD), np.int64)
    for row, (spelt, heard) in zip(table, pairs, strict=True):
        row[:_FROM] = len(spelt), len(heard), bits_of(spelt), bits_of(heard)
        row[_FROM : _FROM + len(spelt)] = list(spelt.encode())
        row[_TO : _TO + len(heard)] = list(heard.encode())
    return table


def letter_table(spelt: str, heard: str) -> Whole:
    """Return what each letter becomes: those *spelt* what is in the same place of *heard*."""
    table = np.arange(128)
    table[list(spelt.encode())] = list(heard.encode())
    return table


@compiled
def copied(word: Letters, into: Whole) -> int:
    """Put the letters of a word into an array; return how many they are."""
    for i in range(word.length):
        into[i] = word.data[word.at + i]
    return word.length


@compiled
def respelt(word: Whole, length: int, rules: Whole) -> int:
    """Apply each of the *rules*, one after the other, wherever it fits; return the new length."""
    there = 0
    for i in range(length):
        there |= 1 << (word[i] & 63)
    for rule in range(len(rules)):
        if not rules[rule, _NEEDS] & ~there:
            length = _replaced(word, length, rules[rule])
            there |= rules[rule, _ADDS]
    return length


@compiled
def _replaced(word: Whole, length: int, rule: Whole) -> int:
    at = put = 0
    while at < length:
        if _is_spelt(word, at, length, rule):
            for i in range(rule[_BECOMES]):
                word[put + i] = rule[_TO + i]
            at, put = at + rule[_LENGTH], put + rule[_BECOMES]
        else:
            word[put] = word[at]
            at, put = at + 1, put + 1
    return put


@compiled
def _is_spelt(word: Whole, at: int, length: int, rule: Whole) -> bool:
    if at + rule[_LENGTH] > length:
        return False
    for i in range(rule[_LENGTH]):  # noqa: SIM110  # generators are not compiled
        if word[at + i] != rule[_FROM + i]:
            return False
    return True


@compiled
def translated(word: Whole, length: int, table: Whole) -> None:
    """Make each letter what the table says."""
    for i in range(length):
        word[i] = table[word[i] & 127]


@compiled
def single(word: Whole, length: int) -> int:
    """Write doubled letters once; return the new length."""
    put = 0
    for i in range(length):
        if not put or word[put - 1] != word[i]:
            word[put] = word[i]
            put += 1
    return put
