"""What the operator is told to look at first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from doors.console.concerns import BEHIND_S, FEW, OLD_S, bars, concerns, connected, pace
from doors.console.refused import VALUE_MOST, legible
from doors.console.session import SignedIn
from doors.system import (
    DeliveryFigures,
    Latency,
    ListFigures,
    MinuteLatency,
    RefusedFigures,
    StageFigures,
    SystemFigures,
    WorkerFigures,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
UK = SignedIn("uk-piu", operates=False, people=2, sessions=3)


def figures(**more: Any) -> SystemFigures:
    found: dict[str, Any] = {
        "at": NOW, "ready": True, "in_the_way": (), "stages": (), "latency": Latency(alerts=0),
        "minutes": (), "quarantine": (), "deliveries": (), "lists": (), "workers": (),
    }  # fmt: skip
    return SystemFigures(**{**found, **more})


def webhook(failures: int, *, failing: bool = False, waiting: int = 0) -> DeliveryFigures:
    return DeliveryFigures(
        webhook="uk-piu/desk",
        destination="https://desk.example",
        failing=failing,
        failures=failures,
        failing_since=NOW if failures else None,
        last_success_at=None,
        last_failure=None,
        waiting=waiting,
    )


def listed(age_s: int) -> ListFigures:
    return ListFigures(list="uk/x", changed_at=NOW, age_s=age_s)


def refused(count: int, replayed: int) -> RefusedFigures:
    return RefusedFigures(reason="invalid", count=count, replayed=replayed, replay="")


def answering(lag: int | None, *, others: int | None = 0) -> tuple[StageFigures, ...]:
    lags = {"screen": others, "answering": lag}
    return tuple(StageFigures(stage=one, lag=lag, records_per_s=1) for one, lag in lags.items())


ANSWERS = WorkerFigures(name="w", lane="boarding", waiting_for=None, unexpected_errors=0)
DELIVERS = WorkerFigures(name="w", lane="delivery", waiting_for=None, unexpected_errors=0)


@pytest.mark.parametrize(
    ("lag", "speed", "said"),
    [
        (None, 0, "unknown"),
        (0, 0, "keeping up"),
        (FEW, 5, "keeping up"),
        (3, 0, "waiting"),
        (int(BEHIND_S * 50), 50, "keeping up"),
        (int(BEHIND_S * 50) + 1, 50, "behind"),
        (FEW + 1, 0, "still"),
    ],
)
def test_stage_keeps_up_or_does_not(lag: int | None, speed: float, said: str) -> None:
    assert pace(StageFigures(stage="screen", lag=lag, records_per_s=speed)) == said


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({}, []),
        ({"ready": False, "in_the_way": ("Kafka does not answer",)}, ["in_the_way"]),
        ({"deliveries": (webhook(7, failing=True),), "workers": (DELIVERS,)}, ["failing"]),
        ({"deliveries": (webhook(1, waiting=2),), "workers": (DELIVERS,)}, ["retrying"]),
        ({"deliveries": (webhook(0, waiting=2),)}, ["nobody_delivers"]),
        ({"stages": answering(2)}, ["nobody_answers"]),
        ({"stages": answering(None)}, ["nobody_answers"]),
        ({"stages": answering(None, others=None)}, []),
        ({"stages": answering(0)}, []),
        ({"stages": answering(2), "workers": (ANSWERS,)}, []),
        ({"latency": Latency(alerts=9, p95_s=5.1)}, ["slow"]),
        ({"lists": (listed(OLD_S + 1), listed(OLD_S))}, ["old"]),
        ({"quarantine": (refused(2, 1),)}, ["refused"]),
        ({"quarantine": (refused(2, 2),)}, []),
    ],
)
def test_what_is_wrong_is_told(more: dict[str, Any], kinds: list[str]) -> None:
    assert [one.kind for one in concerns(figures(**more))] == kinds


def test_what_does_not_work_comes_before_what_is_worth_a_look() -> None:
    found = concerns(
        figures(
            stages=(StageFigures(stage="screen", lag=500, records_per_s=1),),
            deliveries=(webhook(7, failing=True),),
            workers=(DELIVERS,),
            lists=(listed(OLD_S + 1),),
        )
    )
    assert [(one.kind, one.grave) for one in found] == [
        ("failing", True), ("behind", False), ("old", False),
    ]  # fmt: skip


def test_latency_is_drawn_where_its_minute_is() -> None:
    minutes = tuple(
        MinuteLatency(start=NOW - timedelta(minutes=back), alerts=1, p95_s=p95)
        for back, p95 in ((70, 9.0), (2, 0.5), (0, 1.0), (1, None))
    )
    found = bars(figures(minutes=minutes[1:]))
    assert [(one.at, one.height) for one in found] == [(57, 50), (59, 100)]
    assert len(bars(figures(minutes=minutes))) == 2


def test_who_follows_alerts_without_a_session_is_connected_too() -> None:
    desk = replace(UK, party="desk", operates=True)
    found = connected((UK, desk), {"fr-piu": 2, "interpol": 0})
    assert [(one.party, one.people, one.sessions, one.streams) for one in found] == [
        ("desk", 2, 3, 0), ("fr-piu", 0, 0, 2), ("uk-piu", 2, 3, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"UNB+UNOA:4'\nUNZ'", "UNB+UNOA:4'\nUNZ'"),
        ("é".encode(), "é"),
        (b"\xff\x00\x1b[2J", r"\xff\x00\x1b[2J"),
        ("a\u202eb".encode(), r"a\u202eb"),
    ],
)
def test_what_was_sent_is_shown_as_text_that_does_nothing(value: bytes, text: str) -> None:
    assert legible(value) == (text, False)


def test_what_was_sent_is_cut_off_somewhere() -> None:
    text, cut = legible(b"x" * (VALUE_MOST + 1))
    assert (len(text), cut) == (VALUE_MOST, True)
