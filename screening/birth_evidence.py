"""What two dates of birth say for or against one person; the best of several listed dates counts.

Each value is log(m / u): m how often the two dates of one person relate so, u those of strangers.
"""

import numpy as np

from screening.compiled import dates
from screening.compiled.dates import relation
from screening.finding import Finding
from screening.prepared import BirthDate

# By how the dates relate: nats, and a sentence for an officer.
_SAYS = {
    dates.SAME_DAY: (9.86, "born the same day"),  # .80 by 1 / 24,000
    # 1 January stands for "day unknown" some fifteen times as often
    dates.SAME_NEW_YEAR: (7.1, "born the same day, 1 January, which often means unknown"),
    # .80 by 1 / 660
    dates.SAME_MONTH: (6.3, "born in the same month; the day is not known on both sides"),
    dates.SWAPPED: (5.5, "day and month of birth are swapped"),
    dates.NEIGHBOUR_YEAR_SAME_DAY: (5.5, "same day of birth, one year apart"),
    # .80 by 1 / 55, where one side knows no more
    dates.SAME_YEAR: (3.78, "born in the same year; no more is known on both sides"),
    dates.ONE_DIGIT: (3.0, "one digit of the birth date differs"),
    dates.OTHER_DAY_IN_MONTH: (2.3, "born in the same month, on another day"),
    dates.OTHER_DAY_IN_YEAR: (1.0, "born in the same year, on another day"),
    dates.OTHER_MONTH_IN_YEAR: (1.0, "born in the same year, in another month"),
    # where one side knows no more than the year or month
    dates.NEIGHBOUR_YEAR: (0.6, "born one year apart"),
    dates.NEIGHBOUR_YEAR_OTHER_DAY: (-0.6, "born one year apart, on another day"),  # .02 by .036
    dates.FEW_YEARS: (-1.6, "born {years} years apart"),
    dates.SOME_YEARS: (-2.6, "born {years} years apart"),
    dates.FAR: (-3.3, "born {years} years apart"),  # .03 by .8
}
NATS = np.array([nats for _, (nats, _) in sorted(_SAYS.items())])
SAME_DAY = float(NATS[dates.SAME_DAY])
_Judged = tuple[float, str]


def birth_date_evidence(sent: BirthDate | None, listed: tuple[BirthDate, ...]) -> Finding | None:
    """Return the evidence of the listed date that fits best; None where a side is silent."""
    if sent is None or not listed:
        return None
    (nats, note), date = max(
        ((judge(sent, date), date) for date in listed), key=lambda judged: judged[0][0]
    )
    if len(listed) > 1:
        note = f"{note} (nearest of {len(listed)} listed dates)"
    return Finding("birth_date", nats, sent.shown, date.shown, note)


def judge(one: BirthDate, other: BirthDate) -> _Judged:
    """Return log-odds and sentence for two dates, either of which may be partial."""
    nats, note = _SAYS[relation(one.numbers, other.numbers)]
    return nats, note.format(years=abs(one.year - other.year))
