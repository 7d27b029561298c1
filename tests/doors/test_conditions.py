"""If-Match and If-None-Match: what may be changed, and why not."""

import pytest

from doors.conditions import condition
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
