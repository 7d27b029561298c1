"""Positions lead back to where one stood, and nobody else makes or reads them."""

from hypothesis import given
from hypothesis import strategies as st

from access.parties import AgencyId
from streams.agencies.positions import offset_in, position_text

SECRET = b"a secret of the tests, long enough"
UK, FR = AgencyId("uk-piu"), AgencyId("fr-piu")
OFFSETS = st.integers(-1, 2**63)


@given(OFFSETS)
def test_position_leads_back_for_its_agency_alone(offset: int) -> None:
    text = position_text(SECRET, UK, offset)
    assert text == position_text(SECRET, UK, offset)
    assert offset_in(SECRET, UK, text) == offset
    assert offset_in(SECRET, FR, text) is None
    assert offset_in(b"another secret of the same length", UK, text) is None


@given(OFFSETS, st.integers(0, 21), st.sampled_from("AbC0-_"))
def test_changed_position_is_none(offset: int, at: int, letter: str) -> None:
    text = position_text(SECRET, UK, offset)
    changed = text[:at] + letter + text[at + 1 :]
    assert offset_in(SECRET, UK, changed) in (None, offset)
    assert at == 21 or changed == text or offset_in(SECRET, UK, changed) is None


@given(st.text(max_size=40))
def test_whatever_is_sent_is_read_or_none(text: str) -> None:
    assert offset_in(SECRET, UK, text) is None
