"""What an outcome makes of a destination: when it is called again, and when a call is given up."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.delivery.outcomes import Outcome, away
from alerts.delivery.standing import Pace, Standing, after_failure, after_success, is_given_up

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
PACE = Pace(
    first_s=1, most_s=300, retry_after_most_s=3600, deadline=timedelta(hours=24), open_after=3
)
REFUSED = Outcome("refused", "rejected", 404)
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


@pytest.mark.parametrize(
    ("outcome", "came_h", "failing_h", "given_up"),
    [
        pytest.param(DOWN, 1, 0, False, id="at first"),
        pytest.param(DOWN, 48, 0, False, id="old, for we were away, and only now failing"),
        pytest.param(DOWN, 1, 48, False, id="new, and its destination failing for long"),
        pytest.param(DOWN, 23.9, 48, False, id="not yet a day"),
        pytest.param(DOWN, 24, 48, True, id="a day"),
        pytest.param(DOWN, 48, 24, True, id="old, and failing for a day"),
        pytest.param(away("no_secret"), 480, 480, False, id="no secret"),
        pytest.param(REFUSED, 0, 0, True, id="refused"),
    ],
)
def test_when_a_call_is_given_up(
    outcome: Outcome, came_h: float, failing_h: float, given_up: bool
) -> None:
    standing = Standing(failing_since=NOW - timedelta(hours=failing_h))
    came = NOW - timedelta(hours=came_h)
    assert is_given_up(standing, outcome, came, NOW, PACE) is given_up
