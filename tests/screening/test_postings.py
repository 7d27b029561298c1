"""Postings as candidates.lua returns them, by budget and filter: as decision 5 says in words."""

from dataclasses import dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.asking import Budget
from screening.brought_up import candidates_in
from screening.person import Person, as_person
from screening.prepared import prepare_passenger
from tests.builders import passenger
from tests.screening.read import Read, lists_of

FEWEST, FEW, REACH = 10, 50, 2
BORN = 47  # 1947, as postings have years
BUDGET = Budget(names=60, tokens=20)


@dataclass(frozen=True)
class Posting:
    number: int
    first: int
    last: int
    rest: int


@dataclass(frozen=True)
class Listed:
    """A list under one key, and the rest of the name of whoever asks."""

    kind: str
    rest: int
    postings: tuple[Posting, ...]

    def answered(self, who: int) -> Read:
        """Return what candidates.lua returns of it: the newest that could count."""
        sent = self.postings[-BUDGET.names - BUDGET.tokens :]
        rows = [(one.number, one.first, one.last, one.rest) for one in sent]
        return who, self.kind, self.rest, len(self.postings), rows


YEARS = st.sampled_from(
    [(0, 0), (BORN, BORN), (BORN + 2, 90), (BORN - 3, BORN - 3), (BORN - 5, BORN - 2), (90, 90)]
)
POSTINGS = st.builds(
    lambda number, years, rest: Posting(number, years[0], years[1], rest),
    st.integers(1, 40),
    YEARS,
    st.sampled_from([0, 1, 2, 3]),
)
LISTS = st.builds(
    Listed,
    st.sampled_from("NQSFTD"),
    st.sampled_from([0, 1, 2]),
    st.sampled_from([1, 2, 15, 30, 52, 70, 90]).flatmap(
        lambda count: st.lists(POSTINGS, min_size=1, max_size=4).map(
            lambda some: tuple(some * count)[:count]
        )
    ),
)


def expected(lists: list[Listed], year: int) -> list[int]:
    """Return the numbers of the candidates, in the order in which they are found."""
    names, tokens = BUDGET.names, BUDGET.tokens
    found: dict[int, None] = {}
    for one in sorted(lists, key=lambda each: len(each.postings)):
        read, whole_names = one.postings, False
        if one.kind == "D":
            read = read[-BUDGET.names - BUDGET.tokens :]
        elif one.kind == "T":
            if len(read) > tokens:
                continue
            tokens -= len(read)
        elif len(read) <= names:
            names -= len(read)
        elif one.rest == 0 and names:
            read, whole_names, names = read[-names:], True, 0
        else:
            continue
        for posting in read:
            if not (whole_names and posting.rest) and _concerns(one, posting, year):
                found[posting.number] = None
    return list(found)


def _concerns(one: Listed, posting: Posting, year: int) -> bool:
    few = len(one.postings) <= FEW
    if len(one.postings) > FEWEST and one.rest and posting.rest and not one.rest & posting.rest:
        return False
    if not year or not posting.first:
        return True
    within = not (one.rest and posting.rest)
    if one.kind == "T":
        within = not one.rest and not posting.rest
    if few and within and one.kind != "F":
        return True
    return posting.first - REACH <= year <= posting.last + REACH


def asking(year: int) -> Person:
    born = str(1900 + year) if year else None
    return as_person(prepare_passenger(passenger(birth_date=born, documents=())))


@settings(max_examples=150)
@given(st.lists(st.lists(LISTS, max_size=5), min_size=1, max_size=3), st.sampled_from([0, BORN]))
@example([[Listed("N", 0, (Posting(1, 0, 0, 1), Posting(2, 0, 0, 0)) * 35)]], BORN)
@example([[Listed("N", 0, (Posting(1, 90, 90, 0),) * 52)]], BORN)
def test_who_is_a_candidate_is_what_the_rule_says(people: list[list[Listed]], year: int) -> None:
    asked = [(asking(year), BUDGET)] * len(people)
    read = lists_of([one.answered(nth) for nth, lists in enumerate(people) for one in lists])
    who, numbers = candidates_in(asked, read)
    for nth, lists in enumerate(people):
        assert numbers[who == nth].tolist() == expected(lists, year)
