"""How two names are read beside each other, each in the ways it may be read."""

import pytest

from screening.name_evidence import best_alignment
from screening.names import prepare_name, prepare_sent_name


def _parts(sent: str, listed: str) -> set[str]:
    """Return the words of the one that agree with the other, as the two are best read."""
    best = best_alignment(prepare_name(sent), [prepare_name(listed)])
    assert best is not None
    return {word.text for pair in best.alignment.pairs for word in pair.sent}


@pytest.mark.parametrize(
    ("sent", "listed", "agree"),
    [
        pytest.param("Pedro de la Fuente", "Pedro de la Vega", {"PEDRO"}, id="Spanish"),
        pytest.param("Jan van der Berg", "Jan van der Meer", {"JAN"}, id="Dutch"),
        pytest.param("James Mac Donald", "James Mac Gregor", {"JAMES"}, id="Scottish"),
        pytest.param("Le Minh Tuan", "Le Duc Hung", set(), id="what may be a surname"),
    ],
)
def test_two_names_do_not_agree_on_a_particle_that_only_may_be_a_name(
    sent: str, listed: str, agree: set[str]
) -> None:
    assert _parts(sent, listed) == agree
    assert _parts(listed, sent) == agree


def test_they_agree_on_what_one_of_them_has_for_a_name() -> None:
    best = best_alignment(prepare_sent_name("SHEIKH", "HASSAN"), [prepare_name("HASSAN, Sheikh")])
    assert best is not None
    assert {pair.sent[0].text for pair in best.alignment.pairs} == {"SHEIKH", "HASSAN"}
