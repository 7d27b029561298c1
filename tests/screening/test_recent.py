"""What was asked for last stays, within the bound."""

from hypothesis import given
from hypothesis import strategies as st

from screening.recent import Recent


def test_what_is_asked_for_again_outlives_what_is_not() -> None:
    kept: Recent[str, int] = Recent(4)
    for at, one in enumerate("abcdef"):
        kept.put(one, at, 1)
        kept.get("a")
    assert kept.get("a") == 0
    assert kept.get("b") is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), max_size=60))
def test_no_more_than_the_bound_is_kept_and_the_last_always(puts: list[tuple[int, int]]) -> None:
    kept: Recent[int, int] = Recent(20)
    sizes = dict.fromkeys(range(10), 0)
    for key, size in puts:
        kept.put(key, size, size)
        sizes[key] = size
        assert kept.get(key) == size
    assert sum(sizes[key] for key in sizes if kept.get(key) is not None) <= 20


def test_nothing_is_there_after_all_was_forgotten() -> None:
    kept: Recent[str, int] = Recent(4)
    kept.put("a", 1, 1)
    kept.clear()
    assert kept.get("a") is None
