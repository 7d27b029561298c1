"""A figure says whether its goal is met, to people and machines alike."""

import json

import pytest

from bench.figures import Figure, share, show


@pytest.mark.parametrize(
    ("values", "goal", "met"),
    [
        pytest.param((1.0, 2.0, 9.0), 2.0, True, id="the median counts"),
        pytest.param((1.0, 3.0, 3.0), 2.0, False, id="above the goal"),
        pytest.param((1.0,), None, None, id="without a goal"),
    ],
)
def test_a_figure_says_whether_its_goal_is_met(
    values: tuple[float, ...], goal: float | None, met: bool | None
) -> None:
    assert Figure("f", "s", values, goal).met is met


@pytest.mark.parametrize(("value", "met"), [(12_000.0, True), (11_999.0, False)])
def test_where_more_is_better_the_goal_is_the_least(
    value: float, met: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    figure = Figure("speed", "1/s", (value,), 12_000, more_is_better=True)
    assert show([figure], as_json=False) is met
    assert "≥ 12,000" in capsys.readouterr().out


def test_each_figure_is_a_line_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert show([Figure("one", "s", (1.0, 2.0, 4.0), 3.0)], as_json=True)
    assert json.loads(capsys.readouterr().out) == {
        "figure": "one", "value": 2.0, "unit": "s", "min": 1.0, "max": 4.0, "goal": 3.0, "met": True
    }  # fmt: skip


def test_one_goal_that_is_not_met_is_enough_to_fail(capsys: pytest.CaptureFixture[str]) -> None:
    figures = [Figure("slow", "s", (9.0,), 1.0), Figure("quick", "s", (1.0,), 1.0)]
    assert not show(figures, as_json=False)
    assert "not met" in capsys.readouterr().out


@pytest.mark.parametrize(("percent", "value"), [(0, 1.0), (50, 3.0), (99, 5.0)])
def test_a_share_is_what_so_many_are_at_most(percent: int, value: float) -> None:
    assert share([5.0, 1.0, 4.0, 2.0, 3.0], percent) == value


def test_where_nothing_came_that_is_said() -> None:
    with pytest.raises(ValueError, match="nothing came"):
        share([], 99)
