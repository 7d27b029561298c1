"""How a person is asked about and listed in Redis: the arguments of the Lua scripts. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgpack

from screening.held import place
from screening.keys import NO_DATE, Keys, entry_keys, entry_years
from screening.person import Person
from screening.prepared import PreparedEntry, prepare_entry
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


@dataclass(slots=True)
class Question:
    """People of one call by number, each once; and who of them is asked about, by what budget."""

    people: list[bytes] = field(default_factory=list)
    asked: list[tuple[Person, Budget]] = field(default_factory=list)
    budgets: list[int] = field(default_factory=list)  # number and budgets of each that is asked

    def number(self, filed: bytes) -> int:
        """Return the number of somebody from now on; numbers begin at one."""
        self.people.append(filed)
        return len(self.people)

    def ask(self, number: int, person: Person, budget: Budget | None = None) -> None:
        """Ask about a *person* of that *number*; by default as manifests are screened."""
        if budget is None:
            budget = UNDATED if person.year == NO_DATE else DATED
        self.asked.append((person, budget))
        self.budgets += (number, budget.names, budget.tokens)


def about(people: Iterable[Person], budget: Budget | None = None) -> Question:
    """Return the question who all of *people* may be."""
    question = Question()
    for one in people:
        question.ask(question.number(one.filed), one, budget)
    return question


def packed(people: list[bytes], *parts: list[Any] | bytes) -> bytes:
    """Return *people*, who are packed already, and *parts*, of which some are, as one argument.

    A script unpacks it in one call. Arguments of their own would each be packed by the client, in
    Python.
    """
    packer = msgpack.Packer(use_bin_type=False)  # Lua's decoder knows no type for bytes
    heads = packer.pack_array_header(1 + len(parts)) + packer.pack_array_header(len(people))
    ready = (one if isinstance(one, bytes) else packer.pack(one) for one in parts)
    return b"".join((heads, *people, *ready))


def as_one(arguments: Arguments) -> bytes:
    """Return *arguments* as a single one, likewise."""
    return bytes(msgpack.packb(arguments, use_bin_type=False))


def listed(entry: Entry | None) -> Arguments:
    """Return years, LONGEST, number of keys; each key, posting but for the number, and place."""
    if entry is None:
        return [NO_DATE, NO_DATE, LONGEST, 0]
    prepared = prepare_entry(entry)
    return listed_under(entry, prepared, entry_keys(prepared))


def listed_under(entry: Entry, prepared: PreparedEntry, keys: Keys) -> Arguments:
    """Return the same for whoever has *prepared* the entry and has its *keys*.

    Dates that others may not see count as none: they must not keep hits of others away.
    """
    hidden = "birth_dates" in entry.sharing.redact
    first, last = (NO_DATE, NO_DATE) if hidden else entry_years(prepared)
    flat: Arguments = [first, last, LONGEST, len(keys)]
    for key, rest in keys.items():
        years = (NO_DATE, NO_DATE) if key[0] == "D" else (first, last)
        flat += (key, bytes((*years, rest >> 8, rest & 255)), place(key))
    return flat
