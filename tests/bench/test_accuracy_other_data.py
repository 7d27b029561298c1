"""Other people's pairs and lists are measured as ours are, by what has not seen them."""

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.accuracy.__main__ import main
from bench.accuracy.folds import FOLDS, Folds
from bench.accuracy.model import Fixed
from bench.accuracy.pair_files import BadFolder, Pair, read_sets
from bench.accuracy.pairs import HELD, Teaching, measure, pairs_of, trained
from bench.accuracy.records import passenger_of, record_of, unreadable
from bench.accuracy.teaching import dealt
from tests.bench.test_accuracy import people, quoted, write
from tests.builders import entry
from watchlist.entry import entry_json

OFAC = '1,"AL-TIKRITI, Sabawi","individual","IRAQ2"' + ',"-0- "' * 8 + "\n"
UN = """<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>7</DATAID>
<FIRST_NAME>Anna</FIRST_NAME><SECOND_NAME>Ulm</SECOND_NAME>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Berta Olm</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"""


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """Return a folder that holds nothing: neither pairs nor lists."""
    folder = tmp_path / "nowhere"
    folder.mkdir()
    return folder


def folder(parent: Path, name: str, **sets: Sequence[tuple[str, str, int]]) -> Path:
    (parent / name).mkdir()
    return write(parent / name, **sets)


def a_list(parent: Path, *aliases: str) -> Path:
    listed = entry("1", owner="agency", names=[{"full": "Ali Musa"}])
    others = (listed.names[0].model_copy(update={"full": one, "kind": "alias"}) for one in aliases)
    file = parent / "list.jsonl"
    names = (*listed.names, *others)
    file.write_bytes(entry_json(listed.model_copy(update={"names": names})))
    return file


def test_another_folder_teaches_nothing_and_its_figures_stand_alone(tmp_path: Path) -> None:
    known = read_sets(folder(tmp_path, "known", one=people(40)))
    some, more = people(60)[80:100], people(60)[100:]
    alone = read_sets(folder(tmp_path, "alone", some=some))
    beside = read_sets(folder(tmp_path, "beside", some=some, more=more))
    learned: list[Pair] = []

    def train(pairs: Sequence[Pair]) -> Fixed:
        learned.extend(pairs)
        return Fixed(lambda sent, listed: float(sent.name.shown[5] == listed.names[0].shown[5]))

    found = []
    for sets in (alone, beside):
        folds = Folds(pairs_of(known), (), pairs_of(sets))
        models = trained(known, folds, train)
        found.append(measure(sets, Teaching(models, folds, known, learned=True, goals=True)))
    assert {pair.set_name for pair in learned} == {"one"}
    assert found[0].sets[0] == next(one for one in found[1].sets if one.name == "some")
    assert found[0].thresholds == found[1].thresholds


def test_who_is_in_another_folder_too_is_not_among_those_learned_from(tmp_path: Path) -> None:
    known = read_sets(folder(tmp_path, "known", one=people(40)))
    judged = read_sets(folder(tmp_path, "judged", two=people(10)))
    folds = Folds(pairs_of(known), (), pairs_of(judged))
    assert folds.of_each(pairs_of(known)) == Folds(pairs_of(known)).of_each(pairs_of(known))
    asked = {pair.sent_name: folds.of([pair.sent_name]) for pair in pairs_of(judged)}
    for pair, fold in zip(pairs_of(known), folds.of_each(pairs_of(known)), strict=True):
        assert asked.get(pair.sent_name, fold) == fold


def test_pairs_without_anything_to_learn_from_are_judged_as_shipped_and_have_no_goal(
    tmp_path: Path, nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder(tmp_path, "data", nk_checks=[(a, b, 1 - same) for a, b, same in people(30)])
    assert main(["--data", str(data), "--only", "pairs", "--json"], shared=nowhere) == 0
    ran = capsys.readouterr()
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert {line["judged_by"] for line in lines} == {"shipped data"}
    assert {line["goal"] for line in lines} == {None}
    assert lines[0]["threshold_log_odds"] == [HELD]
    assert "the shipped data are judged" in ran.err


def test_too_few_people_to_learn_from_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder(tmp_path, "data", few=people(1))
    asked = ["--data", str(data), "--learn", str(data), "--only", "pairs"]
    assert main([*asked, "--list", str(a_list(tmp_path, "Aly Moussa"))]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert "few: too few people to learn from" in said


def test_one_person_is_judged_though_nobody_is_left_to_learn_from(tmp_path: Path) -> None:
    sets = read_sets(folder(tmp_path, "data", few=people(1)))
    with pytest.raises(BadFolder, match="too few people"):
        trained(sets, Folds(pairs_of(sets)), lambda _: Fixed(lambda *_: 0.0))
    by = Teaching([Fixed(lambda *_: 0.0)] * FOLDS, Folds(()), (), learned=False, goals=False)
    assert measure(sets, by).sets[0].positives == 1


def test_learning_needs_lists(
    tmp_path: Path, nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder(tmp_path, "data", some=people(20))
    asked = ["--data", str(data), "--learn", str(data), "--samples", str(nowhere)]
    assert main([*asked, "--only", "pairs"]) == 2
    assert "name lists with --list, or judge the shipped data" in capsys.readouterr().err


@pytest.mark.slow  # learns five times
def test_any_list_will_do_to_learn_and_to_screen(
    tmp_path: Path, nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder(tmp_path, "data", some=people(20))
    asked = ["--data", str(data), "--learn", str(data), "--samples", str(nowhere), "--json"]
    file = str(a_list(tmp_path, "Aly Moussa"))
    assert main([*asked, "--list", file, "--travellers", "20"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0]["judged_by"] == "models out of fold"
    assert lines[2]["set"] == "end to end, as listed"


def test_people_of_the_usual_lists_are_dealt_whole_beside_another_list_too(
    tmp_path: Path, nowhere: Path
) -> None:
    for name, text in {
        "un/1.xml": UN,
        "ofac/sdn.csv": OFAC,
        "ofac/alt.csv": "",
        "ofac/add.csv": "",
    }.items():
        (nowhere / name).parent.mkdir(exist_ok=True)
        (nowhere / name).write_text(text)
    for lists in (None, [a_list(tmp_path, "Aly Moussa")]):
        folds = dealt(Namespace(samples=nowhere, lists=lists), (), ())
        pairs = {folds.of([one]) for one in ("Anna Ulm", "Berta Olm")}
        assert len(pairs) == 1


def test_a_list_without_aliases_is_a_sentence(
    tmp_path: Path, nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(a_list(tmp_path, "علي موسى"))
    asked = ["--as-shipped", "--samples", str(nowhere), "--list", file, "--only", "end-to-end"]
    assert main(asked) == 2
    assert "nobody has a name and an alias in Latin letters" in capsys.readouterr().err


@pytest.mark.parametrize(
    "record",
    [
        {"birthDate": "1962"},
        {"name": "", "birthDate": "1962"},
        {"name": None, "birthDate": "1962"},
        {"name": [], "birthDate": ["1962"]},
    ],
)
def test_a_pair_without_a_name_is_no_match_and_is_counted(
    tmp_path: Path, record: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    text = quoted(record)
    file = write(tmp_path, one=people(3)) / "one.csv"
    file.write_text(file.read_text() + f'"{text}","{text}",1\n' * 2)
    assert main(["--data", str(tmp_path), "--as-shipped", "--only", "pairs", "--errors", "1"]) == 0
    ran = capsys.readouterr()
    assert "one: 2 pairs lack a name that can be read on a side" in ran.err
    assert "missed: nothing aligns" in ran.out


def test_nameless_people_are_not_one_person(tmp_path: Path) -> None:
    file = write(tmp_path, one=people(40)) / "one.csv"
    lines = file.read_text().splitlines()
    nobody = [f'"{{}}",{line.split(",", 1)[1]}' for line in lines if line.endswith("1")]
    file.write_text("\n".join([*lines, *nobody]))
    pairs = pairs_of(read_sets(tmp_path))
    assert set(Folds(pairs).of_each(pairs)) == set(range(FOLDS))


def test_a_name_in_parts_is_put_together_where_there_is_no_whole_one() -> None:
    record = record_of({"name": "", "firstName": "Anna", "middleName": "B", "lastName": "Ulm"})
    assert passenger_of(record).name.shown == "Anna B Ulm"


def test_values_in_other_forms_are_read_or_counted(tmp_path: Path) -> None:
    year = record_of({"name": "A", "birthDate": 1965, "gender": "f."})
    assert passenger_of(year).birth_date is not None
    assert passenger_of(year).sex == "F"
    day = passenger_of(record_of({"name": "A", "birthDate": "1962-08-20T00:00:00"})).birth_date
    assert day is not None
    assert day.shown == "1962-08-20"
    lost = {"name": "A", "birthDate": "20.08.1962", "gender": "x", "nationality": ["Utopia", "fr"]}
    assert unreadable(record_of(lost)) == ["birthDate", "gender", "nationality"]
    text = quoted(lost)
    (tmp_path / "one.csv").write_text(f'"{text}","{text}",1\n')
    said = list(read_sets(tmp_path)[0].left_out())
    assert said == [
        "one: values in no form that is read: 2 of birthDate, 2 of gender, 2 of nationality"
    ]


def test_half_a_character_is_read_as_a_question_mark(tmp_path: Path) -> None:
    text = quoted({"name": "A\ud83d", "passportNumber": "\ud83d"})
    (tmp_path / "one.csv").write_text(f'"{text}","{text}",1\n')
    pairs = pairs_of(read_sets(tmp_path))
    assert pairs[0].sent_name == "A?"
    assert Folds(pairs).of_each(pairs)
