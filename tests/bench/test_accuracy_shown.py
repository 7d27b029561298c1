"""What was measured is shown as it is: tables, plots, the document. Data made here."""

from pathlib import Path

import pytest

from bench.accuracy.__main__ import main
from bench.accuracy.aliases import alias_travellers
from bench.accuracy.document import replaced, table
from bench.accuracy.end_to_end import screen
from bench.accuracy.errors import Error, false_alarms, worst, wrong_pairs
from bench.accuracy.model import judged_by
from bench.accuracy.pair_files import Pair
from bench.accuracy.pairs import PairsResult, SetResult
from bench.accuracy.plots import RECALL, RELIABILITY, write_plots
from bench.accuracy.recall import judged
from bench.accuracy.records import entry_of, passenger_of, record_of
from bench.accuracy.report import end_to_end_lines, recall_rows
from bench.accuracy.screened import Closest, Own, Screened
from bench.accuracy.travellers import ordinary_travellers
from screening.score import log_odds
from tests.bench.test_accuracy_end_to_end import person


def test_measured_parts_are_written_between_their_markers_and_nothing_else_changes() -> None:
    text = "before\n<!-- measured: pairs -->\nold\n<!-- end -->\nafter <!-- end -->\n"
    part = table([["set", "F1"], ["a|b", "1"]])
    written = replaced(text, "pairs", part)
    assert written.startswith("before\n<!-- measured: pairs -->\n| set | F1 |\n|---|---|\n")
    assert written.endswith("| a\\|b | 1 |\n<!-- end -->\nafter <!-- end -->\n")
    assert replaced(written, "pairs", part) == written
    with pytest.raises(ValueError, match="0 times"):
        replaced(text, "recall", part)


def test_the_document_has_a_place_for_every_measured_part() -> None:
    text = (Path(__file__).parents[2] / "docs" / "accuracy.md").read_text("utf-8")
    for name in ("pairs", "recall", "calibration", "reliability", "classes", "worst"):
        assert replaced(text, name, "")


def test_the_worst_errors_come_from_every_class() -> None:
    errors = [Error("a", f"A{at}", "B", "set", at) for at in range(5)]
    errors += [Error("b", "C", "D", "set", 0.5)]
    assert [one.sent for one in worst(errors, 3)] == ["A4", "C", "A3"]


@pytest.mark.parametrize(
    ("sent", "listed", "group"),
    [
        ("Zoltan Wurm", "Ali Hassan", "missed: nothing aligns (a nom de guerre, another name)"),
        ("Ali Wurm", "Hassan ALI", "missed: one part aligns"),
        ("Alli Hasan Wurm", "Ali Hassan", "missed: two parts or more align"),
    ],
)
def test_a_missed_pair_is_classed_by_what_aligns(sent: str, listed: str, group: str) -> None:
    left, right = record_of({"name": sent}), record_of({"name": listed})
    pair = Pair("set", passenger_of(left), entry_of(right), True, (sent,), (listed,))  # noqa: FBT003
    mean = SetResult("mean", 1, 1, 0, 0, 0, None)
    found = wrong_pairs(PairsResult((), mean, (0.0,), ((pair, -2.0),)))
    assert [(one.group, one.off) for one in found] == [(group, 2.0)]


def test_as_many_false_alarms_are_told_as_are_counted() -> None:
    best = [float(at) for at in range(2_000)]
    screened = Screened("as listed", best=best)
    screened.closest = [Closest(one, "A B", ("A B",), "list 1") for one in best]
    assert len(false_alarms(screened, 1)) == 2
    assert len(false_alarms(screened, 2.7)) == 5


def test_all_aliases_are_counted_beside_those_not_called_weak() -> None:
    travellers = alias_travellers([person("1", "A B", "C D", "E F", "G H", weak="I J")])
    screened = Screened("as listed", best=[0.0] * 1_000)
    screened.own = [Own(one, -1.0 if one.weak else 1.0) for one in travellers]
    run = judged({"as listed": screened}, with_goals=True)
    assert (run.recalls[0].recall, run.recalls[0].weak_recall) == (1, 0)
    assert run.recalls[0].all_recall == 0.75
    line = next(iter(end_to_end_lines(run)))
    assert (line["aliases"], line["weak_aliases"], line["recall_all_aliases"]) == (3, 1, 0.75)
    assert {"recall of 3", "1 weak aliases", "all 4"} <= set(recall_rows(run)[0])


async def screened_people() -> dict[str, Screened]:
    entries = [person("1", "Sabawi Ibrahim AL-TIKRITI", "Sabaawi Ibrahim TIKRITI")]
    return await screen(entries, ordinary_travellers(20), judged_by(log_odds), lambda _: None)


async def test_logic_v2_and_goals_are_drawn_beside_their_own_candidates_alone(
    tmp_path: Path,
) -> None:
    found = await screened_people()
    write_plots(tmp_path, judged(found, with_goals=False))
    drawn = (tmp_path / RECALL).read_text()
    assert "logic-v2" not in drawn
    assert ">goal<" not in drawn
    assert "not called weak" in drawn
    write_plots(tmp_path, judged(found, with_goals=True, beside_logic_v2=True))
    drawn = (tmp_path / RECALL).read_text()
    assert "logic-v2, name only" in drawn
    assert ">goal<" in drawn


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--only", "pairs", "--write", "docs/accuracy.md"], "leave --only out"),
        (["--only", "pairs", "--plots", "docs"], "leave --only out"),
        (["--plots", "no/such"], "there is no such folder"),
        (["--write", "no/such.md"], "cannot be written"),
        (["--write", "README.md"], "is there 0 times"),
        (["--travellers", "0"], "nobody travels"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_measured(
    asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked) == 2
    ran = capsys.readouterr()
    assert said in ran.err
    assert ran.err.count("\n") == 1


async def test_plots_are_the_same_for_the_same_figures(tmp_path: Path) -> None:
    found = await screened_people()
    run = judged(found, with_goals=False)
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write_plots(tmp_path / folder, run)
    for name in (RECALL, RELIABILITY):
        one = (tmp_path / "one" / name).read_bytes()
        assert one == (tmp_path / "two" / name).read_bytes()
        assert len(one) < 60_000
