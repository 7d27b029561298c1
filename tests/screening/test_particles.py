"""Which words of a name name somebody, and what airlines glue to given names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.glued import without_glued_particle, without_glued_title
from screening.particles import names_alone, naming

_WORDS = st.sampled_from(
    "AL BIN MR DR LE NA FNU XXX NO NAME UNKNOWN ABD ABU ALLAH ALI WANG ELDIN NOUR BOU ING".split()  # noqa: SIM905
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param("MAULAVI ABDUL KABIR", "ABDULKABIR", id="mullah's title"),
        pytest.param("MOHAMMAD ESA AKHUND", "MOHAMMAD ESA", id="a cleric's, behind the name"),
        pytest.param("QARI FNU MNU KHAMIS", "KHAMIS", id="no first and no middle name"),
        pytest.param("GUL AGHA", "GUL AGHA", id="a title that is half of a name stays"),
        pytest.param("GUL AGHA SHERZAI", "GUL SHERZAI", id="where more is left it goes"),
        pytest.param("HOTTAK SAHIB KHAN", "HOTTAK KHAN", id="a word of respect"),
        pytest.param("MAALIM SALMAN", "MAALIM SALMAN", id="a teacher, or a family"),
        pytest.param("SAYF ALLAH OMAR", "SAYFULLAH OMAR", id="of God in any spelling"),
        pytest.param("GEN COL DR ENG ALI HASAN", "ALI HASAN", id="ranks"),
        pytest.param("EL HADJ OULD MOHAMED", "MOHAMED", id="West Africa"),
        pytest.param("ILHAM HEYDAR OGLU ALIYEV", "ILHAM HEYDAR ALIYEV", id="Azeri patronymic"),
        pytest.param("MARIA DE LOS SANTOS", "MARIA SANTOS", id="Spanish"),
        pytest.param("OTTO VON DER ZUM FELD", "OTTO FELD", id="German"),
        pytest.param("NMN SUHARTO", "SUHARTO", id="no middle name"),
        pytest.param("NO NAME SUHARTO", "SUHARTO", id="said in two words"),
        pytest.param("FIRST NAME UNKNOWN SUHARTO", "SUHARTO", id="said in three words"),
        pytest.param("LI NA", "LI NA", id="a name that looks like not applicable"),
        pytest.param("NA JOHN SMITH", "JOHN SMITH", id="not applicable"),
        pytest.param("XXX NONAME", "", id="nobody"),
        pytest.param("ABD ALLAH ALI", "ABDULLAH ALI", id="one name written apart"),
        pytest.param("YAHYA AL HAJJ", "YAHYA HAJJ", id="a title behind an article is a family"),
        pytest.param("HAJJ YAHYA", "YAHYA", id="without one it is a title"),
        pytest.param("KADER ES SAYED", "KADER SAYED", id="before a sun letter"),
        pytest.param("HAYAT ULLAH KHAN", "HAYATULLAH KHAN", id="of God, written apart"),
        pytest.param("SALAH AL DIN OMAR", "SALAHUDDIN OMAR", id="of the faith, in three words"),
        pytest.param("NASIR UDDIN", "NASIRUDDIN", id="of the faith, in two words"),
        pytest.param("ABD AL KARIM ALI", "ABDULKARIM ALI", id="servant of, in three words"),
        pytest.param("ABDUR RAHMAN", "ABDULRAHMAN", id="servant of, before a sun letter"),
        pytest.param("ABU BAKR AL MASRI", "ABUBAKR MASRI", id="father of"),
        pytest.param("ABU ALI", "ALI", id="father of, before a vowel"),
        pytest.param("ABOU ABDALLAH", "ABDALLAH", id="father of a servant of God"),
        pytest.param("ABDUL HAJI OMAR", "OMAR", id="servant of no name"),
        pytest.param("AL RAHMAN OMAR ABD", "ABDULRAHMAN OMAR", id="the family name comes first"),
        pytest.param("ALI ABU", "ALI", id="father of, behind a vowel"),
        pytest.param("AL ABD", "AL ABD", id="particles alone"),
        pytest.param("DIN MOHAMMAD", "MOHAMMAD", id="an ending that ends nothing"),
        pytest.param("VAN DIJK", "VAN DIJK", id="either stays beside one name"),
        pytest.param("SHEIKH", "SHEIKH", id="a title is all there is"),
        pytest.param("AHMED NOUR ELDIN", "AHMED NOURUDDIN", id="of the faith, as in Egypt"),
        pytest.param("SALAH ELDEEN OMAR", "SALAHUDDIN OMAR", id="of the faith, in English"),
        pytest.param("HADZIC ELDIN", "HADZIC ELDIN", id="a Bosnian's given name"),
        pytest.param("BOU SALEH ALI", "ABUSALEH ALI", id="father of, as in the Maghreb"),
        pytest.param("BOU MENG", "BOU MENG", id="a Khmer family"),
        pytest.param("ANNA SMITH NEE JONES", "ANNA SMITH JONES", id="born as"),
        pytest.param("NEE SOON", "NEE SOON", id="a family that looks like born as"),
        pytest.param("ING NOVAK JAN", "NOVAK JAN", id="an engineer"),
        pytest.param("TSAI ING WEN", "TSAI ING WEN", id="syllables"),
        pytest.param("U THEIN SEIN", "THEIN SEIN", id="Burmese sir"),
        pytest.param("WIN U SOE", "WIN SOE", id="wherever it stands"),
        pytest.param("DAW KHIN KHIN AYE", "KHIN AYE", id="madam"),
        pytest.param("KO AUNG MYINT", "AUNG MYINT", id="brother, in front of two names"),
        pytest.param("MIN KO NAING", "MIN KO NAING", id="behind one it is a name"),
        pytest.param("KO KO AUNG", "KO AUNG", id="or where it stands twice"),
        pytest.param("MA YING JEOU", "MA YING JEOU", id="a Chinese surname"),
        pytest.param("MA THANDAR", "MA THANDAR", id="all but one name"),
        pytest.param("U NU", "U NU", id="beside no word that is surely Burmese"),
        pytest.param("VICE SENIOR GENERAL SOE WIN", "SOE WIN", id="a rank in three words"),
        pytest.param("TAN SRI AHMAD ABDULLAH", "AHMAD ABDULLAH", id="Malay"),
        pytest.param("TAN SRI WAHYUNI", "TAN SRI WAHYUNI", id="a family, and a Javanese name"),
        pytest.param("HIS EXCELLENCY JOHN LIND", "JOHN LIND", id="an ambassador"),
        pytest.param("MARIE DUPONT EPOUSE LIND", "MARIE DUPONT LIND", id="wife of"),
        pytest.param("NTAGANDA NOT APPLICABLE", "NTAGANDA", id="not applicable, in two words"),
        pytest.param("NTAGANDA GIVEN NAME", "NTAGANDA", id="the name of the field"),
        pytest.param("NTAGANDA NO GIVEN NAMES", "NTAGANDA", id="said in three words of several"),
    ],
)
def test_words_that_name_nobody_are_left_out(said: str, expected: str) -> None:
    assert " ".join(naming(tuple(said.split()))) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("RAMESHMR", "RAMESH"), ("JOHNMR", "JOHN"), ("MARYMRS", "MARY"), ("ALIMR", "ALI"),
        ("PETERMSTR", "PETER"), ("ANNAMISS", "ANNA"), ("ANNAMS", "ANNA"), ("JOHNDR", "JOHN"),
        ("JOHNDRMR", "JOHN"), ("MARIACHD", "MARIA"), ("OMARINF", "OMAR"), ("KAKOLEMR", "KAKOLE"),
        ("FNUMR", "FNU"), ("XXXMR", "XXX"),
        ("ELMR", "ELMR"), ("OMR", "OMR"), ("AMR", "AMR"), ("MR", "MR"), ("ALEKSANDR", "ALEKSANDR"),
        ("ALEXANDR", "ALEXANDR"), ("WILLIAMS", "WILLIAMS"), ("ABRAHAMS", "ABRAHAMS"),
        ("ADAMS", "ADAMS"), ("BADR", "BADR"), ("KHADR", "KHADR"), ("HAIDR", "HAIDR"),
        ("ELSADR", "ELSADR"), ("", ""),
    ],
)  # fmt: skip
def test_glued_titles_come_off_where_a_name_is_left(word: str, expected: str) -> None:
    assert without_glued_title(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("BINLADEN", "LADEN"), ("IBNSAUD", "SAUD"), ("BENALI", "ALI"), ("BENSALAH", "SALAH"),
        ("ABUOMAR", "OMAR"), ("VANDENBERG", "BERG"), ("VANDERMERWE", "MERWE"), ("VANDIJK", "DIJK"),
        ("VONDERLEYEN", "LEYEN"), ("DELACRUZ", "CRUZ"), ("DELOSSANTOS", "SANTOS"),
        ("DOSSANTOS", "SANTOS"), ("MACDONALD", "DONALD"), ("FITZGERALD", "GERALD"),
        ("BINGHAM", "BINGHAM"), ("BENJAMIN", "BENJAMIN"), ("BENEDICT", "BENEDICT"),
        ("BENNETT", "BENNETT"), ("VANESSA", "VANESSA"), ("DELANEY", "DELANEY"),
        ("MACHADO", "MACHADO"), ("ABUSALEH", "ABUSALEH"), ("BEN", "BEN"), ("", ""),
    ],
)  # fmt: skip
def test_a_glued_particle_comes_off_where_a_name_is_behind(word: str, expected: str) -> None:
    assert without_glued_particle(word) == expected


@pytest.mark.parametrize(
    ("surname", "given_names", "names"),
    [
        ("SHAIKH", "IMRAN", {"SHAIKH"}), ("BEGUM", "NASIMA", {"BEGUM"}), ("WANG", "DE", {"DE"}),
        ("TAN", "ENG", {"ENG"}),
        ("LE", "MINH TUAN", {"LE"}), ("DAS", "RAJESH", {"DAS"}), ("AN", "CHANGHO", {"AN"}),
        ("VAN GOGH", "VINCENT", set()), ("SMITH", "LE", set()),
        ("AL SHAIKH", "IMRAN", set()), ("HASSAN", "SHEIKH", set()), ("SMITH", "MR", set()),
        ("DE LA CRUZ", "JUAN", set()), ("", "", set()),
    ],
)  # fmt: skip
def test_a_title_or_particle_that_is_all_of_a_surname_is_a_name(
    surname: str, given_names: str, names: set[str]
) -> None:
    assert names_alone(tuple(surname.split()), tuple(given_names.split())) == names


@given(st.lists(_WORDS).map(tuple))
def test_reading_twice_equals_reading_once(words: tuple[str, ...]) -> None:
    once = naming(words)
    assert naming(once) == once
    assert len(set(once)) == len(once)


@given(st.text(alphabet="JOHNMRSDTICF", max_size=12))
def test_taking_titles_off_leaves_a_name(word: str) -> None:
    bare = without_glued_title(word)
    assert word.startswith(bare)
    assert bare == word or len(bare) >= 3
