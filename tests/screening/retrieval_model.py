"""The rule of retrieval once more, in plain Python over all entries: what the scripts must find."""

from collections import defaultdict
from collections.abc import Iterable

from screening.asking import DATED, UNDATED, Budget
from screening.keys import entry_keys, entry_years, passenger_keys, passenger_year
from screening.prepared import PreparedPassenger, prepare_entry
from watchlist.entry import Entry, EntryKey

FEWEST, FEW, REACH = 10, 50, 2


def expected(
    entries: Iterable[Entry], person: PreparedPassenger, budget: Budget | None = None
) -> set[EntryKey]:
    """Return the keys of the entries that *person* must be compared with, and of no others.

    *entries* are in the order in which they were last changed.
    """
    year = passenger_year(person)
    budget = budget or (DATED if year else UNDATED)
    lists = defaultdict(list)
    asked = passenger_keys(person)
    for entry in entries:
        for key, rest in entry_keys(prepare_entry(entry)).items():
            if key in asked:
                lists[key].append((entry, rest))
    left = {"T": budget.tokens, "names": budget.names}
    found = set()
    for key in sorted(lists, key=lambda one: (len(lists[one]), one)):
        purse = "T" if key[0] == "T" else "names"
        read, whole = lists[key], False
        if key[0] == "D":
            read = read[-budget.names - budget.tokens :]
        elif len(read) <= left[purse]:
            left[purse] -= len(read)
        elif purse == "names" and not asked[key] and left[purse]:
            read, whole, left[purse] = read[-left[purse] :], True, 0
        else:
            continue
        length = len(lists[key])
        found |= {
            entry.key
            for entry, rest in read
            if not (whole and rest) and _concerns(key, entry, year, (asked[key], rest), length)
        }
    return found


def _concerns(  # the sentence of docs/decisions/0005
    key: str, entry: Entry, year: int, rests: tuple[int, int], length: int
) -> bool:
    asked, rest = rests
    few = length <= FEW
    if asked and rest and not asked & rest and length > FEWEST:
        return False
    first, last = entry_years(prepare_entry(entry))
    if key[0] == "D" or not year or not first or "birth_dates" in entry.sharing.redact:
        return True
    if few and key[0] in "NQS" and not (asked and rest):
        return True
    if few and key[0] == "T" and not asked and not rest:
        return True
    return first - REACH <= year <= last + REACH
