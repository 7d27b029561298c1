"""What an answer means, and how long to wait for the next attempt."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.delivery.outcomes import judged, wait_s

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (200, "delivered", "delivered"),
        (202, "delivered", "delivered"),
        (204, "delivered", "delivered"),
        (101, "away", "unexpected_status"),
        (301, "away", "redirect"),
        (307, "away", "redirect"),
        (400, "refused", "rejected"),
        (401, "away", "rejected"),
        (403, "away", "rejected"),
        (404, "away", "rejected"),
        (405, "away", "rejected"),
        (408, "away", "asked_to_wait"),
        (409, "away", "asked_to_wait"),
        (410, "refused", "gone"),
        (413, "refused", "rejected"),
        (421, "away", "rejected"),
        (422, "refused", "rejected"),
        (425, "away", "asked_to_wait"),
        (429, "away", "asked_to_wait"),
        (500, "away", "server_error"),
        (503, "away", "server_error"),
    ],
)
def test_a_status_says_what_became_of_the_call(status: int, kind: str, reason: str) -> None:
    outcome = judged(status, None, NOW)
    assert (outcome.kind, outcome.reason, outcome.status) == (kind, reason, status)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        (" 3 ", 3.0),
        ("Wed, 25 Nov 2026 08:00:30 GMT", 30.0),
        ("Wed, 25 Nov 2026 07:00:00 GMT", 0.0),
        ("Wed, 25 Nov 2026 08:00:30 -0000", 30.0),
        ("soon", None),
        ("-5", None),
        ("1" * 400, 111_111_111.0),
        ("٣", None),
        ("Wed, 25 Nov 2026 08:00:30 +9999999999999999", None),
        (f"Wed, 25 Nov {'9' * 40} 08:00:30 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 251_606_793_539.0),
        ("(((" * 500, None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(said: str | None, seconds: float | None) -> None:
    assert judged(429, said, NOW).retry_after_s == seconds
    assert judged(503, said, NOW).retry_after_s == seconds


DATES = st.from_regex(r"[A-Z][a-z]{2}, \d{1,30} [A-Z][a-z]{2} \d{1,30} \d+:\d+:\d+ [-+]?\w{1,30}")


@given(st.text() | DATES)
def test_whatever_retry_after_says_there_is_an_outcome(said: str) -> None:
    seconds = judged(503, said, NOW).retry_after_s
    assert seconds is None or seconds >= 0


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_a_wait_never_exceeds_its_bound(failures: int, chance: float) -> None:
    assert 0 <= wait_s(failures, first_s=1, most_s=300, chance=chance) <= 300


def test_waits_double_up_to_the_bound() -> None:
    waits = [wait_s(one, first_s=1, most_s=300, chance=1) for one in range(1, 12)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
