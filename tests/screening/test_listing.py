"""How many entries are listed at once is how each is, alone."""

from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from screening.asking import all_listed, as_one, listed
from screening.prepared import prepare_entry
from tests.builders import entry
from tests.screening.anything import TEXTS
from tests.screening.naming import NAMES
from watchlist.entry import Entry

_FIELDS = st.fixed_dictionaries(
    {"names": st.lists(NAMES | TEXTS, min_size=1, max_size=3)},
    optional={
        "birth_dates": st.lists(
            st.sampled_from(["1970-01-31", "1970-01", "1850", "2150-06-15", "2040"]), max_size=3
        ),
        "documents": st.lists(st.sampled_from(["X1234567", "NA", "A" * 41, "7" * 12]), max_size=2),
        "redact": st.sampled_from([[], ["birth_dates"]]),
    },
)
_MANY = [f"AB{number:04}CD" for number in range(9_000)]  # so many keys that four bytes count them


def _entry(fields: dict[str, Any]) -> Entry | None:
    try:
        return _said(fields)
    except ValidationError:
        return None


def _said(fields: dict[str, Any]) -> Entry:
    return entry(
        names=[{"full": one} for one in fields["names"]],
        birth_dates=fields.get("birth_dates", []),
        documents=[{"number": one} for one in fields.get("documents", [])],
        sharing={"visible_to": ["*"], "redact": fields.get("redact", [])},
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=2_000, max_examples=150)
@given(st.lists(_FIELDS, max_size=4))
@example([{"names": ["Sabawi Ibrahim Hasan AL-TIKRITI", "سبعاوي"], "birth_dates": ["1947-02-27"]}])
@example([{"names": ["Jo"], "documents": _MANY[:30]}, {"names": ["?"]}])
@example([{"names": ["Jo"], "documents": _MANY, "birth_dates": ["2200"]}])
def test_many_entries_are_listed_as_each_is_alone(sent: list[dict[str, Any]]) -> None:
    entries = [one for one in map(_entry, sent) if one is not None]
    prepared = list(map(prepare_entry, entries))
    assert all_listed(entries, prepared) == [as_one(listed(one)) for one in entries]
