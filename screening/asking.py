"""How a person is asked about, held and listed in Redis: the arguments of the Lua scripts. Pure."""

from dataclasses import dataclass

from screening.keys import NO_DATE, Keys, entry_keys, entry_years, passenger_keys, passenger_year
from screening.prepared import PreparedPassenger, prepare_entry
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


def asked(
    passenger: PreparedPassenger, budget: Budget | None = None, *, keys: Keys | None = None
) -> Arguments:
    """Return the question that candidates.lua answers; by default as manifests are screened.

    Who has the passenger's *keys* already says so.
    """
    year = passenger_year(passenger)
    if budget is None:
        budget = UNDATED if year == NO_DATE else DATED
    keys = passenger_keys(passenger) if keys is None else keys
    return [year, budget.names, budget.tokens, len(keys), *_flat(keys)]


def held(passenger: PreparedPassenger | None, *, keys: Keys | None = None) -> Arguments:
    """Return how somebody is held: year of birth, number of keys, key, rest, ..."""
    if passenger is None:
        return [NO_DATE, 0]
    keys = passenger_keys(passenger) if keys is None else keys
    return [passenger_year(passenger), len(keys), *_flat(keys)]


def listed(entry: Entry | None) -> Arguments:
    """Return years, LONGEST, number of keys, and each key with its posting but for the number.

    Dates that others may not see count as none: they must not keep hits of others away.
    """
    if entry is None:
        return [NO_DATE, NO_DATE, LONGEST, 0]
    prepared = prepare_entry(entry)
    hidden = "birth_dates" in entry.sharing.redact
    first, last = (NO_DATE, NO_DATE) if hidden else entry_years(prepared)
    keys = entry_keys(prepared)
    flat: Arguments = [first, last, LONGEST, len(keys)]
    for key, rest in keys.items():
        years = (NO_DATE, NO_DATE) if key[0] == "D" else (first, last)
        flat += (key, bytes((*years, rest >> 8, rest & 255)))
    return flat


def _flat(keys: Keys) -> Arguments:
    flat: Arguments = []
    for item in keys.items():
        flat += item
    return flat
