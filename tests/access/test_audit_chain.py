"""The audit trail as a chain: whatever is done to it without the secret is found, and where."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.audit import ABOUT_MAX, Note, notes_of, purpose_of
from access.audit_chain import START, Chain, Link, Signed, link_of
from access.audit_walk import Verdict, Walk
from access.caller import Caller, operator
from access.parties import AgencyId
from manifests.contract import utc_text

CHAIN = Chain(b"a secret of the tests, long enough")
STRANGER = Chain(b"a secret of somebody else, as long")
NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
OFFICER = Caller(AgencyId("uk-piu"), "officer", "S1")
LENGTHS = st.integers(3, 12)


def records(
    count: int, *, after: Link = START, chain: Chain = CHAIN, what: str = "alert"
) -> list[Signed]:
    notes = [Note(OFFICER, "saw", what, (f"alert:{number}",)) for number in range(count)]
    return list(chain.continued(after, notes, utc_text(NOW)))


def values(*signed: Signed) -> list[bytes | None]:
    return [one.value for one in signed]


def judged(
    found: Sequence[bytes | None], *, head: Link | None = None, now: datetime = NOW
) -> Verdict:
    walk = Walk(CHAIN, {"Redis": head} if head else {}, now=now, kept_days=1095)
    for offset, value in enumerate(found):
        walk.take(offset, value)
    return walk.verdict()


@given(LENGTHS)
def test_a_chain_as_it_was_written_is_whole(count: int) -> None:
    made = records(count)
    verdict = judged(values(*made), head=made[-1].link)
    assert (verdict.problem, verdict.count, verdict.remarks) == (None, count, ())
    assert (verdict.first, verdict.last) == (made[0].link, made[-1].link)


def test_a_chain_goes_on_where_it_ended_and_times_never_run_back() -> None:
    first = records(2)
    late = CHAIN.continued(
        first[-1].link, [Note(operator("x"), "saw", "a")], utc_text(NOW - timedelta(hours=1))
    )
    found = [CHAIN.genuine(one.value) for one in (*first, *late)]
    assert [one.seq for one in found if one] == [1, 2, 3]
    assert len({one.at for one in found if one}) == 1
    assert judged(values(*first, *records(3, after=first[-1].link))).problem is None


@given(LENGTHS, st.data())
def test_a_record_that_is_taken_out_is_missed(count: int, data: st.DataObject) -> None:
    made = records(count)
    gone = data.draw(st.integers(1, count - 2))
    verdict = judged(values(*made[:gone], *made[gone + 1 :]), head=made[-1].link)
    assert verdict.problem == (
        f"record {gone + 1} is missing between {gone} and {gone + 2} (offset {gone})"
    )


@given(LENGTHS, st.data())
def test_a_record_that_is_changed_is_told(count: int, data: st.DataObject) -> None:
    made = records(count)
    at = data.draw(st.integers(0, count - 1))
    value = made[at].value
    byte = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda one: one != value[byte]))
    found = values(*made)
    found[at] = value[:byte] + bytes([other]) + value[byte + 1 :]
    problem = judged(found, head=made[-1].link).problem
    assert problem is not None
    if 0 < at < count - 1:
        assert problem.startswith(f"record {at + 1} is changed, between {at} and {at + 2}")


@given(LENGTHS, st.data())
def test_records_in_another_order_are_told(count: int, data: st.DataObject) -> None:
    made = records(count)
    order = data.draw(st.permutations(range(count)).filter(lambda one: one != sorted(one)))
    assert judged(values(*(made[at] for at in order)), head=made[-1].link).problem is not None


def test_two_neighbours_that_changed_places_are_named() -> None:
    one, two, three, four, five = records(5)
    assert judged(values(one, three, two, four, five)).problem == (
        "record 3 stands before 2 (offset 1)"
    )


@given(LENGTHS, st.data())
def test_what_a_stranger_puts_in_is_told(count: int, data: st.DataObject) -> None:
    made = records(count)
    at = data.draw(st.integers(1, count))
    forged = records(1, after=made[at - 1].link, chain=STRANGER)[0]
    strange = data.draw(
        st.sampled_from([forged.value, b"", None, b'{"seq":1}', made[0].value[:-1]])
    )
    problem = judged([*values(*made[:at]), strange, *values(*made[at:])]).problem
    assert problem is not None
    assert ("not ours" in problem, f"{at} " in problem) == (True, True)


@given(LENGTHS, st.data())
def test_a_gap_cannot_be_closed_without_the_secret(count: int, data: st.DataObject) -> None:
    made = records(count)
    gone = data.draw(st.integers(1, count - 2))
    rest = records(count - gone - 1, after=made[gone - 1].link, chain=STRANGER)
    assert judged(values(*made[:gone], *rest), head=made[-1].link).problem is not None


@given(LENGTHS, st.data())
def test_a_record_published_twice_counts_once(count: int, data: st.DataObject) -> None:
    made = records(count)
    again = data.draw(st.integers(0, count - 1))
    at = data.draw(st.integers(again, count))
    verdict = judged(values(*made[:at], made[again], *made[at:]), head=made[-1].link)
    assert (verdict.problem, verdict.count) == (None, count)


def test_a_record_that_came_before_its_place_and_again_in_it_is_whole() -> None:
    one, two, three, four = records(4)
    verdict = judged(values(one, three, two, three, four))
    assert (verdict.problem, verdict.count) == (None, 4)


def test_an_end_that_is_cut_is_found_by_what_redis_knows() -> None:
    made = records(5)
    verdict = judged(values(*made[:3]), head=made[-1].link)
    assert verdict.problem == "the end is cut: records 4 to 5 are missing, which Redis knows"
    assert judged([], head=made[-1].link).problem == (
        "the end is cut: records 1 to 5 are missing, which Redis knows"
    )


def test_an_end_that_was_written_anew_is_found_by_the_head_noted_down() -> None:
    made = records(5)
    other = records(2, after=made[2].link, what="something else")
    assert judged(values(*made[:3], *other), head=made[4].link).problem == (
        "record 5 is another than Redis knows"
    )


def test_a_beginning_that_was_due_to_go_is_no_fault_and_is_said() -> None:
    made = records(5)
    verdict = judged(
        values(*made[2:]), head=made[1].link, now=NOW + timedelta(days=1095, seconds=1)
    )
    assert verdict.problem is None
    assert verdict.remarks == (
        "what came before record 3 is no longer kept",
        "Redis knows record 2, from before what is kept",
    )


def test_a_beginning_that_was_cut_before_its_time_is_told() -> None:
    problem = judged(values(*records(5)[2:])).problem
    assert problem == (
        "the beginning is cut: records 1 to 2 are missing before 3, and the last of them was to "
        "be kept until 2029-11-24"
    )


def test_what_went_out_while_redis_was_lost_and_was_never_answered_is_no_fault() -> None:
    made = records(3)
    unanswered, goes_on = records(2, after=made[-1].link), records(3, after=made[-1].link, what="b")
    verdict = judged(values(*made, *unanswered, *goes_on), head=goes_on[-1].link)
    assert (verdict.problem, verdict.last) == (None, goes_on[-1].link)
    assert verdict.remarks == ("once Redis was lost while records were on their way",)


DUE = NOW + timedelta(days=1096)


def _with_a_batch_again() -> list[Signed]:
    made = records(8)
    return [*made[:6], *made[:6], *made[6:]]


def _with_one_before_its_place() -> list[Signed]:
    one, two, three, four, five, six = records(6)
    return [one, four, five, two, one, two, three, four, five, six]


def _with_a_late_repetition() -> list[Signed]:
    one, two, three, four, five = records(5)
    return [one, two, three, two, four, five]


def _with_a_fork() -> list[Signed]:
    made = records(3)
    unanswered, goes_on = records(3, after=made[-1].link), records(6, after=made[-1].link, what="b")
    return [*made, *unanswered, *goes_on]


@pytest.mark.parametrize(
    "topic",
    [_with_a_batch_again, _with_one_before_its_place, _with_a_late_repetition, _with_a_fork],
)
def test_what_a_crash_left_is_no_fault_wherever_retention_cuts_it(
    topic: Callable[[], list[Signed]],
) -> None:
    made = topic()
    last = made[-1].link
    for gone in range(len(made)):
        verdict = judged(values(*made[gone:]), head=last, now=DUE)
        assert (gone, verdict.problem, verdict.last) == (gone, None, last)


@given(LENGTHS, st.data())
def test_a_record_that_is_to_be_kept_is_missed_behind_a_beginning_that_is_gone(
    count: int, data: st.DataObject
) -> None:
    notes, long_ago = [Note(OFFICER, "saw", "alert")] * 3, utc_text(NOW - timedelta(days=1096))
    old = list(CHAIN.continued(START, notes, long_ago))
    made = records(count, after=old[-1].link)
    gone = data.draw(st.integers(0, count - 2))
    kept = [old[-1], *made[:gone], *made[gone + 1 :]]
    assert judged(values(*kept), head=made[-1].link).problem == (
        f"record {gone + 4} is missing between {gone + 3} and {gone + 5} (offset {gone + 1})"
    )


@given(LENGTHS, st.data())
def test_a_beginning_that_is_put_behind_what_follows_it_is_told(
    count: int, data: st.DataObject
) -> None:
    made = records(count)
    at = data.draw(st.integers(1, count - 1))
    found = values(made[at], *made[:at], *made[at + 1 :])
    assert judged(found, head=made[-1].link).problem is not None


def test_a_record_holds_what_is_asked_for_and_no_byte_more() -> None:
    (made,) = CHAIN.continued(START, [Note(OFFICER, "looked_up", "person", ("a:1",), "ü")], "t")
    found = CHAIN.genuine(made.value)
    assert found is not None
    assert link_of(found) == made.link
    assert json.loads(made.value) == {
        "schema": "audit/1", "seq": 1, "at": "t",
        "who": {"agency": "uk-piu", "role": "officer", "subject": "S1"},
        "action": "looked_up", "what": "person", "about": ["a:1"], "purpose": "ü",
        "previous": "0" * 64, "previous_at": None, "hash": made.link.hash,
    }  # fmt: skip


@given(st.integers(0, 3 * ABOUT_MAX))
def test_however_many_things_are_named_each_is_named_once(count: int) -> None:
    about = [f"alert:{number}" for number in range(count)]
    notes = list(notes_of(Note(OFFICER, "saw", "alerts"), [*about, *about]))
    assert [one for note in notes for one in note.about] == about
    assert len(notes) == max(1, -(-count // ABOUT_MAX))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("x" * 201, "at most 200", id="too long"),
        pytest.param("a\nb", "one line", id="two lines"),
        pytest.param("a\x1b[31mb", "control", id="colours of a terminal"),
        pytest.param("a\u202eb", "control", id="turned round"),
        pytest.param("a\udcffb", "control", id="no text"),
    ],
)
def test_a_purpose_that_cannot_be_kept_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        purpose_of(text)


@pytest.mark.parametrize(("text", "kept"), [(None, None), ("  ", None), (" case 7 é ", "case 7 é")])
def test_a_purpose_is_kept_as_it_is_said(text: str | None, kept: str | None) -> None:
    assert purpose_of(text) == kept
