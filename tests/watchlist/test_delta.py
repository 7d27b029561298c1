"""What an import changes."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.delta import Limits, Put, Removal, Summary, changes, digest, shrinking
from watchlist.entry import Entry, entry_json, parse_entry
from watchlist.formats.rows import BadRow, ListError


def entry(entry_id: str, name: str = "Jane Roe") -> Entry:
    return parse_entry(
        {
            "schema": "entry/1",
            "id": entry_id,
            "owner": "me",
            "category": "wanted",
            "names": [{"full": name}],
        }
    )


def held(*entries: Entry) -> dict[str, str]:
    return {one.id: digest(one) for one in entries}


def drained(
    before: dict[str, str], rows: list[Entry | BadRow], *, replace: bool = False
) -> tuple[list[Put | Removal | BadRow], Summary]:
    summary = Summary()
    found = list(changes(before, rows, replace=replace, summary=summary))
    return found, summary


def test_the_same_entries_again_publish_nothing() -> None:
    found, summary = drained(held(entry("1"), entry("2")), [entry("2"), entry("1")], replace=True)
    assert found == []
    assert summary == Summary(unchanged=2)


def test_new_and_changed_entries_are_published_with_their_digest() -> None:
    found, summary = drained(held(entry("1")), [entry("1", "Other"), entry("2")])
    assert found == [
        Put(one, entry_json(one), digest(one)) for one in (entry("1", "Other"), entry("2"))
    ]
    assert summary == Summary(added=1, changed=1)


@pytest.mark.parametrize(
    ("bad", "replace", "removed", "kept"),
    [
        pytest.param([], False, [], 0, id="without replace nothing goes"),
        pytest.param([], True, ["2", "3"], 0, id="with replace the absent go"),
        pytest.param([BadRow("l", "p", "2")], True, ["3"], 1, id="a bad row keeps its own"),
        pytest.param([BadRow("l", "p")], True, [], 2, id="a row nobody can read keeps all"),
        pytest.param([BadRow("l", "p", "9")], True, ["2", "3"], 0, id="a bad row never held"),
        pytest.param(
            [BadRow("l", "p", "2", foreign=True)], True, ["2", "3"], 0, id="another list's row"
        ),
    ],
)
def test_what_is_removed(bad: list[BadRow], replace: bool, removed: list[str], kept: int) -> None:
    before = held(entry("1"), entry("2"), entry("3"))
    found, summary = drained(before, [*bad, entry("1")], replace=replace)
    assert [change.id for change in found if isinstance(change, Removal)] == removed
    assert summary == Summary(unchanged=1, bad=len(bad), removed=len(removed), kept=kept)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([], id="an empty file"),
        pytest.param([BadRow("l", "p", "9")], id="a bad row never held"),
        pytest.param([BadRow("l", "p", "1", foreign=True)], id="a row of another owner"),
    ],
)
def test_without_one_good_row_nothing_is_removed(rows: list[Entry | BadRow]) -> None:
    found, summary = drained(held(entry("1"), entry("2")), rows, replace=True)
    assert not any(isinstance(change, Removal) for change in found)
    assert summary == Summary(bad=len(rows), kept=2)


@pytest.mark.parametrize(
    ("before", "stay", "bad", "removed"),
    [
        pytest.param(20, 10, [], 0, id="half of it may go"),
        pytest.param(20, 9, [], 11, id="more than half"),
        pytest.param(19, 1, [], 0, id="a short list may change as it likes"),
        pytest.param(20, 9, [BadRow("l", "p", "19")], 0, id="a bad row keeps its own"),
        pytest.param(20, 9, [BadRow("l", "p")], 0, id="a row nobody can read keeps all"),
        pytest.param(20, 9, [BadRow("l", "p", "19", foreign=True)], 11, id="another list's row"),
        pytest.param(20, 0, [], 0, id="without a good row nothing goes anyway"),
    ],
)
def test_a_replacement_that_would_remove_most_of_a_list_is_seen(
    before: int, stay: int, bad: list[BadRow], removed: int
) -> None:
    entries = [entry(str(number)) for number in range(before)]
    assert shrinking(held(*entries), [*entries[:stay], *bad]) == removed


def test_the_whole_file_is_not_read_to_see_that_most_of_a_list_stays() -> None:
    rows = (entry(str(number)) for number in range(40))
    assert shrinking(held(*(entry(str(number)) for number in range(40))), rows) == 0
    assert len(list(rows)) == 20


def test_an_id_that_stands_on_another_list_is_bad_and_keeps_its_place() -> None:
    asked: list[str] = []

    def standing(ids: Sequence[str]) -> dict[str, str]:
        asked.extend(ids)
        return {"2": "stolen", "3": "default"}

    rows = [entry("1"), entry("2"), entry("3", "Other")]
    summary, limits = Summary(), Limits(standing=standing)
    before = held(entry("1"), entry("3"))
    found = list(changes(before, rows, replace=True, summary=summary, limits=limits))
    (bad,) = (one for one in found if isinstance(one, BadRow))
    assert str(bad).startswith("id 2: is on list 'stolen' already")
    assert summary == Summary(unchanged=1, changed=1, bad=1)
    assert asked == ["2", "3"]  # of what has not changed nobody asks


def test_a_file_of_ids_that_stand_on_another_list_removes_nothing() -> None:
    summary, limits = Summary(), Limits(standing=lambda ids: dict.fromkeys(ids, "stolen"))
    rows = [entry("8"), entry("9")]
    assert not [
        one
        for one in changes(held(entry("1")), rows, replace=True, summary=summary, limits=limits)
        if isinstance(one, Removal)
    ]
    assert summary == Summary(bad=2, kept=1)


def test_many_rows_are_asked_about_together_and_all_come_out() -> None:
    calls: list[int] = []

    def standing(ids: Sequence[str]) -> dict[str, str]:
        calls.append(len(ids))
        return {}

    rows, summary = [entry(str(number)) for number in range(2_500)], Summary()
    found = list(
        changes({}, rows, replace=False, summary=summary, limits=Limits(standing=standing))
    )
    assert [one.entry.id for one in found if isinstance(one, Put)] == [one.id for one in rows]
    assert calls == [1_000, 1_000, 500]


def test_rows_before_a_file_breaks_off_come_out() -> None:
    def broken() -> Iterator[Entry | BadRow]:
        yield entry("1")
        raise ListError("breaks off")

    summary = Summary()
    with pytest.raises(ListError):
        list(changes(held(entry("2")), broken(), replace=True, summary=summary))
    assert summary == Summary(added=1)


def test_the_digest_follows_the_content_alone() -> None:
    assert digest(entry("1")) == digest(entry("1"))
    assert digest(entry("1")) != digest(entry("1", "Other"))


people = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["A", "B", "C"]))


@given(people, people.filter(bool))
def test_applying_a_replacing_delta_gives_the_new_list(
    old: dict[str, str], new: dict[str, str]
) -> None:
    state = held(*(entry(key, name) for key, name in old.items()))
    wanted = held(*(entry(key, name) for key, name in new.items()))
    found, summary = drained(state, [entry(key, name) for key, name in new.items()], replace=True)
    for change in found:
        if isinstance(change, Put):
            state[change.entry.id] = change.digest
        elif isinstance(change, Removal):
            del state[change.id]
    assert state == wanted
    assert summary.added + summary.changed + summary.unchanged == len(new)
    assert len(found) == summary.added + summary.changed + summary.removed


def test_a_row_too_large_for_a_record_is_bad_and_keeps_its_person() -> None:
    summary = Summary()
    rows = [entry("1", "J" * 2_000)]
    found = list(
        changes(held(entry("1")), rows, replace=True, summary=summary, limits=Limits(largest=1_000))
    )
    assert [one.id for one in found if isinstance(one, BadRow)] == ["1"]
    assert summary == Summary(bad=1, kept=1)
