"""What two dates of birth say for or against one person; the best of several listed dates counts.

Each value is log(m / u): m how often the two dates of one person relate so, u those of strangers.
"""

from screening.finding import Finding
from screening.prepared import BirthDate

SAME_DAY = 9.86  # .80 / (1 / 24,000)
SAME_NEW_YEAR = 7.1  # 1 January stands for "day unknown" some fifteen times as often
SAME_MONTH = 6.3  # .80 / (1 / 660)
SWAPPED = 5.5
NEIGHBOUR_YEAR_SAME_DAY = 5.5
SAME_YEAR = 3.78  # .80 / (1 / 55), where one side knows no more
ONE_DIGIT = 3.0
OTHER_DAY_IN_MONTH = 2.3
OTHER_DAY_IN_YEAR = 1.0
NEIGHBOUR_YEAR = 0.6  # where one side knows no more than the year or month
NEIGHBOUR_YEAR_OTHER_DAY = -0.6  # .02 / .036
FEW_YEARS = -1.6  # up to 5
SOME_YEARS = -2.6  # up to 10
FAR = -3.3  # .03 / .8
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
    years = abs(one.year - other.year)
    if one.day and other.day:
        return _two_days(one, other, years)
    if years:
        return _apart(years)
    if one.month and other.month:
        if one.month == other.month:
            return SAME_MONTH, "born in the same month; the day is not known on both sides"
        return OTHER_DAY_IN_YEAR, "born in the same year, in another month"
    return SAME_YEAR, "born in the same year; no more is known on both sides"


def _two_days(one: BirthDate, other: BirthDate, years: int) -> _Judged:
    if one.shown == other.shown:
        if one.shown.endswith("-01-01"):
            return SAME_NEW_YEAR, "born the same day, 1 January, which often means unknown"
        return SAME_DAY, "born the same day"
    return _slip(one, other, years) or _other_day(one, other, years)


def _slip(one: BirthDate, other: BirthDate, years: int) -> _Judged | None:
    """Return the evidence of one date written wrongly, or None."""
    if not years and (one.month, one.day) == (other.day, other.month):
        return SWAPPED, "day and month of birth are swapped"
    if years == 1 and one.shown[4:] == other.shown[4:]:
        return NEIGHBOUR_YEAR_SAME_DAY, "same day of birth, one year apart"
    if sum(a != b for a, b in zip(one.shown, other.shown, strict=True)) == 1:
        return ONE_DIGIT, "one digit of the birth date differs"
    return None


def _other_day(one: BirthDate, other: BirthDate, years: int) -> _Judged:
    if years == 1:
        return NEIGHBOUR_YEAR_OTHER_DAY, "born one year apart, on another day"
    if years:
        return _apart(years)
    if one.month == other.month:
        return OTHER_DAY_IN_MONTH, "born in the same month, on another day"
    return OTHER_DAY_IN_YEAR, "born in the same year, on another day"


def _apart(years: int) -> _Judged:
    if years == 1:
        return NEIGHBOUR_YEAR, "born one year apart"
    nats = FEW_YEARS if years <= 5 else SOME_YEARS if years <= 10 else FAR
    return nats, f"born {years} years apart"
