"""A person as `packing` packs them, and each way to read the name."""

from typing import NamedTuple

from screening.compiled.compiling import Nats, Whole, compiled_inside, compiled_into
from screening.compiled.degrees import Room
from screening.compiled.digests import DIGEST
from screening.compiled.rows import RARITY, Name, note_least, read_names, read_whole
from screening.packing import CUT, DOCUMENTS


class Person(NamedTuple):
    """A packed person, and each way to read the name: its words, their number, rarity..."""

    data: bytearray
    at: int
    words: Whole
    counts: Whole
    rarities: Whole
    flags: Whole
    own: Whole
    least: Nats


@compiled_inside
def read_person(packed: bytearray, start: int, room: Room) -> Person:
    """Read the words of each reading; those of nobody who is not plain."""
    words, least = room.words, room.least
    counts, rarities, flags, own = room.counts, room.rarities, room.flags, room.own
    counts[:] = 0
    rarities[:] = 0
    at = _readings_of(packed, start)
    readings, at = packed[at], at + 1
    for nth in range(readings):
        flags[nth], own[nth], counts[nth], at = packed[at], packed[at + 1], packed[at + 2], at + 3
        for i in range(counts[nth]):
            at = read_whole(packed, at, words[nth], i)
            at = read_names(packed, at, words[nth], i)
            rarities[nth] += words[nth, i, RARITY]
        note_least(words[nth], counts[nth], least[nth])
    return Person(packed, start, words, counts, rarities, flags, own, least)


@compiled_into
def documents_of(packed: bytearray, start: int) -> int:
    """Return where the documents of a person are counted, who has some: behind the nationality."""
    return start + 6 + packed[start + 5]


@compiled_into
def _readings_of(packed: bytearray, start: int) -> int:
    at = documents_of(packed, start)
    return at + 1 + DIGEST * packed[at] if packed[start] & DOCUMENTS else at


@compiled_into
def reading(person: Person, nth: int) -> Name:
    """Return the nth way to read a person's name."""
    cut = person.data[person.at] & CUT != 0
    initials = person.flags[nth] != 0
    return Name(
        person.data, person.words[nth], person.counts[nth], person.least[nth], person.own[nth],
        initials, cut,
    )  # fmt: skip
