"""Judges the candidates of one person from their records: looks closer only where it can matter.

Pure. What is ruled out here is ruled out by `score.reaches` too; a property test holds it.
"""

from screening.birth_evidence import judge
from screening.bounds import Bound
from screening.evidence import OTHER_NATIONALITY, OTHER_SEX, SAME_NATIONALITY, SAME_PLACE, SAME_SEX
from screening.name_evidence import ceiling
from screening.prepared import BirthDate, PreparedPassenger, birth_date
from screening.record import view_of, views_of
from screening.score import PRIOR, reaches
from screening.weights import learned

ROUNDING = 1e-9


class Judge:
    """Says of one candidate after the other whether it reaches the log-odds *needed*."""

    def __init__(self, passenger: PreparedPassenger, needed: float) -> None:
        self._passenger = passenger
        self._needed = needed
        # What all but the name must say, beside the best of names; any order of adding is right.
        self._others_needed = needed - PRIOR - ceiling(passenger.name) - ROUNDING
        self._bounds = [Bound(one, learned()) for one in passenger.name.readings]
        self._born = _Born(passenger.birth_date)

    def may_be(self, lines: list[str]) -> bool:
        """Say whether some view of the entry of these lines reaches it."""
        return any(self.can_reach(one) and self.reaches(one) for one in views_of(lines))

    def reaches(self, view: list[str]) -> bool:
        """Say whether the view of these lines reaches it."""
        return reaches(self._passenger, view_of(view), self._needed)

    def can_reach(self, view: list[str]) -> bool:
        """Say whether it may be worth comparing; False only where `reaches` would be."""
        dates, nationalities, sex, names, places, documents, consonants = view
        passenger = self._passenger
        if not names or not self._bounds or (documents and passenger.documents):
            return True
        others = born = self._born[dates]
        if nationalities and passenger.nationality:
            same = passenger.nationality in nationalities
            others += SAME_NATIONALITY if same else OTHER_NATIONALITY
        if sex and passenger.sex:
            others += SAME_SEX if sex == passenger.sex else OTHER_SEX
        if places and passenger.birth_place:
            others += SAME_PLACE
        if others < self._others_needed:
            return False
        needed = self._needed - PRIOR - others - ROUNDING
        return any(one.may_reach(consonants, needed, born) for one in self._bounds)


class _Born(dict[str, float]):
    """What each listing of dates of birth says for or against the person, as it comes up."""

    def __init__(self, sent: BirthDate | None) -> None:
        super().__init__({"": 0.0})
        self._sent = sent

    def __missing__(self, dates: str) -> float:
        sent = self._sent
        found = max(judge(sent, birth_date(one))[0] for one in dates.split(" ")) if sent else 0.0
        self[dates] = found
        return found
