"""The keys of a document number: four at most, two that one slip parts share one.

But for a wrong character, which counts little; the name has to bring up the entry then.
The number alone, without its issuer: a document whose issuer one side left out or mistook would
not be found. One key of all characters sorted would find swapped neighbours too, but bring up a
hundred strangers among a million numbers; two of one half sorted each bring up next to none.
"""

import numpy as np

from screening.compiled.compiling import compiled
from screening.compiled.keyring import Keyring, begin, close, write
from screening.compiled.letters import Letters, letter_set
from screening.document_numbers import BEFORE, MISREAD, SHORT, VALUES, WEIGHTS

MOST_KEYS = 4
_DOCUMENT, _DOT = map(ord, "D.")
_CODES = 128
AS_READ = np.array([ord(chr(one).translate(MISREAD)) for one in range(_CODES)])
_BEFORE = letter_set(BEFORE)
_VALUE = np.array([VALUES.get(chr(one), 0) for one in range(_CODES)])
_WEIGHT = np.array(WEIGHTS)


@compiled
def add_document(number: Letters, keys: Keyring) -> None:
    """Add the keys of a number of upper-case ASCII letters and digits, which is not empty."""
    _add_whole(number, number.length, keys)
    if number.length < SHORT:
        return
    if number.length > SHORT and _ends_with_check_digit(number):
        _add_whole(number, number.length - 1, keys)
    first = _core(number)
    last = number.at + number.length
    half = first + (last - first) // 2  # neighbours are both in one sorted part
    begin(keys, _DOCUMENT)
    _write(number, first, half, keys)
    write(keys, _DOT)
    _write_sorted(number, half, last, keys)
    close(keys, 0)
    begin(keys, _DOCUMENT)
    write(keys, _DOT)
    _write_sorted(number, first, half + 1, keys)
    write(keys, _DOT)
    _write(number, half + 1, last, keys)
    close(keys, 0)


@compiled
def _add_whole(number: Letters, length: int, keys: Keyring) -> None:
    """Add the key of its first characters, as the least careful reader has them."""
    begin(keys, _DOCUMENT)
    for i in range(length):
        write(keys, AS_READ[number.data[number.at + i]])
    close(keys, 0)


@compiled
def _ends_with_check_digit(number: Letters) -> bool:
    """Say whether the last character is what ICAO 9303-3, 4.9, checks the others by."""
    total = 0
    for i in range(number.length - 1):
        total += _VALUE[number.data[number.at + i]] * _WEIGHT[i % 3]
    return number.data[number.at + number.length - 1] == ord("0") + total % 10


@compiled
def _core(number: Letters) -> int:
    """Return where the number begins without letters and zeros before it, if enough is left."""
    last = number.at + number.length
    first = number.at
    while first < last and _BEFORE[number.data[first]]:
        first += 1
    return first if last - first >= SHORT else number.at


@compiled
def _write(number: Letters, first: int, last: int, keys: Keyring) -> None:
    for i in range(first, last):
        write(keys, number.data[i])


@compiled
def _write_sorted(number: Letters, first: int, last: int, keys: Keyring) -> None:
    for code in range(_CODES):
        for i in range(first, last):
            if number.data[i] == code:
                write(keys, code)
