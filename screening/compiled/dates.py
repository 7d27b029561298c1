"""How two dates of birth relate."""

from screening.compiled.compiling import compiled

(
    SAME_DAY,
    SAME_NEW_YEAR,
    SAME_MONTH,
    SWAPPED,
    NEIGHBOUR_YEAR_SAME_DAY,
    SAME_YEAR,
    ONE_DIGIT,
    OTHER_DAY_IN_MONTH,
    OTHER_DAY_IN_YEAR,
    OTHER_MONTH_IN_YEAR,
    NEIGHBOUR_YEAR,
    NEIGHBOUR_YEAR_OTHER_DAY,
    FEW_YEARS,
    SOME_YEARS,
    FAR,
) = range(15)
FEW, SOME = 5, 10  # years


Date = tuple[int, int, int]  # year, month, day; 0 where not known


@compiled
def relation(one: Date, other: Date) -> int:
    """Return which of the constants above holds of two dates."""
    (year, month, day), (its_year, its_month, its_day) = one, other
    years = abs(year - its_year)
    if years and _is_new_year(one) and _is_new_year(other):
        day = 0  # of both the year alone is known
    if day and its_day:
        slip = _slip(one, other)
        if slip >= 0:
            return slip
        if years:
            return NEIGHBOUR_YEAR_OTHER_DAY if years == 1 else _apart(years)
        return OTHER_DAY_IN_MONTH if month == its_month else OTHER_DAY_IN_YEAR
    if years:
        return _apart(years)
    if month and its_month:
        return SAME_MONTH if month == its_month else OTHER_MONTH_IN_YEAR
    return SAME_YEAR


@compiled
def _is_new_year(date: Date) -> bool:
    """Say whether it is a 1 January, which is mostly written where the day is not known."""
    return date[1] == 1 and date[2] == 1


@compiled
def _slip(one: Date, other: Date) -> int:
    """Return how two days are the same, or one of them written wrongly; -1 where neither."""
    (year, month, day), (its_year, its_month, its_day) = one, other
    years, same_day = abs(year - its_year), month == its_month and day == its_day
    if same_day and not years:
        return SAME_NEW_YEAR if _is_new_year(one) else SAME_DAY
    if same_day and years == 1:
        return NEIGHBOUR_YEAR_SAME_DAY
    if not years and month == its_day and day == its_month:
        return SWAPPED
    if (years > 0) + (month != its_month) + (day != its_day) > 1:
        return -1  # two digits at least
    number, its_number = _digits(one), _digits(other)
    return ONE_DIGIT if _digits_apart(number, its_number) == 1 else -1


@compiled
def _digits(date: Date) -> int:
    return date[0] * 10_000 + date[1] * 100 + date[2]


@compiled
def _apart(years: int) -> int:
    if years == 1:
        return NEIGHBOUR_YEAR
    if years <= FEW:
        return FEW_YEARS
    return SOME_YEARS if years <= SOME else FAR


@compiled
def _digits_apart(one: int, other: int) -> int:
    found = 0
    while one or other:
        found += one % 10 != other % 10
        one //= 10
        other //= 10
    return found
