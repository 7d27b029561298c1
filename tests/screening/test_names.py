"""Any text becomes comparable words; spellings of one name meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.letters import MAX_WORD, words
from screening.names import MAX_TOKENS, prepare_name, prepare_sent_name
from screening.rarity import rarity
from screening.sounds import skeleton


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Sabawi AL-TIKRITI", ("SABAWI", "AL", "TIKRITI"), id="hyphen parts words"),
        pytest.param("SMITH, John", ("SMITH", "JOHN"), id="comma form"),
        pytest.param("O\N{RIGHT SINGLE QUOTATION MARK}Neil", ("ONEIL",), id="apostrophe joins"),
        pytest.param("Ægir Łukasz Müller", ("AEGIR", "LUKASZ", "MULLER"), id="Latin letters"),
        pytest.param("Горбачёв", ("GORBACHEV",), id="Cyrillic"),
        pytest.param("习近平", ("XI", "JINPING"), id="Han: family name first"),
        pytest.param("김정은", ("KIM", "JEONGEUN"), id="Hangul: family name first"),
        pytest.param("حسن", ("HASSAN",), id="Arabic as people spell it"),
        pytest.param("عبدالله", ("ABDULLAH",), id="Arabic Allah"),
        pytest.param("\N{FULLWIDTH LATIN CAPITAL LETTER A}li", ("ALI",), id="full width"),
        pytest.param("A\N{RIGHT-TO-LEFT MARK}L\N{ZERO WIDTH JOINER}I", ("ALI",), id="marks"),
        pytest.param("ALI\0HASAN", ("ALI", "HASAN"), id="NUL parts"),
        pytest.param("😀", (), id="emoji is no name"),
        pytest.param("  ", (), id="blank"),
    ],
)
def test_text_becomes_latin_words(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        pytest.param("Sabawi AL-TIKRITI", "SABAWI TIKRITI", id="article"),
        pytest.param("Abu Salman bin Khalid", "ABUSALMAN KHALID", id="kunya and patronymic"),
        pytest.param("Ludwig van der Berg", "LUDWIG BERG", id="Dutch"),
        pytest.param("Dr. Ali HASAN Jr.", "ALI HASAN", id="titles"),
        pytest.param("FNU SUHARTO", "SUHARTO", id="first name unknown"),
        pytest.param("SUHARTO SUHARTO", "SUHARTO", id="single name sent twice"),
        pytest.param("Abd Allah HASAN", "ABDULLAH HASAN", id="one name written apart"),
        pytest.param("LE Van Hung", "LE VAN HUNG", id="what may be a particle stays if needed"),
        pytest.param("AL BIN", "AL BIN", id="nothing but particles stays"),
        pytest.param("DR LE", "LE", id="title beside a particle"),
        pytest.param("FNU LNU", "", id="fillers name nobody"),
    ],
)
def test_particles_titles_and_fillers_name_nobody(full: str, expected: str) -> None:
    assert " ".join(one.text for one in prepare_name(full).tokens) == expected


@pytest.mark.parametrize(
    ("given_names", "expected"),
    [
        pytest.param("JOHNMR", "SMITH JOHN", id="glued title"),
        pytest.param("MARYMRS", "SMITH MARY", id="the longest title first"),
        pytest.param("OMR", "SMITH OMR", id="too little would be left"),
        pytest.param("JOHNMR.", "SMITH JOHN", id="a sign behind the title"),
        pytest.param("FNUMR", "SMITH", id="no first name, and a title"),
        pytest.param("JOHN MR", "SMITH JOHN", id="title apart"),
        pytest.param(None, "SMITH", id="single name"),
        pytest.param("😀", "SMITH", id="unreadable given name"),
    ],
)
def test_airline_titles_are_taken_off_given_names(given_names: str | None, expected: str) -> None:
    name = prepare_sent_name("SMITH", given_names)
    assert " ".join(one.text for one in name.tokens) == expected


def test_two_letters_with_a_title_glued_to_them_are_read_both_ways() -> None:
    name = prepare_sent_name("LI", "NAMS")
    read = [" ".join(one.text for one in reading) for reading in name.readings]
    assert read == ["LI NA", "LI NAMS"]
    assert name.own_word(name.tokens).text == "NA"


def test_a_title_is_taken_off_a_surname_that_is_sent_alone() -> None:
    alone, beside = prepare_sent_name("NTAGANDAMR", None), prepare_sent_name("NTAGANDAMR", "ANNA")
    assert [one.text for one in alone.tokens] == ["NTAGANDA"]
    assert [one.text for one in beside.tokens] == ["NTAGANDAMR", "ANNA"]


@pytest.mark.parametrize("word", ["MARTINE2", "MAR7INEZ", "MART1NEZ"])
def test_digits_are_read_as_the_letters_that_a_scanner_took_them_for(word: str) -> None:
    assert prepare_name(word).tokens[0].text == "MARTINEZ"


@pytest.mark.parametrize(
    ("full", "surname", "expected"),
    [
        pytest.param("Imran SYED", None, "IMRAN SYED", id="last"),
        pytest.param("SYED, Imran", None, "SYED IMRAN", id="before the comma"),
        pytest.param("Syed Imran", None, "IMRAN", id="in front it is a title"),
        pytest.param("Syed Imran", "Syed", "SYED IMRAN", id="where the list calls it a surname"),
        pytest.param("HASSAN, Sheikh", None, "HASSAN", id="behind the comma it is a title"),
        pytest.param("John MAJOR", None, "JOHN MAJOR", id="a rank"),
        pytest.param("LE, Minh Tuan", None, "LE MINH TUAN", id="a surname that may be a particle"),
        pytest.param("MAUNG, Mahn Nyein", None, "MAUNG MAHN NYEIN", id="or a Burmese title"),
        pytest.param("Maung Mahn Nyein", None, "MAHN NYEIN", id="which it is in front"),
        pytest.param("Rajesh Kumar Das", None, "RAJESH KUMAR DAS", id="last, where it is one"),
        pytest.param("Wang De", None, "WANG DE", id="a particle beside one name"),
        pytest.param("BERG Jan van der", None, "BERG JAN", id="a particle behind two is none"),
    ],
)
def test_a_title_where_a_surname_stands_is_one(
    full: str, surname: str | None, expected: str
) -> None:
    name = prepare_name(full, surname=surname)
    assert " ".join(one.text for one in name.tokens) == expected


@pytest.mark.parametrize(
    ("full", "read"),
    [
        ("Le Minh Tuan", ["MINH TUAN", "LEMINH TUAN", "LE MINH TUAN"]),
        ("LE, Minh Tuan", ["LE MINH TUAN"]),
        ("DU PONT, Jean", ["PONT JEAN", "DUPONT JEAN"]),
        ("Jean du Pont", ["JEAN PONT", "JEAN DUPONT"]),
    ],
)
def test_a_particle_is_read_with_the_name_behind_too_and_one_that_comes_first_as_a_surname(
    full: str, read: list[str]
) -> None:
    name = prepare_name(full)
    assert [" ".join(one.text for one in reading) for reading in name.readings] == read


@pytest.mark.parametrize(
    "spellings",
    [
        pytest.param(("QADHAFI", "GADDAFI", "KADAFI", "GHADHAFI", "AL-QADHAFI"), id="Qadhafi"),
        pytest.param(("MOHAMED", "MUHAMMAD", "MOHAMMED", "MHMD"), id="Mohamed"),
        pytest.param(("ABDULRAHMAN", "ABDELRAHMAN", "RAHMAN"), id="Abd al-Rahman"),
        pytest.param(("SAIFUDDIN", "SAYFEDDINE", "SAIF"), id="-uddin"),
        pytest.param(("HAMADOU", "AMADOU"), id="silent H"),
        pytest.param(("YUSUF", "YOUSSEF", "YWSF"), id="Yusuf"),
    ],
)
def test_spellings_of_a_name_share_a_skeleton(spellings: tuple[str, ...]) -> None:
    assert len({prepare_name(one).tokens[0].skeleton for one in spellings}) == 1


def test_common_names_tell_less_than_rare_ones() -> None:
    assert rarity("MOHAMED") == rarity("MUHAMMAD") < rarity("BILAL") < rarity("NTAGANDA")


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    name = prepare_name(text)
    assert name.shown == text
    assert len(name.tokens) <= MAX_TOKENS
    for one in name.tokens:
        assert one.text.isascii()
        assert 0 < len(one.text) <= MAX_WORD
        assert one.sound
        assert one.skeleton
        assert 0 < one.rarity < 10


@given(st.text(max_size=60))
def test_reading_twice_equals_reading_once(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=40))
def test_every_word_has_a_skeleton(word: str) -> None:
    assert skeleton(word)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A" * 10_000, id="one letter"),
        pytest.param("ALI " * 2_500, id="one word"),
        pytest.param(" ".join(f"N{i}" for i in range(2_000)), id="many words"),
        pytest.param("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 10_000, id="growing"),
        pytest.param("中" * 10_000, id="Han"),
    ],
)
def test_ten_thousand_characters_are_bounded(text: str) -> None:
    name = prepare_name(text)
    assert 0 < len(name.tokens) <= MAX_TOKENS
    assert all(len(one.text) <= MAX_WORD for one in name.tokens)


@pytest.mark.parametrize(
    ("full", "own"),
    [
        ("O'BRIEN, Conan", "CONAN"),
        ("KIM, Ch'o'l", "CHOL"), ("AL-JABURI, Mish'an Rakin", "MISHAN"),
        ("Mish'an AL-JABURI", "MISHAN"),
    ],
)  # fmt: skip
def test_an_apostrophe_parts_no_name(full: str, own: str) -> None:
    name = prepare_name(full)
    assert name.own_word(name.tokens).text == own


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        pytest.param("Said Wali, born in Kandahar on 01 Jan.1967", "SAID WALI", id="born"),
        pytest.param("Said Wali (passport no. 123456)", "SAID WALI", id="in brackets"),
        pytest.param("Said WALI DOB 1963", "SAID WALI", id="short"),
        pytest.param("Max Born", "MAX BORN", id="a name"),
        pytest.param("BORN, Max", "BORN MAX", id="a surname"),
        pytest.param("born 1963", "BORN 1963", id="no name at all"),
    ],
)
def test_a_remark_behind_a_name_is_left_out(full: str, expected: str) -> None:
    assert " ".join(token.text for token in prepare_name(full).tokens) == expected
