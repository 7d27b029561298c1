"""Document numbers that stand for none: what is written where there is none, or none is known."""

from screening.compiled.compiling import compiled
from screening.compiled.letters import Letters, letter_set
from screening.document_numbers import SHORT

_MOST_LETTERS = 3  # of a filler such as XXX000; more of them make a number of any digits
_LONGEST_RUN = 10
_ZERO, _ONE, _NINE = map(ord, "019")
_VOWEL = letter_set("AEIOU")


@compiled
def stands_for_none(number: Letters) -> bool:
    """Say whether a number of upper-case ASCII letters and digits is a filler.

    UNKNOWN, A00000000, 0000001 and 1234567 are. Letters alone are a number only where they are many
    and spell nothing: one German passport in forty has no digit, and none has a vowel.
    """
    digits = _digits(number)
    if not digits:
        return number.length < SHORT or _vowels(number) > 0 or _is_one_sign(number)
    if number.length - digits > _MOST_LETTERS:
        return False
    return _says_one_digit(number) or (number.length == digits and _is_run(number))


@compiled
def _digits(number: Letters) -> int:
    found = 0
    for i in range(number.length):
        found += number.data[number.at + i] <= _NINE
    return found


@compiled
def _vowels(number: Letters) -> int:
    found = 0
    for i in range(number.length):
        found += _VOWEL[number.data[number.at + i]]
    return found


@compiled
def _is_one_sign(number: Letters) -> bool:
    others = 0
    for i in range(number.length):
        others += number.data[number.at + i] != number.data[number.at]
    return others == 0


@compiled
def _says_one_digit(number: Letters) -> bool:
    """Say whether its digits are all the same, or zeros and a 1 behind them.

    A higher one is a number: somebody was given the sixth passport of a kind.
    """
    first, telling, alike = 0, 0, True
    for i in range(number.length):
        sign = 0 + number.data[number.at + i]
        if sign <= _NINE:
            if not first:
                first = sign
            alike = alike and sign == first
            if telling or sign != _ZERO:
                telling += 1 + (sign > _ONE)
    return alike or telling <= 1


@compiled
def _is_run(number: Letters) -> bool:
    """Say whether digits count on from 0 or 1; 0 comes behind 9."""
    if number.length > _LONGEST_RUN or number.data[number.at] > _ONE:
        return False
    for i in range(1, number.length):
        before = 0 + number.data[number.at + i - 1]
        if number.data[number.at + i] != _ZERO + (before - _ZERO + 1) % 10:
            return False
    return True
