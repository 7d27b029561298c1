"""What an agency may decide, and what the state of its alert is after that."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from alerts.disposition import AlertDisposition, Disposition, following, word_of
from config.problems import sentence


def said(action: str, **more: Any) -> Disposition:
    plain: dict[str, Any] = {
        "schema": "disposition/1",
        "disposition_id": "D-1",
        "alert_id": "ab" * 16,
        "action": action,
        "by": "officer-7",
        "at": "2026-11-25T08:00:00Z",
    }
    if action == "dismiss":
        plain["reason"] = "not_the_same_person"
    return Disposition.model_validate({**plain, **more})


def after(*actions: str) -> AlertDisposition | None:
    state = None
    for one in actions:
        state = following(state, said(one))
    return state


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        (["acknowledge"], "acknowledged"),
        (["confirm"], "confirmed"),
        (["dismiss"], "dismissed"),
        (["ask_owner"], "asked"),
        (["reopen"], "open"),
        (["confirm", "acknowledge"], "confirmed"),
        (["dismiss", "acknowledge"], "dismissed"),
        (["ask_owner", "acknowledge"], "asked"),
        (["dismiss", "confirm"], "confirmed"),
        (["confirm", "dismiss"], "dismissed"),
        (["acknowledge", "reopen"], "open"),
        (["dismiss", "reopen", "confirm"], "confirmed"),
    ],
    ids=" ".join,
)
def test_state_follows_the_decisions(actions: list[str], state: str) -> None:
    assert word_of(after(*actions)) == state


ACTIONS = st.sampled_from(["acknowledge", "confirm", "dismiss", "ask_owner", "reopen"])


@given(st.lists(ACTIONS, max_size=6), ACTIONS)
def test_same_decision_twice_changes_nothing_the_second_time(before: list[str], one: str) -> None:
    state = after(*before, one)
    again = said(one, disposition_id="D-2", by="officer-8", at="2026-11-25T09:00:00Z")
    assert following(state, again) is state


def test_news_in_the_note_or_the_reason_is_a_change() -> None:
    asked = after("ask_owner")
    assert following(asked, said("ask_owner", note="Is he left-handed?")) != asked
    dismissed = after("dismiss")
    assert following(dismissed, said("dismiss", reason="data_error")) != dismissed


@pytest.mark.parametrize(
    ("more", "sentence_part"),
    [
        ({"action": "dismiss", "reason": None}, "a dismissal needs its reason"),
        ({"action": "confirm", "reason": "data_error"}, "only a dismissal has a reason"),
        ({"action": "dismiss", "reason": "other"}, "the reason other needs a note"),
        ({"action": "dismiss", "reason": "data_error", "suppress_days": 3}, "suppress_days"),
        ({"action": "confirm", "suppress_days": 3}, "suppress_days"),
        ({"suppress_days": 0}, "greater than or equal to 1"),
        ({"suppress_days": 1096}, "less than or equal to 1095"),
        ({"by": "  "}, "at least 1 character"),
        ({"by": "x" * 101}, "at most 100 characters"),
        ({"note": "x" * 1001}, "at most 1000 characters"),
        ({"alert_id": "AB" * 16}, "does not match"),
        ({"at": "2026-11-25T08:00:00"}, "needs its time zone"),
        ({"action": "arrest"}, "should be 'acknowledge'"),
        ({"colour": "red"}, "is not a field of this contract"),
        ({"schema": "disposition/2"}, "should be 'disposition/1'"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(
    more: dict[str, Any], sentence_part: str
) -> None:
    with pytest.raises(ValidationError) as problem:
        said(more.pop("action", "dismiss"), **more)
    assert sentence_part in sentence(problem.value)


def test_a_year_is_kept_back_unless_other_days_are_named() -> None:
    assert said("dismiss").days == 365
    assert said("dismiss", suppress_days=30).days == 30
