"""Any interchange is parted into its segments and messages, whatever it is parted by."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.edifact.characters import text_of
from manifests.edifact.counts import envelope_warnings
from manifests.edifact.envelope import Envelopes, Message, envelopes
from manifests.edifact.separators import BLANKS, Separators, beginning
from manifests.edifact.tokens import segments
from manifests.edifact.writing import segment, written
from tests.manifests.messages import ADA, ALAN, interchange, passengers, paxlst


def found(data: bytes) -> Envelopes:
    return envelopes(text_of(data))


def message_in(data: bytes) -> Message:
    (one,) = (message for each in found(data).interchanges for message in each.messages)
    return one


def said(message: Message) -> list[tuple[str, list[list[str]]]]:
    return [(one.tag, [list(each) for each in one.elements[1:]]) for one in message.segments]


PLAIN = said(message_in(paxlst()))


@pytest.mark.parametrize("una", [True, False])
@pytest.mark.parametrize(
    "separators",
    [
        pytest.param(Separators(), id="usual"),
        pytest.param(Separators(":", "*", "?", "$"), id="dollar ends"),
        pytest.param(Separators(":", "-", "?", "'"), id="hyphen between elements"),
        pytest.param(Separators(":", "+", "?", '"'), id="double quotes end"),
        pytest.param(Separators("\x1f", "\x1d", "?", "\x1c"), id="level B"),
        pytest.param(Separators(":", "+", "?", "\n"), id="line ends"),
    ],
)
def test_a_message_reads_the_same_in_any_separators(separators: Separators, *, una: bool) -> None:
    assert said(message_in(paxlst(separators=separators, una=una))) == PLAIN


@pytest.mark.parametrize(
    "separators",
    [
        pytest.param(Separators(":", "+", "\\", "'"), id="backslash releases"),
        pytest.param(Separators(":", "+", "", "'"), id="nothing releases"),
        pytest.param(Separators("^", "|", "~", "\u2019"), id="a quote of word processors"),
        pytest.param(Separators(":", "(", ")", "-"), id="teletype"),
    ],
)
def test_una_says_what_cannot_be_seen(separators: Separators) -> None:
    assert said(message_in(paxlst(separators=separators))) == PLAIN


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: data.replace(b"'", b"'\r\n"), id="a segment a line"),
        pytest.param(lambda data: data.replace(b"'", b"' "), id="blanks after segments"),
        pytest.param(
            lambda data: data.replace(b"UNB", b"UNB ").replace(b"NAD", b"NAD "), id="UNB +"
        ),
        pytest.param(lambda data: b"\r\n \t" + data, id="leading blanks"),
        pytest.param(
            lambda data: b"\x01QD LONXXUA\r\n.NYCXXUA 240800\r\n\x02" + data, id="heading"
        ),
        pytest.param(lambda data: data + b"\x03\r\n24NOV26 0800Z\r\n", id="trailing bytes"),
        pytest.param(lambda data: b"\xef\xbb\xbf" + data, id="byte order mark"),
        pytest.param(lambda data: data.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(lambda data: data.lower(), id="small letters"),
        pytest.param(lambda data: data.replace(b"'", b"''"), id="terminators twice"),
        pytest.param(lambda data: data.replace(b"'", b"'\r"), id="CR alone"),
        pytest.param(lambda data: data[9:].replace(b"'", b"\r"), id="CR for terminators"),
        pytest.param(lambda data: data.replace(b"'", b"'\xc2\xa0"), id="blanks of word processors"),
        pytest.param(lambda data: data.replace(b"'", b"'\xe2\x80\x8b"), id="blanks of no width"),
        pytest.param(lambda data: data.replace(b"'", b"'\xe2\x80\xa8"), id="line separators"),
        pytest.param(lambda data: b"08:00 INFO body [\n " + data + b" ]", id="a log's line"),
        pytest.param(lambda data: data.replace(b"UNZ", b"L'UNZ"), id="a stray letter"),
        pytest.param(
            lambda data: b"\r\n".join(data[at : at + 64] for at in range(0, len(data), 64)),
            id="wrapped at 64 columns",
        ),
        pytest.param(lambda data: data.replace(b"UNA:+.? '", b"UNA:+? '\n"), id="UNA lacks one"),
        pytest.param(lambda data: data.replace(b"UNA:+.? '", b"UNA:+.? $"), id="UNA is wrong"),
        pytest.param(lambda data: data.replace(b"UNA:+.? '", b"UNA-*.? '"), id="UNA is all wrong"),
    ],
)
def test_what_the_way_does_to_a_message_is_undone(change: Callable[[bytes], bytes]) -> None:
    data = change(paxlst())
    assert said(message_in(data)) == PLAIN


def test_what_is_released_is_text_again() -> None:
    (one,) = segments("FTX+AAP+++50?+50?:?'?? END'", Separators()).segments
    assert one.at(4) == "50+50:'? END"


def test_a_release_character_at_the_end_of_a_line_still_releases() -> None:
    (one,) = segments("FTX+AAP+++A?\r\n'B'", Separators()).segments
    assert one.at(4) == "A'B"


def test_groups_and_their_messages_are_found() -> None:
    data = interchange(passengers(ADA), passengers(ALAN, reference="2"), group="G1")
    ((group_of_none, group, *_),) = [one.groups for one in found(data).interchanges]
    assert group_of_none.messages == []
    assert [one.header.at(1) for one in group.messages] == ["1", "2"]
    assert group.header is not None
    assert group.header.at(5) == "G1"


def test_interchanges_with_separators_of_their_own_follow_each_other() -> None:
    data = paxlst() + b"\r\n13NOV26\r\n" + paxlst(separators=Separators(":", "*", "?", "$"))
    together = found(data)
    assert len(together.interchanges) == 2
    assert together.around == len("\r\n13NOV26\r\n")


def test_another_interchange_begins_where_the_first_was_cut_off() -> None:
    cut = paxlst().split(b"CNT")[0]
    first, second = found(cut + paxlst()).interchanges
    (message,) = first.messages
    assert message.cut_off
    assert [one.cut_off for one in second.messages] == [False]


def test_messages_without_an_interchange_are_found() -> None:
    data = written(passengers(ADA)).encode()
    assert message_in(data).header.at(2) == "PAXLST"


def test_what_was_sent_in_small_letters_says_so() -> None:
    (one,) = found(paxlst().lower()).interchanges
    assert one.problems == ["was sent in small letters; read in capitals"]


def test_segments_outside_any_message_are_kept_apart() -> None:
    data = paxlst().replace(b"UNZ", b"NAD+FL+++LEFT:OVER'UNZ")
    (one,) = (each for i in found(data).interchanges for each in i.messages if each.stray)
    assert one.segments[0].at(4) == "LEFT"


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        pytest.param(b"UNT+21+1", b"UNT+99+1", "UNT counts 99 segments, there are 21", id="UNT"),
        pytest.param(b"UNT+21+1", b"UNT+X+1", "UNT counts no number of segments", id="no number"),
        pytest.param(b"UNT+21+1", b"UNT+21+2", "references of UNH and UNT differ", id="reference"),
        pytest.param(b"UNZ+1+REF1", b"UNZ+2+REF1", "UNZ counts 2 messages", id="UNZ"),
        pytest.param(b"UNZ+1+REF1", b"UNZ+1+REF2", "references of UNB and UNZ differ", id="UNB"),
        pytest.param(b"UNZ+1+REF1'", b"", "UNZ is missing", id="no UNZ"),
        pytest.param(b"UNT+21+1'", b"", "UNT is missing", id="no UNT"),
        pytest.param(b"CHECK IN", b"Check in", "UNOA does not allow", id="characters"),
        pytest.param(b"++APIS'", b"++APIS++++1'", "marks the interchange as a test", id="test"),
        pytest.param(b"UNZ", b"LT'UNZ", "characters between its messages", id="stray letters"),
    ],
)
def test_a_wrong_count_or_reference_is_a_warning(old: bytes, new: bytes, warning: str) -> None:
    data = paxlst()
    assert envelope_warnings(message_in(data)) == ()
    assert old in data
    assert any(warning in one for one in envelope_warnings(message_in(data.replace(old, new))))


def test_a_program_that_holds_a_message_somewhere_is_none() -> None:
    assert beginning("x" * 5_000 + paxlst().decode()) is None


@pytest.mark.parametrize(
    ("bytes_", "text"),
    [
        pytest.param(b"UNB+UNOA:4+\xc3\x89", "\u00c9", id="UTF-8 whatever UNB says"),
        pytest.param(b"UNB+UNOC:4+\xc9", "\u00c9", id="Latin-1"),
        pytest.param(b"UNB+UNOE:4+\xb8", "\u0418", id="Cyrillic"),
        pytest.param(b"UNB+UNOA:4+O\x92BRIEN", "O\u2019BRIEN", id="an apostrophe of Windows"),
        pytest.param(b"UNB+UNOC:4+\x81\xc9", "\x81\u00c9", id="Latin-1 that Windows lacks"),
        pytest.param(b"UNB+UNOA:4+\xff\xfe", "\u00ff\u00fe", id="neither"),
        pytest.param(b"UNB+UNOL:4+\xa6", "\u0160", id="Latin-9"),
        pytest.param(b"UNB+UNOY:4+\xc3\x87\xff", "\u00c7\ufffd", id="UTF-8 but for a byte"),
        pytest.param(b"UNB+UNOC:4+\xc3\x87A\xc3", "\u00c7A\ufffd", id="UTF-8 cut in a letter"),
        pytest.param(
            b"UNB+UNOD:4+W\xd3\xacNIAK W\xd3\xacNIAK \xa3",
            "W\u00d3\u0179NIAK W\u00d3\u0179NIAK \u0141",
            id="Polish that looks like UTF-8",
        ),
    ],
)
def test_bytes_are_read_in_the_character_set_that_fits(bytes_: bytes, text: str) -> None:
    assert text_of(bytes_).endswith(text)


TURKISH = paxlst(("NAD+FL+++\u00c7EL\u0130K:G\u00d6K\u00c7E",))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TURKISH[:-20] + b"\xff" + TURKISH[-20:], id="a byte more"),
        pytest.param(TURKISH[: TURKISH.index(b"\x87E'")], id="cut inside a letter"),
    ],
)
def test_one_bad_byte_spoils_no_other_letter_and_is_told(data: bytes) -> None:
    message = message_in(data)
    assert any("names may lack letters" in one for one in envelope_warnings(message))
    (surname,) = [one.at(4) for one in message.segments if one.at(1) == "FL"]
    assert surname == "\u00c7EL\u0130K"


def test_letters_that_are_all_read_need_no_warning() -> None:
    assert not any("letters" in one for one in envelope_warnings(message_in(TURKISH)))


_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SEPARATORS = st.lists(st.sampled_from(_PUNCTUATION), min_size=4, max_size=4, unique=True).map(
    lambda four: Separators(*four)
)
_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).filter(
    lambda text: text == text.strip(BLANKS)
)
_ELEMENT = st.lists(_TEXT, min_size=1, max_size=4)
_BODY = st.lists(st.lists(_ELEMENT, max_size=5), max_size=8)


def _bare(elements: list[list[str]]) -> list[list[str]]:
    """Leave out what is empty at the end, as ISO 9735 does."""
    trimmed = [list(one) for one in elements]
    for one in trimmed:
        while len(one) > 1 and not one[-1]:
            one.pop()
    while trimmed and trimmed[-1] == [""]:
        trimmed.pop()
    return trimmed


@given(body=_BODY, separators=_SEPARATORS, line=st.sampled_from(["", "\n", "\r\n"]))
def test_what_is_written_in_any_separators_reads_back(
    body: list[list[list[str]]], separators: Separators, line: str
) -> None:
    said = [segment("FTX", *elements) for elements in body]
    back = segments(written(said, separators, line=line), separators).segments
    assert [_bare([list(one) for one in each.elements[1:]]) for each in back] == [
        _bare(elements) for elements in body
    ]


@given(separators=_SEPARATORS, width=st.integers(min_value=20, max_value=90))
def test_a_message_survives_any_separators_and_wraps(separators: Separators, width: int) -> None:
    text = paxlst(separators=separators).decode()
    wrapped = text[:9] + "\r\n".join(text[at : at + width] for at in range(9, len(text), width))
    assert said(message_in(wrapped.encode())) == PLAIN
