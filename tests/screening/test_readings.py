"""Every script has readings: the likeliest spelling first, the others beside it."""

# ruff: noqa: RUF001 - names in their own letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.letters import words
from screening.readings import MAX_READINGS, readings
from screening.scripts.word import MAX_OTHERS, MAX_WORD, Word

LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def spelt(text: str) -> list[str]:
    """Return each reading as its likeliest spellings."""
    return [" ".join(word.text for word in reading) for reading in readings(text)]


def can_be(text: str) -> set[str]:
    """Return every spelling of every word of *text*."""
    return {one for way in readings(text) for word in way for one in (word.text, *word.others)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("SMITH, John", ["SMITH JOHN"], id="comma form"),
        pytest.param("o'neil", ["ONEIL"], id="apostrophe joins"),
        pytest.param("Nguyễn Văn Đức", ["NGUYEN VAN DUC"], id="Vietnamese"),
        pytest.param("Владимир Путин", ["VLADIMIR PUTIN"], id="Russian"),
        pytest.param("Юлія Тимошенко", ["IULIIA TYMOSHENKO"], id="one letter tells Ukrainian"),
        pytest.param("Но\u0301виков", ["NOVIKOV"], id="stress mark"),
        pytest.param("Зоран Ђинђић", ["ZORAN DJINDJIC"], id="Serbian"),
        pytest.param("Μητσοτάκης", ["MITSOTAKIS"], id="Greek"),
        pytest.param("محمد علي", ["MOHAMED ALI"], id="Arabic"),
        pytest.param("صدام حسين التكريتي", ["SADDAM HUSSEIN AL TIKRITI"], id="article apart"),
        pytest.param("م. علي", ["M ALI"], id="Arabic initial"),
        pytest.param("عبدالله", ["ABDULLAH"], id="Arabic glued"),
        pytest.param("\ufebb\ufe8e\ufedf\ufea2", ["SALEH"], id="Arabic presentation forms"),
        pytest.param("מֹשֶׁה כהן", ["MOSHE COHEN"], id="Hebrew with points"),
        pytest.param("नरेन्द्र मोदी", ["NARENDRA MODI"], id="Devanagari, schwa dropped"),
        pytest.param("शर्मा", ["SHARMA"], id="Devanagari cluster"),
        pytest.param("ਮਨਮੋਹਨ ਸਿੰਘ", ["MANMOHAN SINGH"], id="Gurmukhi"),
        pytest.param("சுப்பிரமணியம்", ["SUPPIRAMANIYAM"], id="Tamil keeps its vowels"),
        pytest.param("მაისურაძე", ["MAISURADZE"], id="Georgian"),
        pytest.param("Պետրոսյան", ["PETROSYAN"], id="Armenian"),
        pytest.param("ኃይለ", ["HAYLE"], id="Ethiopic"),
        pytest.param("ทักษิณ จันทร์", ["THAKSIN CHAN"], id="Thai, a killed letter"),
        pytest.param("สมชาย ศรี", ["SOMCHAI SI"], id="Thai, vowels guessed"),
        pytest.param("ហ៊ុន សែន", ["HUN SEN"], id="Khmer, a changed series"),
        pytest.param("មាន", ["MEAN"], id="Khmer, second series"),
        pytest.param("さくら", ["SAKURA"], id="Hiragana"),
        pytest.param("シャーロット", ["SHAROTTO"], id="Katakana by sound"),
        pytest.param("佐々木 健", ["SASAKI TAKASHI"], id="a repeated kanji"),
    ],
)
def test_one_script_has_one_reading(text: str, expected: list[str]) -> None:
    assert spelt(text)[:1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("习近平", ["XI JINPING"], id="Mandarin only"),
        pytest.param("金正恩", ["JIN ZHENGEN", "KIM JEONGEUN"], id="Mandarin or Korean"),
        pytest.param("山田太郎", ["YAMADA TARO", "SHANTIANTAILANG"], id="Japanese, cut in two"),
        pytest.param("林", ["LIN", "HAYASHI", "LIM", "LAM"], id="one surname, four countries"),
        pytest.param("司马光", ["SIMA GUANG"], id="surname of two"),
        pytest.param("迪力木拉提", ["DILIMULATI"], id="a foreign name by sound"),
        pytest.param("김정은", ["KIM JEONGEUN"], id="Hangul"),
        pytest.param("남궁민", ["NAMGUNG MIN"], id="Korean surname of two"),
        pytest.param("하은", ["HA EUN", "HAEUN"], id="two syllables, whole or given name"),
        pytest.param("林Smith", ["LIN SMITH", "HAYASHI SMITH", "LIM SMITH", "LAM SMITH"], id="two"),
    ],
)
def test_han_and_hangul_names_are_read_in_each_language(text: str, expected: list[str]) -> None:
    assert spelt(text)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "others"),
    [
        pytest.param("Müller", {"MUELLER"}, id="ICAO umlaut"),
        pytest.param("Jørgen Åse Weiß", {"JOERGEN", "AASE", "WEISS"}, id="ICAO Nordic and sz"),
        pytest.param("Əliyev", {"ELIYEV", "ALIYEV"}, id="Azeri"),
        pytest.param("Cəfərov", {"CEFEROV", "JAFAROV"}, id="Azeri by sound"),
        pytest.param("كاظم", {"KAZEM", "KADHIM"}, id="zah is Z or DH"),
        pytest.param("建宏", {"JIANHONG", "CHIENHUNG"}, id="Wade-Giles finals"),
        pytest.param("Дмитрий", {"DMITRY", "DMITRIY", "DMITRII"}, id="Russian ending"),
        pytest.param("Александр", {"ALEKSANDR", "ALEXANDER"}, id="Russian X"),
        pytest.param("Юлія", {"IULIIA", "YULIYA"}, id="Ukrainian passport and press"),
        pytest.param("Щербаков", {"SHCHERBAKOV", "SHTERBAKOV"}, id="Bulgarian sht"),
        pytest.param("Χρήστος", {"CHRISTOS", "HRISTOS"}, id="Greek chi"),
        pytest.param("عبد الرحمن", {"ABDULRAHMAN", "ABDERRAHMANE"}, id="two Arabic words"),
        pytest.param("جمال", {"JAMAL", "GAMAL", "DJAMEL"}, id="jim"),
        pytest.param("فضل", {"FADEL", "FAZAL"}, id="dad is Z in Persian"),
        pytest.param("蔡", {"CAI", "TSAI", "CHUA", "CHOI"}, id="surname abroad"),
        pytest.param("陈志豪", {"CHAN", "TAN", "CHIHHAO", "CHIHO"}, id="Wade-Giles, Cantonese"),
        pytest.param("박지성", {"PARK", "PAK", "JISEONG", "JISUNG"}, id="Korean systems"),
        pytest.param("金正恩", {"KIM", "JONGUN"}, id="northern spelling of hanja"),
        pytest.param("斎藤", {"SAITO", "SAITOU", "SAITOH"}, id="long vowel"),
        pytest.param("中島", {"NAKAJIMA", "NAKASHIMA"}, id="seam of a Japanese surname"),
        pytest.param("吕", {"LU", "LYU"}, id="Ü of pinyin"),
        pytest.param("לוין", {"LOIN", "LAVIN"}, id="a Hebrew vav that is a V"),
        pytest.param("פרידמן", {"PARIDMAN", "FARIDMAN"}, id="a Hebrew pe that is an F"),
        pytest.param("אוחיון", {"OHION", "OCHION"}, id="a Hebrew alef that carries a vowel"),
        pytest.param("გაბრიელი", {"GABRIELI", "GABRIEL"}, id="Georgian nominative"),
    ],
)
def test_other_spellings_are_known(text: str, others: set[str]) -> None:
    assert others <= can_be(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ѕаddаm Нussеin", "SADDAM HUSSEIN", id="Cyrillic in Latin"),
        pytest.param("Ивaнoв", "IVANOV", id="Latin in Cyrillic"),
        pytest.param("ΡΕΤΕR", "PETER", id="Greek in Latin"),
        pytest.param("ＡＬＩ", "ALI", id="full width"),
        pytest.param("A\u200fL\u200bI\u202e", "ALI", id="invisible marks"),
        pytest.param("Jose\u0301", "JOSE", id="combining accent"),
        pytest.param("М\u0661\u0662\u0663", "M123", id="Cyrillic letter, Arabic digits"),
        pytest.param("नेपाल २०७७", "NEPAL 2077", id="Devanagari digits"),
        pytest.param("ALI\0HASAN", "ALI HASAN", id="NUL parts"),
    ],
)
def test_disguises_are_seen_through(text: str, expected: str) -> None:
    assert spelt(text)[0] == expected


def test_the_half_space_of_persian_parts_words() -> None:
    assert readings("محمد\u200cجواد") == readings("محمد جواد")


def test_a_word_all_of_lookalikes_beside_latin_may_be_latin() -> None:
    assert spelt("JOHN РОРЕ") == ["JOHN RORE", "JOHN POPE"]
    assert spelt("ИВАН РОРЕ") == ["IVAN RORE"]


@pytest.mark.parametrize(
    ("text", "vowelless"),
    [
        pytest.param("شهبندر", True, id="unknown Arabic"),
        pytest.param("محمد", False, id="known Arabic"),
        pytest.param("זלזנה", True, id="unknown Hebrew"),
        pytest.param("משה", False, id="known Hebrew"),
        pytest.param("Ivan", False, id="Latin"),
    ],
)
def test_guessed_vowels_are_marked(text: str, vowelless: bool) -> None:
    assert readings(text)[0][0].vowelless is vowelless


@pytest.mark.parametrize("text", ["", "  ", "😀", "\0", "\u200f", "-,'.", "\u0301"])
def test_nothing_to_read_has_no_reading(text: str) -> None:
    assert readings(text) == ()


def test_plain_latin_has_no_other_spellings() -> None:
    assert readings("MUELLER Hans 3") == ((Word("MUELLER"), Word("HANS"), Word("3")),)


def test_however_many_ways_there_are_few_are_kept() -> None:
    assert len(readings("林 РОРЕ JOHN")) == MAX_READINGS
    assert len(readings("ÄŌÜŌÄŌ")[0][0].others) == MAX_OTHERS


_NAME_SCRIPTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "".join(
                map(chr, [*range(0x0370, 0x0700), *range(0x0900, 0x1100), *range(0x1780, 0x17D4)])
            )
        ),
        st.sampled_from("王李張司马山田太郎佐藤々ケ金正恩김이정은さくらーッシャ عبدالرحمن ابو ال"),
    ),
    max_size=60,
)


@given(_NAME_SCRIPTS)
def test_any_text_is_read_within_bounds(text: str) -> None:
    ways = readings(text)
    assert len(ways) <= MAX_READINGS
    for word in (word for way in ways for word in way):
        assert len(word.others) <= MAX_OTHERS
        for spelling in (word.text, *word.others):
            assert 0 < len(spelling) <= MAX_WORD
            assert set(spelling) <= LETTERS
        assert word.text not in word.others


@given(_NAME_SCRIPTS)
def test_reading_again_changes_nothing(text: str) -> None:
    assert readings(text) == readings(text)
    for way in readings(text):
        said = tuple(word.text for word in way)
        assert words(" ".join(said)) == said


@given(_NAME_SCRIPTS)
def test_words_are_the_first_reading(text: str) -> None:
    first = readings(text)[0] if readings(text) else ()
    assert words(text) == tuple(word.text for word in first)


@pytest.mark.parametrize("letter", "A1éЖΩعאक林김あกაԱ\0😀\u0301")
def test_ten_thousand_letters_are_bounded(letter: str) -> None:
    for text in (letter * 10_000, f"{letter} " * 5_000):
        for way in readings(text):
            assert all(len(word.text) <= MAX_WORD for word in way)
