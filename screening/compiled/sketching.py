"""Sketches of records: all that rules an entry out, in few bytes.

A sketch is a record that ends with its views; instead of the words of a name, outlines and all, it
has the place of each in the vocabulary, in 4 bytes.
"""

from screening.compiled.compiling import Marks, Whole, compiled, compiled_into
from screening.compiled.views import View, names_at, number
from screening.compiled.vocabulary import Vocabulary, behind_word, place_in
from screening.packed_words import OUTLINE
from screening.packing import HEAD, LENGTH, SUMS
from screening.record import LAYOUT

NOT_OURS = -1
A_PLACE = 4  # bytes
_LAYOUT = LAYOUT[0]
_SUMS, _WORDS = 2, 2 + SUMS.size  # where a name has them


@compiled
def sketch_all(records: bytearray, lengths: Whole, words: Vocabulary, into: Marks) -> int:
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
        end += HEAD
        for _ in range(records[view - 1]):
            end = _sketch_view(records, view, words, into, end)
            view += number(records, view, 4)
        lengths[nth] = end - begin
        _write(into, begin + LENGTH, end - begin, 4)
        at += length
    return end


@compiled
def _sketch_view(records: bytearray, at: int, words: Vocabulary, into: Marks, end: int) -> int:
    """Write a view, which begins with its length; return the place behind it."""
    begin, name = end, names_at(View(records, at + 4)) + 1
    _copy(records, at, name, into, end)
    end += name - at
    for _ in range(records[name - 1]):
        outline, count = name + _WORDS + 1, 0 + records[name + _WORDS]
        _copy(records, name, outline, into, end)
        _write(into, end + _SUMS, 1 + A_PLACE * count, 2)
        end += outline - name
        word = outline + OUTLINE * count
        for _ in range(count):
            behind = behind_word(records, word)
            _write(into, end, place_in(words, records, outline, word, behind), A_PLACE)
            end += A_PLACE
            outline, word = outline + OUTLINE, behind
        name = word
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
