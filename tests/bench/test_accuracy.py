"""The harness measures what it says: folds, counts, thresholds, exit codes. Data made here."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bench.accuracy.__main__ import main
from bench.accuracy.folds import FOLDS, Folds
from bench.accuracy.goals import Anchor
from bench.accuracy.measures import Counts, best_threshold, scores_of
from bench.accuracy.model import Fixed, Scorer
from bench.accuracy.pair_files import BadFolder, Pair, read_sets
from bench.accuracy.pairs import PairsResult, SetResult, Teaching, measure, trained
from bench.accuracy.records import entry_of, passenger_of, record_of
from bench.accuracy.report import pair_lines, pair_rows
from screening.prepared import PreparedEntry, PreparedPassenger
from tests.builders import entry

Line = tuple[str, str, int]


def write(folder: Path, **sets: Sequence[Line]) -> Path:
    """Write each set as a pair file of names."""
    for name, lines in sets.items():
        rows = (f'"{_named(left)}","{_named(right)}",{label}\n' for left, right, label in lines)
        (folder / f"{name}.csv").write_text("".join(rows), encoding="utf-8")
    return folder


def _named(name: str) -> str:
    return quoted({"name": name})


def quoted(record: Mapping[str, object]) -> str:
    """Return a record as a field of a pair file."""
    return json.dumps(record).replace('"', '""')


def people(count: int) -> list[Line]:
    """Return pairs of *count* people, each with an own alias and somebody else's name."""
    lines = []
    for at in range(count):
        word = "".join("BDFGKLMNPRSTVZ"[at // 14**place % 14] + "a" for place in range(3))
        lines += [(f"Anna {word}ski", f"Anna {word}sky", 1), (f"Anna {word}ski", "Boris Ulm", 0)]
    return lines


def test_a_person_is_in_one_fold_whatever_file_name_and_word_order(tmp_path: Path) -> None:
    lines = people(60)
    turned = [(" ".join(reversed(right.split())), f"{right} II", 1) for _, right, _ in lines[::2]]
    folder = write(tmp_path, first=lines, second=turned)
    pairs = [pair for one in read_sets(folder) for pair in one.pairs]
    folds = Folds(pairs).of_each(pairs)
    of_family = defaultdict(set)
    for pair, fold in zip(pairs, folds, strict=True):
        family = next(word for word in pair.sent_name.split() if word not in ("Anna", "II"))
        of_family[family[:6]].add(fold)
    assert all(len(its) == 1 for its in of_family.values())
    assert set(folds) == set(range(FOLDS))


def test_folds_do_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    pairs = [*read_sets(write(tmp_path, one=people(40)))[0].pairs]
    turned = Folds(pairs[::-1]).of_each(pairs[::-1])[::-1]
    assert Folds(pairs).of_each(pairs) == turned


def test_all_names_of_an_entry_are_in_one_fold_and_so_are_their_pairs(tmp_path: Path) -> None:
    pairs = [*read_sets(write(tmp_path, one=people(40)))[0].pairs]
    apart = Folds(pairs).of_each(pairs)
    names = [next(one.sent_name for one, its in zip(pairs, apart, strict=True) if its == fold)
             for fold in range(FOLDS)]  # fmt: skip
    folds = Folds(pairs, [entry(names=[{"full": one} for one in names])])
    assert len({folds.of([one]) for one in names}) == 1
    of_them = [one for one in pairs if one.sent_name in names or one.listed_names[0] in names]
    assert len(set(folds.of_each([one for one in of_them if one.same]))) == 1


@pytest.mark.parametrize(
    ("threshold", "counts"),
    [
        pytest.param(0.0, Counts(3, 2, 0), id="everything matches"),
        pytest.param(0.5, Counts(2, 1, 1), id="a score at the threshold matches"),
        pytest.param(0.6, Counts(1, 1, 2), id="between"),
        pytest.param(1.0, Counts(0, 0, 3), id="nothing matches"),
    ],
)
def test_counts_at_a_threshold(threshold: float, counts: Counts) -> None:
    scored = [(0.9, True), (0.5, True), (0.2, True), (0.7, False), (0.1, False)]
    assert scores_of(scored).counts(threshold) == counts


def test_precision_recall_and_f1_as_computed_by_hand() -> None:
    counts = Counts(right=6, wrong=2, missed=4)
    assert (counts.precision, counts.recall) == (0.75, 0.6)
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))
    assert Counts().f1 == Counts().precision == Counts().recall == 0


def test_the_threshold_serves_the_mean_of_the_sets_not_the_larger_set() -> None:
    large = scores_of([(0.9, True)] * 50 + [(0.4, True)] * 2 + [(0.3, False)] * 100)
    small = scores_of([(0.4, False), (0.6, True)])
    assert best_threshold({"large": large}) == 0.4
    assert best_threshold({"large": large, "small": small}) == 0.6


def test_a_threshold_by_chance_is_one_whose_mean_not_whose_sum_is_near_the_highest() -> None:
    easy = scores_of([(3.0, True)] * 300)
    hard = scores_of([(3.0, True)] * 300 + [(2.0, True)] * 2)  # 3.0 costs it .0033, the mean .0017
    assert best_threshold({"easy": easy, "hard": hard}) == 3.0


def test_a_figure_that_only_rounds_to_its_goal_misses_it() -> None:
    near = SetResult("mean", 1, 1, 1, 1, 0.98951, Anchor(1, 1, 0.99))
    assert not near.ok
    assert pair_rows(PairsResult((), near, (0.0,), ()))[1][5] == "0.9895"
    assert next(iter(pair_lines(PairsResult((), near, (0.0,), ()))))["f1"] == 0.98951


def test_no_pair_is_judged_by_a_scorer_that_saw_its_person(tmp_path: Path) -> None:
    seen: list[tuple[set[PreparedPassenger], Scorer]] = []

    def train(pairs: Sequence[Pair]) -> Fixed:
        known = {pair.sent for pair in pairs}

        def knows(passenger: PreparedPassenger, entry: PreparedEntry) -> float:
            return float(passenger in known)

        seen.append((known, knows))
        return Fixed(knows)

    sets = read_sets(write(tmp_path, one=people(50)))
    folds = Folds(pair for one in sets for pair in one.pairs)
    models = trained(sets, folds, train)
    result = measure(sets, Teaching(models, folds, sets, learned=True, goals=True))
    assert len(seen) == FOLDS
    assert {margin for _, margin in result.judged} == {-1.0}  # known is 1, the threshold too
    assert result.sets[0].f1 == 0


def test_a_set_without_a_goal_is_measured_and_cannot_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path, unheard_of=people(30))
    assert main(["--data", str(folder), "--as-shipped", "--only", "pairs", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["set"] for line in lines] == ["unheard_of", "mean"]
    assert lines[0]["pairs"] == 60
    assert lines[0]["positives"] == 30
    assert lines[0]["goal"] is None


def test_a_goal_that_is_missed_is_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hopeless = [(left, right, 1 - label) for left, right, label in people(30)]
    folder = write(tmp_path, nk_checks=hopeless)
    assert main(["--data", str(folder), "--as-shipped", "--only", "pairs"]) == 1
    assert "MISSED" in capsys.readouterr().out


def test_a_missing_folder_is_exit_code_2_and_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path / "none"), "--as-shipped", "--only", "pairs"]) == 2
    ran = capsys.readouterr()
    assert ran.out == ""
    assert "there is no such folder" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param('"{""name"": ""A""}",1', "has 2 fields instead of 3", id="a field too few"),
        pytest.param('"{""name"": ""A""}","{""name"": ""B""}",yes', "label", id="no label"),
        pytest.param('"{""name"": ""A""}","{name}",1', "holds no JSON", id="no JSON"),
        pytest.param('"{""name"": ""A""}","[1]",1', "no object", id="no object"),
        pytest.param('"{""name"": ""A""},"{""name"": ""B""}",1', "line 3", id="a broken quote"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = write(tmp_path, one=people(1)) / "one.csv"
    file.write_text(file.read_text() + line + "\n")
    with pytest.raises(BadFolder) as found:
        read_sets(tmp_path)
    assert f"{file}: line 3: " in str(found.value)
    assert said in str(found.value)
    assert "\n" not in str(found.value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1962-08-20", "1962-08-20"),
        ("1962-8-2", "1962-08-02"),
        ("1962-13-01", "1962"),
        ("1962-02-31", "1962-02"),
        ("1962", "1962"),
        ("circa 1962", None),
    ],
)
def test_a_date_is_read_as_far_as_it_exists(written: str, read: str | None) -> None:
    found = passenger_of(record_of({"name": "A", "birthDate": written})).birth_date
    assert (found.shown if found else None) == read


def test_a_record_is_read_on_both_sides() -> None:
    record = record_of(
        {
            "name": ["AL-TIKRITI, Sabawi", "ignored on the left"],
            "alias": "Sabawi",
            "birthDate": ["1947-02-27", "1948"],
            "nationality": ["iq", "zz"],
            "gender": "male",
        }
    )
    left, right = passenger_of(record), entry_of(record)
    assert (left.name.shown, left.nationality, left.sex) == ("AL-TIKRITI, Sabawi", "IRQ", "M")
    assert [name.shown for name in right.names][-1] == "Sabawi"
    assert [date.shown for date in right.birth_dates] == ["1947-02-27", "1948"]
    assert right.nationalities == ("IRQ",)


def test_names_that_a_record_tells_apart_are_read() -> None:
    record = record_of(
        {"name": "Sergey LAVROV", "firstName": "Sergey", "fatherName": "Viktorovich"}
    )
    assert entry_of(record).names[0].shown == "Sergey Viktorovich LAVROV"
    turned = record_of({"name": "Friedrich Hans", "firstName": "Hans", "lastName": "Friedrich"})
    assert passenger_of(turned).name.own == "HANS"
