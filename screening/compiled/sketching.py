"""Sketches of records: what rules most of them out, without the words of their names.

A sketch is a record that begins with SKETCHED and ends with its views; of a name it has outlines
and behind them, one behind the other, the skeletons of its words.
"""

from screening.compiled.compiling import Marks, Whole, compiled, compiled_into
from screening.compiled.views import View, names_at, number
from screening.packed_words import FACTS, OUTLINE
from screening.packing import HEAD, LENGTH, SUMS
from screening.record import LAYOUT

SKETCHED, NOT_OURS = 0, -1
_LAYOUT = LAYOUT[0]
_SUMS, _WORDS = 2, 2 + SUMS.size  # where a name has them
_FACTS = FACTS.size


@compiled
def sketch_all(records: bytearray, lengths: Whole, into: Marks) -> int:
    """Write the sketches of *records*, one behind the other as these are; return where they end.

    The *lengths*, of records with what comes behind them, become those of sketches; where there is
    none, 0 stays. Return NOT_OURS where a record is of another layout.
    """
    at = end = 0
    for nth in range(len(lengths)):
        length = lengths[nth]
        if not length:
            continue
        if records[at] != _LAYOUT:
            return NOT_OURS
        begin, view = end, at + HEAD
        _copy(records, at, view, into, end)
        into[end] = SKETCHED
        end += HEAD
        for _ in range(records[view - 1]):
            end = _sketch_view(records, view, into, end)
            view += number(records, view, 4)
        lengths[nth] = end - begin
        _write(into, begin + LENGTH, end - begin, 4)
        at += length
    return end


@compiled
def _sketch_view(records: bytearray, at: int, into: Marks, end: int) -> int:
    """Write a view, which begins with its length; return the place behind it."""
    begin, names = end, names_at(View(records, at + 4)) + 1
    _copy(records, at, names, into, end)
    end += names - at
    for _ in range(records[names - 1]):
        name, words = end, 0 + records[names + _WORDS]
        word = names + _WORDS + 1 + OUTLINE * words
        _copy(records, names, word, into, end)
        end += word - names
        for _ in range(words):
            bones = word + 1 + records[word]
            word = bones + 1 + records[bones] + _FACTS
            _copy(records, bones + 1, word - _FACTS, into, end)
            end += records[bones]
            word += 1 + 2 * records[word]
        _write(into, name + _SUMS, end - name - _WORDS, 2)
        names = word
    _write(into, begin, end - begin, 4)
    return end


@compiled_into
def _copy(data: bytearray, at: int, behind: int, into: Marks, end: int) -> None:
    for i in range(at, behind):
        into[end + i - at] = data[i]


@compiled_into
def _write(into: Marks, at: int, what: int, width: int) -> None:
    for i in range(width):
        into[at + i] = what >> 8 * i & 255
