"""If-Match and If-None-Match: what may be changed, and why not."""

import pytest

from doors.conditions import condition, known
from doors.problem import Declined


@pytest.mark.parametrize(
    ("if_match", "if_none_match", "tag", "may"),
    [
        pytest.param(None, None, None, True, id="nothing asked, nothing there"),
        pytest.param(None, None, "a", True, id="nothing asked"),
        pytest.param('"a"', None, "a", True, id="as it was"),
        pytest.param('"a"', None, "b", False, id="changed since"),
        pytest.param('"a", "b"', None, "b", True, id="one of several"),
        pytest.param('"a"', None, None, False, id="removed since"),
        pytest.param('W/"a"', None, "a", False, id="weak tags match nothing"),
        pytest.param("*", None, "a", True, id="any"),
        pytest.param("*", None, None, False, id="any, and none there"),
        pytest.param(None, "*", None, True, id="new"),
        pytest.param(None, "*", "a", False, id="there already"),
    ],
)
def test_what_may_be_changed(
    if_match: str | None, if_none_match: str | None, tag: str | None, may: bool
) -> None:
    assert (condition(if_match, if_none_match).refusal(tag) is None) is may


@pytest.mark.parametrize(("if_match", "if_none_match"), [("a", None), (None, '"a"'), ("*", "*")])
def test_wrong_condition_is_refused(if_match: str | None, if_none_match: str | None) -> None:
    with pytest.raises(Declined):
        condition(if_match, if_none_match)


def test_tag_that_a_proxy_weakened_is_said_to_be_one() -> None:
    assert "proxy" in (condition('W/"a"').refusal("a") or "")
    assert "proxy" not in (condition('"a"').refusal("b") or "")


@pytest.mark.parametrize(
    ("if_none_match", "has"),
    [
        (None, False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ("*", True),
        ('"b"', False),
        ('"aa"', False),
        ("a", False),
        ("", False),
    ],
)
def test_who_has_it_already_is_known_by_any_tag_of_theirs(
    if_none_match: str | None, *, has: bool
) -> None:
    assert known(if_none_match, "a") is has
