"""What an outcome makes of a destination: when it is called again, and when a call is given up."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.delivery.calls import Arrived, Call, call
from alerts.delivery.outcomes import Outcome, away
from alerts.delivery.standing import (
    Pace,
    Standing,
    Verdict,
    after_failure,
    after_success,
    taken_up,
    verdict_on,
)

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
PACE = Pace(
    first_s=1, most_s=300, retry_after_most_s=3600, deadline=timedelta(hours=24), open_after=3
)
REFUSED = Outcome("refused", "rejected", 400)
DOWN = away("timeout")


def failed(*outcomes: Outcome) -> Standing:
    standing = Standing()
    for one in outcomes:
        standing = after_failure(standing, one, NOW, PACE, chance=1)
    return standing


@pytest.mark.parametrize(
    ("outcomes", "seconds"),
    [
        pytest.param([DOWN], 1, id="away"),
        pytest.param([DOWN, DOWN, DOWN], 4, id="away again and again"),
        pytest.param([REFUSED], None, id="refused: the next call need not wait"),
        pytest.param([REFUSED, REFUSED, REFUSED], 4, id="refusing everything"),
        pytest.param([Outcome("away", "asked_to_wait", 429, 60.0)], 60, id="asks for more"),
        pytest.param([Outcome("away", "asked_to_wait", 429, 0.5)], 1, id="asks for less"),
        pytest.param([Outcome("away", "asked_to_wait", 429, 1e9)], 3600, id="asks for years"),
    ],
)
def test_when_a_destination_is_called_again(outcomes: list[Outcome], seconds: float | None) -> None:
    due = failed(*outcomes).next_attempt_at
    assert due == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_a_success_ends_a_row_of_failures() -> None:
    standing = after_success(failed(DOWN, DOWN, DOWN), NOW)
    assert (standing.failures, standing.failing_since, standing.next_attempt_at) == (0, None, None)
    assert (standing.last_success_at, standing.last_failure) == (NOW, "timeout")


def call_of(count: int, came: datetime) -> Call:
    records = [
        Arrived(one, f"{one:032x}", 1, escalates=False, value=b"%d" % one, at=came)
        for one in range(count)
    ]
    return call("uk-piu", "desk", "alerts", (0, count), records)


@pytest.mark.parametrize(
    ("outcome", "came_h", "failing_h", "verdict"),
    [
        pytest.param(DOWN, 1, 0, "again", id="at first"),
        pytest.param(DOWN, 48, 0, "again", id="old, for we were away, and only now failing"),
        pytest.param(DOWN, 1, 48, "again", id="new, and its destination failing for long"),
        pytest.param(DOWN, 23.9, 48, "again", id="not yet a day"),
        pytest.param(DOWN, 24, 48, "given up", id="a day"),
        pytest.param(DOWN, 48, 24, "given up", id="old, and failing for a day"),
        pytest.param(away("no_secret"), 480, 480, "again", id="no secret"),
        pytest.param(away("rejected", 404), 1, 1, "again", id="no such path"),
        pytest.param(REFUSED, 0, 0, "given up", id="refused"),
    ],
)
def test_when_a_call_is_given_up(
    outcome: Outcome, came_h: float, failing_h: float, verdict: str
) -> None:
    standing = Standing(failing_since=NOW - timedelta(hours=failing_h))
    tried = call_of(1, NOW - timedelta(hours=came_h))
    assert verdict_on(standing, outcome, tried, NOW, PACE) == verdict


BUSY = Outcome("away", "asked_to_wait", 429, 5.0)
TOO_MUCH = Outcome("refused", "rejected", 413)


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        pytest.param(BUSY, "again", id="asks to wait"),
        pytest.param(DOWN, "again", id="away"),
        pytest.param(TOO_MUCH, "divided", id="too much at once"),
    ],
)
@pytest.mark.parametrize(
    "before",
    [
        pytest.param([away("no_secret")], id="without a secret from the start"),
        pytest.param([DOWN, away("no_secret")], id="failing before"),
    ],
)
def test_days_without_a_secret_bury_nothing_once_it_is_there(
    before: list[Outcome], outcome: Outcome, verdict: Verdict
) -> None:
    standing, monday = failed(*before), NOW + timedelta(days=3)
    tried = call_of(100, NOW)
    assert verdict_on(standing, outcome, tried, monday, PACE) == verdict
    first = after_failure(standing, DOWN, monday, PACE, chance=1)
    assert first.failing_since == monday
    later = monday + timedelta(hours=24)
    assert verdict_on(first, outcome, tried, later, PACE) == "given up"


@pytest.mark.parametrize(
    ("stood_still", "verdict"),
    [
        pytest.param(timedelta(days=2), "again", id="nobody called for two days"),
        pytest.param(timedelta(seconds=3901), "again", id="longer than anybody waits"),
        pytest.param(timedelta(seconds=3899), "given up", id="within what may be waited"),
    ],
)
def test_time_in_which_nobody_called_does_not_count(
    stood_still: timedelta, verdict: Verdict
) -> None:
    last = NOW - stood_still
    failing = Standing(failures=1, failing_since=last - PACE.deadline, last_failure_at=last)
    standing = taken_up(failing, NOW, PACE)
    assert standing.failures == 1
    assert verdict_on(standing, DOWN, call_of(1, last - PACE.deadline), NOW, PACE) == verdict


@pytest.mark.parametrize(
    ("alerts", "failures", "hours", "verdict"),
    [
        pytest.param(1, 1, 1, "given up", id="one alone"),
        pytest.param(1, 2, 1, "again", id="by which it is open"),
        pytest.param(1, 3, 1, "again", id="one alone, while it is open"),
        pytest.param(1, 3, 24, "given up", id="one alone, for a day"),
        pytest.param(2, 0, 0, "divided", id="several"),
        pytest.param(2, 3, 1, "divided", id="several, while it is open"),
        pytest.param(2, 3, 24, "given up", id="several, for a day"),
    ],
)
def test_what_is_refused_is_divided_and_given_up_alone_while_others_are_taken(
    alerts: int, failures: int, hours: float, verdict: str
) -> None:
    came = NOW - timedelta(hours=hours)
    standing = Standing(failures=failures, failing_since=came if failures else None)
    assert verdict_on(standing, REFUSED, call_of(alerts, came), NOW, PACE) == verdict


def test_what_is_divided_is_no_failure_and_need_not_wait() -> None:
    standing = after_failure(Standing(), REFUSED, NOW, PACE, chance=1, verdict="divided")
    assert (standing.failures, standing.failing_since, standing.next_attempt_at) == (0, None, None)
    assert standing.last_failure == "rejected 400"
    opened = after_failure(
        failed(DOWN, DOWN, DOWN), REFUSED, NOW, PACE, chance=1, verdict="divided"
    )
    assert (opened.failures, opened.next_attempt_at) == (3, NOW + timedelta(seconds=4))
