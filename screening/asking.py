"""How a person is asked about and listed in Redis: the arguments of the Lua scripts. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgpack

from screening.compiled.filing import filed
from screening.compiled.listing import listings
from screening.held import place
from screening.keys import NO_DATE, entry_keys, entry_parts, entry_years
from screening.person import Person
from screening.prepared import PreparedEntry, prepare_entry
from screening.sought import OF_A_QUESTION, Sought, sought
from watchlist.entry import Entry

Arguments = list[str | int | bytes]


@dataclass(frozen=True, slots=True)
class Budget:
    """How many postings are read for one person, at most: so many candidates there can be."""

    names: int  # of whole names, pairs, dates
    tokens: int  # of single name parts


# Measured by bench/retrieval, figures in docs/decisions/0005. Where a birth date is known, it leads
# to what a longer look at common names would; 3% of travellers have none.
DATED = Budget(names=500, tokens=100)
UNDATED = Budget(names=1_000, tokens=1_000)
OFFICER = Budget(names=300, tokens=200)  # all read afresh: an answer within 50 ms
# Of a list longer than this no more than whole names is read when manifests are screened.
LONGEST = max(DATED.names, DATED.tokens, UNDATED.names, UNDATED.tokens)


class Question(NamedTuple):
    """Who is asked about in one call, by what budgets, and in which lists they are looked up."""

    asked: list[tuple[Person, Budget]]
    sought: Sought


def about(people: Iterable[Person], prefix: str, budget: Budget | None = None) -> Question:
    """Return the question who all of *people* may be; by default as manifests are screened.

    *prefix* is what all keys of Redis begin with.
    """
    asked = [(one, budget or (UNDATED if one.year == NO_DATE else DATED)) for one in people]
    budgets = [(its.names, its.tokens) for _, its in asked]
    return Question(asked, sought([one.filed for one, _ in asked], budgets, prefix))


def packed(question: Question, *parts: list[Any] | bytes) -> bytes:
    """Return the lists of *question*, and *parts*, of which some are packed, as one argument.

    A script unpacks it in one call. Arguments of their own would each be packed by the client, in
    Python.
    """
    packer = msgpack.Packer(use_bin_type=False)  # Lua's decoder knows no type for bytes
    ready = (one if isinstance(one, bytes) else packer.pack(one) for one in parts)
    head = packer.pack_array_header(OF_A_QUESTION + len(parts))
    return b"".join((head, question.sought.said, *ready))


def as_one(arguments: Arguments) -> bytes:
    """Return *arguments* as a single one, likewise."""
    return bytes(msgpack.packb(arguments, use_bin_type=False))


def listed(entry: Entry | None) -> Arguments:
    """Return years, LONGEST, number of keys; each key, posting but for the number, and place."""
    if entry is None:
        return [NO_DATE, NO_DATE, LONGEST, 0]
    prepared = prepare_entry(entry)
    first, last = _years(entry, prepared)
    keys = entry_keys(prepared)
    flat: Arguments = [first, last, LONGEST, len(keys)]
    for key, rest in keys.items():
        years = (NO_DATE, NO_DATE) if key[0] == "D" else (first, last)
        flat += (key, bytes((*years, rest >> 8, rest & 255)), place(key))
    return flat


def all_listed(entries: Sequence[Entry], prepared: Sequence[PreparedEntry]) -> list[bytes]:
    """Return the same of many that are *prepared*, each as one; in two calls of machine code."""
    if not entries:
        return []
    years = [year for each in zip(entries, prepared, strict=True) for year in _years(*each)]
    return listings(filed(list(map(entry_parts, prepared))), bytes(years), LONGEST)


def _years(entry: Entry, prepared: PreparedEntry) -> tuple[int, int]:
    """Return the first and the last year of birth that people are looked up by.

    Dates that others may not see count as none: they must not keep hits of others away.
    """
    hidden = "birth_dates" in entry.sharing.redact
    return (NO_DATE, NO_DATE) if hidden else entry_years(prepared)
