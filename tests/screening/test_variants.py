"""Forms of one given name, and surname endings."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.variants import as_russian, same_name, stem, variants

_WORDS = st.text(alphabet="ABDEIKLMNOSVYZ", max_size=12) | st.sampled_from(
    ["WILLIAM", "BILL", "YUSUF", "JOSEPH", "IVANOVICH", "ZADEH", "OGLU", "SASHA", "KOWALSKA"]
)


@pytest.mark.parametrize(
    "forms",
    [
        "WILLIAM BILL GUILLERMO", "ALEKSANDR SASHA ALEXANDER ISKANDAR", "MOHAMMED MEHMET MAMADOU",
        "YUSUF JOSEPH JOSE GIUSEPPE", "IBRAHIM ABRAHAM AVRAHAM", "MUSA MOSES MOSHE",
        "ISA JESUS ISSA", "YAHYA JOHN JUAN IVAN JOHANN GIOVANNI", "EKATERINA CATHERINE KATYA",
        "EVGENI EUGENE ZHENYA", "ROBERT BOB", "ELIZABETH BETTY", "SULEIMAN SOLOMON SHLOMO",
        "MARYAM MARIA MARY", "OMAR UMAR OUMAROU", "OTHMAN OSMAN USMAN", "LEE RI YI",
        "MIKHAIL MICHAEL MISHA", "ABIGAIL ABBY", "JAMAL GAMAL",
        "HASSAN XASAN", "ABDULLAHI CABDULLAHI", "OTHMAN CUSMAN", "GENNADY HENADZ", "IGOR IHAR",
        "JESUS CHUY", "GUADALUPE LUPE", "IGNACIO NACHO", "GUILLERMO MEMO", "JAVIER XAVIER",
        "JIMENEZ GIMENEZ XIMENEZ", "STANISLAV STAS", "VYACHESLAV SLAVA", "GEORGIOS GIORGOS YORGOS",
        "PANAGIOTIS PANOS", "YOSEF YOSSI", "CHAIM HAIM", "HAKOB HAGOP JACOB", "SARGIS SARKIS",
        "GYULA JULIUS", "BABATUNDE TUNDE", "BANERJEE BANDYOPADHYAY", "DIATTA JATTA",
        "JO CHO", "GANG KANG", "BYONG PYONG", "DONG TONG",
    ],
)  # fmt: skip
def test_forms_of_one_name_are_the_same(forms: str) -> None:
    for one, other in combinations(forms.split(), 2):
        assert same_name(one, other)


@pytest.mark.parametrize(
    "pair",
    [
        "MOHAMED AHMED", "HASAN HUSSEIN", "IVAN IVANOV", "MARIA MARIO", "SALEH SALAH",
        "BILL BOB", "FERNANDEZ HERNANDEZ", "XQZ XQY", "DAVID DANIEL", "PAUL PETER", "ALI ELI",
        "ALBERTO ROBERTO", "JAMAL KAMEL", "GIANNI GHANI", "GIANNI KANNI", "DAN TAN",
        "KIM PIM", "GAMAL KAMAL",
    ],
)  # fmt: skip
def test_different_names_are_not_the_same(pair: str) -> None:
    one, other = pair.split()
    assert not same_name(one, other)


def test_a_spelling_that_is_not_listed_is_known_by_its_sound() -> None:
    assert same_name("KHADEEDJAH", "HATICE")
    assert same_name("DMITREE", "DIMITRIOS")
    assert variants("XQZKWV") == frozenset()


@pytest.mark.parametrize(
    "words",
    [
        "IVANOV IVANOVA IVANOVICH IVANOVNA IVANOFF", "KOWALSKI KOWALSKA KOWALSKY",
        "VASILIEV VASILYEV VASILEVA VASILYEVA", "TOLSTOY TOLSTAYA", "NIKITIN NIKITINA",
        "PETROVICH PETROVITCH PETROWITSCH PETROVNA", "SERGEEVICH SERGEEWITSCH SERGEEWNA",
        "MAYAKOVSKY MAYAKOVSKAYA MAYAKOVSKII", "HEYDAR HEYDAROGLU", "AHMAD AHMADZADEH AHMADPOUR",
        "PETROSYAN PETROSIAN", "GELASHVILI GELACHVILI", "LAWROWICZ LAWROVICH",
        "PAPADOPOULOS PAPADOPOULOU", "NIKOLAIDIS NIKOLAIDOU", "KARIMOV KARIMOVA",
    ],
)  # fmt: skip
def test_endings_of_surnames_fold(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "word", ["IVAN", "EVA", "NINA", "SMITH", "ZADEH", "OGLU", "YAN", "VUKOV", "PETROSIAN", ""]
)
def test_what_has_no_ending_stays(word: str) -> None:
    assert stem(word) == word


@given(_WORDS, _WORDS)
def test_being_the_same_name_goes_both_ways(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)
    assert same_name(one, one)


@given(_WORDS, st.sampled_from(["OVA", "SKAYA", "IY"]), st.sampled_from(["OGLU", "PUR", ""]))
def test_folding_twice_equals_folding_once(word: str, ending: str, other: str) -> None:
    folded = stem(word + ending + other)
    assert stem(folded) == folded


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    assert isinstance(stem(text), str)
    assert isinstance(variants(text), frozenset)


@pytest.mark.parametrize(
    ("belarusian", "russian"),
    [
        ("HALAVANAU", "HALAVANOV"), ("KAVALIOU", "KAVALEV"), ("KAZLOUSKI", "KAZLOVSKI"),
        ("HRYHORYAVICH", "HRYHORYEVICH"), ("IVANOV", "IVANOV"), ("MAU", "MAU"),
    ],
)  # fmt: skip
def test_belarusian_endings_are_known(belarusian: str, russian: str) -> None:
    assert as_russian(belarusian) == russian
