"""What is asked of travel, which alerts are behind a figure, and what hits add up to."""

from datetime import date, timedelta
from itertools import product
from urllib.parse import parse_qs, parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from alerts.disposition import AlertDisposition
from alerts.patterns import Hits, Window, hits_in, no_hit
from doors.console.filters import Filters
from doors.console.travel import Travel, at_airport, begin_of, summed, within
from doors.patterns import Span
from tests.alerts.travelling import DAY, leg, travelling

TODAY = date(2026, 11, 25)
FIRST, LAST = DAY.date(), DAY.date() + timedelta(days=3)
ROUTES = ["JFK-LHR", "LHR-CDG", "CDG-JFK", "LHR-JFK"]
ALERTS = st.lists(
    st.fixed_dictionaries(
        {
            "route": st.sampled_from(ROUTES),
            "hour": st.integers(0, 95),
            "category": st.sampled_from(["terrorism", "theft"]),
            "event": st.sampled_from(["raised", "raised", "withdrawn"]),
        }
    ),
    max_size=12,
)
ASKED = st.builds(
    Travel,
    category=st.sampled_from(["", "theft"]),
    airport=st.sampled_from(["", "LHR", "XXX"]),
    direction=st.sampled_from(["", "from", "to"]),
)


def counted(every: list[dict[str, object]]) -> tuple[Hits, ...]:
    """Return the hits as the counts would have them, each by itself."""
    told = [travelling(number, **one) for number, one in enumerate(every, 1)]  # type: ignore[arg-type]
    legs = [leg(number, **one) for number, one in enumerate(every, 1)]
    return tuple(
        hits_in(Window(one.departs - one.departs % 86_400, "day"), one.together, 1)
        for one, alert in zip(legs, told, strict=True)
        if not no_hit(alert)
    )


@given(every=ALERTS, asked=ASKED)
def test_every_figure_is_how_many_alerts_its_board_shows(
    every: list[dict[str, object]], asked: Travel
) -> None:
    told = [travelling(number, **one) for number, one in enumerate(every, 1)]  # type: ignore[arg-type]
    sums = summed(counted(every), asked, FIRST, LAST)
    asked = asked.model_copy(update={"since": FIRST, "until": LAST})

    def shown(**narrower: object) -> int:
        """Return how many alerts the board shows at the address of a figure."""
        query = asked.query(state="all", counted="true", **narrower)
        board = Filters.model_validate(dict(parse_qsl(query)))
        assert dict(parse_qsl(board.query())) == dict(parse_qsl(query))
        return sum(board.takes(one) for one in told)

    assert sums.total == shown()
    assert {one.name: one.count for one in sums.routes} == {
        name: count for name in ROUTES if (count := shown(route=name))
    }
    assert list(sums.hours) == [shown(hour=f"{hour:02}") for hour in range(24)]
    assert [count for _, count in sums.days] == [
        shown(since=day, until=day) for day, _ in sums.days
    ]
    for one in sums.categories:
        assert one.count == shown(category=one.name) == sum(one.days)
    for at in sums.airports:
        assert at.departing == shown(**at_airport(asked, at.code, "from"))
        assert at.landing == shown(**at_airport(asked, at.code, "to"))


def test_most_frequent_come_first_and_every_day_is_there() -> None:
    every = [{"route": one, "hour": 30} for one in ["LHR-CDG", "JFK-LHR", "JFK-LHR"]]
    sums = summed(counted(every), Travel(), FIRST, LAST)
    assert [one.name for one in sums.routes] == ["JFK-LHR", "LHR-CDG"]
    assert [one.code for one in sums.airports] == ["LHR", "JFK", "CDG"]
    assert [count for _, count in sums.days] == [0, 3, 0, 0]


def test_dismissed_as_somebody_else_is_on_the_board_but_not_behind_a_figure() -> None:
    said = AlertDisposition(
        state="dismissed", reason="not_the_same_person", by="4711", at="2026-11-24T08:00:00Z"
    )
    alert = travelling(disposition=said)
    assert Filters(state="all").takes(alert)
    assert not Filters(state="all", counted="true").takes(alert)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({}, (date(2026, 11, 15), date(2026, 11, 28)), id="nothing"),
        pytest.param({"since": ""}, (date(2026, 11, 15), date(2026, 11, 28)), id="empty"),
        pytest.param({"since": "2026-11-01"}, (date(2026, 11, 1), date(2026, 11, 28)), id="since"),
        pytest.param({"until": "2026-11-14"}, (date(2026, 11, 1), date(2026, 11, 14)), id="until"),
        pytest.param({"since": "2027-01-01"}, (date(2027, 1, 1), date(2027, 1, 1)), id="ahead"),
    ],
)  # fmt: skip
def test_period_is_fourteen_days_unless_it_is_said(
    asked: dict[str, str], expected: tuple[date, date]
) -> None:
    assert within(Travel.model_validate(asked), TODAY) == expected
    assert begin_of(expected[0]).isoformat() == f"{expected[0]}T00:00:00+00:00"


@pytest.mark.parametrize("until", ["1970-01-15", "2199-12-30"])
def test_days_of_any_period_that_may_be_asked_about_can_be_counted(until: str) -> None:
    first, last = within(Travel.model_validate({"until": until}), TODAY)
    assert Span(begin=begin_of(first), end=begin_of(last + timedelta(days=1))).begin


def test_airport_may_be_written_small() -> None:
    assert Travel(airport=" lhr ").airport == "LHR"
    assert parse_qs(Travel(airport="lhr").query(direction="to")) == {
        "airport": ["LHR"],
        "direction": ["to"],
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"airport": "LHRX"},
        {"since": "yesterday"},
        {"since": "1960-01-01"},
        {"since": "2201-01-01", "until": "2201-01-02"},
        {"until": "0001-01-03"},
        {"until": "9999-12-31"},
        {"name": "SMITH"},
        {"route": "JFK"},
    ],
)
def test_what_is_no_travel_is_refused(asked: dict[str, str]) -> None:
    for kind in (Travel, Filters):
        with pytest.raises(ValidationError):
            kind.model_validate(asked)


@pytest.mark.parametrize(("airport", "direction"), [*product(["", "LHR"], ["", "from"])])
def test_direction_alone_narrows_nothing(airport: str, direction: str) -> None:
    filters = Filters(airport=airport, direction=direction)
    assert bool(filters.of_travel) is bool(airport)
    assert filters.takes(travelling(route="CDG-JFK")) is not bool(airport)
