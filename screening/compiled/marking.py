"""Which entries may be worth comparing with a person, and which are hits for certain.

Reads people as `packing` packs them, and sketches.
"""

from typing import NamedTuple

from screening import evidence
from screening.compiled.ceilings import Extent, ceiling
from screening.compiled.compiling import Whole, compiled, compiled_into
from screening.compiled.degrees import Terms
from screening.compiled.digests import may_agree
from screening.compiled.names import (
    CLEARLY,
    is_worth,
    letters_allow,
    may_be_worth,
)
from screening.compiled.persons import Person, documents_of, read_person, reading
from screening.compiled.rows import Name, note_least, read_outline, read_word
from screening.compiled.scaling import CEILING, unscaled
from screening.compiled.sketching import A_PLACE
from screening.compiled.views import (
    View,
    documents_at,
    names_at,
    number,
    of_birth,
    of_nationality,
    of_sex,
)
from screening.name_evidence import WEAK_UNSUPPORTED
from screening.packed_words import OUTLINE
from screening.packing import (
    ANOTHER_READING,
    DOCUMENTS,
    HEAD,
    INITIALS,
    MOST_READINGS,
    NAMED_AT_ALL,
    PLACES,
    PLAIN,
    SUMS,
    WEAK,
)

# What is known of an entry. AT_THE_CEILING: the name is worth as much as any, and there is nothing
# but the name.
IMPOSSIBLE, POSSIBLE, CERTAIN, AT_THE_CEILING = range(4)
# Beside a mark, in the bits above it, which names of the view may be worth so much; the last bit is
# that of all others as well.
MARK, NAMES_FROM, MOST_NAMES = 3, 2, 60
ANY_NAME = (1 << MOST_NAMES + 1) - 1 << NAMES_FROM
NOBODY = -1
WIDTH = SUMS.size


class Packed(NamedTuple):
    """Packed people, one behind the other, and where each begins."""

    data: bytearray
    starts: Whole


class Pairs(NamedTuple):
    """Who is beside which sketch: numbers of people, in order, and places; and all the words."""

    who: Whole
    places: Whole
    sketches: bytearray
    words: bytearray


class Named(NamedTuple):
    """A name among sketches, by the place of its flags, and where its words are."""

    data: bytearray
    at: int
    words: bytearray


class Needed(NamedTuple):
    """What a name is to be worth, and what the date of birth is."""

    least: float
    born: float


@compiled
def mark_pairs(people: Packed, pairs: Pairs, needed: float, terms: Terms, marks: Whole) -> None:
    """Mark each pair: whether a view of the entry may be worth *needed* nats beside the person.

    And which of its names may; any, where there are several views.
    """
    last, sketches = NOBODY, pairs.sketches
    person = read_person(people.data, 0, terms.room)
    for nth in range(len(marks)):
        if pairs.who[nth] != last:
            last = pairs.who[nth]
            person = read_person(people.data, people.starts[last], terms.room)
        at = pairs.places[nth]
        view = at + HEAD
        views = sketches[at + HEAD - 1]
        for _ in range(views):
            if not marks[nth]:
                seen = View(sketches, view + 4)
                marks[nth] = _may_reach(person, seen, pairs.words, needed, terms)
            view += number(sketches, view, 4)
        if marks[nth] and views > 1:
            marks[nth] |= ANY_NAME


@compiled_into
def _may_reach(person: Person, view: View, words: bytearray, needed: float, terms: Terms) -> int:
    """Return what is known of a view: whether some name may be worth what the rest leaves it."""
    flags, listed = person.data[person.at], view.data[view.at]
    if not flags & listed & NAMED_AT_ALL or _documents_may_agree(person, view):
        return POSSIBLE | ANY_NAME
    born, sex = of_birth(person, view), of_sex(flags, listed)
    nationality, places = of_nationality(person, view), flags & listed & PLACES != 0
    needed -= born + sex + nationality
    if places:
        needed -= evidence.SAME_PLACE
    if needed > CEILING:
        return IMPOSSIBLE
    if not flags & listed & PLAIN:
        return POSSIBLE | ANY_NAME
    least = unscaled(needed, born)
    found = _names_may_reach(person, view, words, Needed(least, born), terms)
    mark, names = found & MARK, found & ~MARK
    if mark != CERTAIN or places:
        return min(mark, POSSIBLE) | names
    if needed <= CEILING - CLEARLY:
        return CERTAIN | names
    silent = born == 0.0 and sex == 0.0 and nationality == 0.0
    return (AT_THE_CEILING if silent else POSSIBLE) | names


@compiled_into
def _documents_may_agree(person: Person, view: View) -> bool:
    data, at = person.data, person.at
    if not data[at] & view.data[view.at] & DOCUMENTS:
        return False
    return may_agree(data, documents_of(data, at), view.data, documents_at(view))


@compiled_into
def _names_may_reach(
    person: Person,
    view: View,
    words: bytearray,
    needed: Needed,
    terms: Terms,
) -> int:
    """Return what is known of the names together, and in the bits above which of them may."""
    least, born = needed
    data, at = view.data, names_at(view)
    readings, at, found, name, possible = 0 + data[at], at + 1, IMPOSSIBLE, -1, 0
    for _ in range(readings):
        weak = data[at] & WEAK != 0
        if not data[at] & ANOTHER_READING:
            name += 1
        if not weak or born > 0.0 or least <= WEAK_UNSUPPORTED:
            known = _name_may_reach(person, Named(data, at, words), least, terms)
            if known != IMPOSSIBLE:
                possible |= 1 << min(name, MOST_NAMES)
            found = max(found, min(known, POSSIBLE) if weak else known)
            if found == CERTAIN:
                return found | ANY_NAME
        at += 2 + WIDTH + number(data, at + 2, 2)
    return found | possible << NAMES_FROM


@compiled_into
def _name_may_reach(person: Person, name: Named, least: float, terms: Terms) -> int:
    """Return the same of one listed name, however the person's is read."""
    data, at, words = name
    # 0 + makes a byte a number with a sign; without one, sums with others become fractions.
    initials, count = data[at] & INITIALS != 0, 0 + data[at + 2 + WIDTH]
    own = max(0, 0 + data[at + 1] - 1)
    extent, found, ready = Extent(count, number(data, at + 4, 2), initials), IMPOSSIBLE, False
    theirs = Name(words, terms.words, count, terms.least, own, initials, cut=False)
    outlined = False
    for nth in range(MOST_READINGS):
        mine = Extent(person.counts[nth], person.rarities[nth], person.flags[nth] != 0)
        if not mine.words or ceiling(mine, extent, terms.start, terms.worth, terms.beside) < least:
            continue
        if not outlined:
            _read_outlines(theirs, data, at + 3 + WIDTH)
            outlined = True
        one = reading(person, nth)
        ways = letters_allow(one, theirs, least, terms)
        if not ways:
            continue
        if not ready:
            _read_words(theirs, data, at + 3 + WIDTH)
            ready = True
        if may_be_worth(one, theirs, least, ways, terms):
            found = POSSIBLE
            others = (nth > 0) + (data[at] & ANOTHER_READING != 0)
            # Two that are not the likeliest are not always compared with each other.
            if others < 2 and is_worth(one, theirs, least, others == 0, terms):
                return CERTAIN
    return found


@compiled_into
def _read_outlines(name: Name, places: bytearray, at: int) -> None:
    for i in range(name.size):
        read_outline(name.data, number(places, at + A_PLACE * i, A_PLACE), name.words, i)
    note_least(name.words, name.size, name.least)


@compiled_into
def _read_words(name: Name, places: bytearray, at: int) -> None:
    for i in range(name.size):
        word = number(places, at + A_PLACE * i, A_PLACE) + OUTLINE
        read_word(name.data, word, name.words, i)
