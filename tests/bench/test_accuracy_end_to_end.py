"""The end-to-end run: aliases taken out, recall at so many alarms, calibration. Data made here."""

import json
from collections import Counter
from math import exp
from pathlib import Path
from random import Random

import pytest

from bench.accuracy.__main__ import main
from bench.accuracy.alarms import NOT_FOUND, curve, share_above, share_from, threshold_at
from bench.accuracy.aliases import alias_travellers, corrupted_date
from bench.accuracy.as_ftm import Seen, listed_json
from bench.accuracy.as_sent import as_sent
from bench.accuracy.calibration import (
    Prediction,
    Scale,
    calibration_error,
    fitted,
    predictions,
    reliability,
)
from bench.accuracy.end_to_end import screen
from bench.accuracy.model import judged_by
from bench.accuracy.recall import judged
from bench.accuracy.screened import Own, Screened
from bench.accuracy.travellers import ordinary_travellers
from screening.prepared import prepare_entry, prepare_passenger
from screening.score import log_odds
from tests.builders import entry
from watchlist.entry import Entry, entry_json


def person(id: str, *names: str, weak: str = "") -> Entry:  # noqa: A002
    kinds = ["primary", *("alias" for _ in names[1:])]
    listed = [{"full": full, "kind": kind} for full, kind in zip(names, kinds, strict=True)]
    if weak:
        listed.append({"full": weak, "kind": "weak_alias"})
    return entry(id, names=listed, birth_dates=["1947"], nationalities=["IRQ"], sex="M")


def test_each_alias_travels_once_and_is_taken_out_however_it_is_written() -> None:
    listed = person(
        "1", "Sabawi AL-TIKRITI", "Barzan Ibrahim", "BARZAN IBRAHIM.", "سبعاوي", weak="Abu Z"
    )
    found = alias_travellers([listed, person("2", "Only One")])
    assert [one.alias.full for one in found] == ["Barzan Ibrahim", "BARZAN IBRAHIM.", "Abu Z"]
    assert [one.weak for one in found] == [False, False, True]
    assert [name.full for name in found[0].remaining.names] == [
        "Sabawi AL-TIKRITI",
        "سبعاوي",
        "Abu Z",
    ]


def test_an_alias_traveller_carries_what_the_list_says_and_a_whole_date() -> None:
    sent = alias_travellers([person("1", "Sabawi AL-TIKRITI", "Barzan Ibrahim O'Hasan")])[0]
    assert (sent.as_listed.surname, sent.as_listed.given_names) == ("OHASAN", "BARZAN IBRAHIM")
    assert (sent.as_listed.nationality, sent.as_listed.sex) == ("IRQ", "M")
    assert sent.as_listed.birth_date is not None
    assert sent.as_listed.birth_date[:4] == "1947"
    assert len(sent.as_listed.birth_date) == 10
    assert sent.name_only.birth_date is sent.name_only.nationality is sent.name_only.sex is None


def test_about_the_stated_share_is_corrupted() -> None:
    found = alias_travellers(
        [person(str(at), "A B", f"Name {'XYZ'[at % 3] * (at % 50 + 1)}") for at in range(600)]
    )
    dates = sum(one.as_listed.birth_date != one.corrupted.birth_date for one in found)
    nationalities = sum(one.as_listed.nationality != one.corrupted.nationality for one in found)
    assert dates / len(found) == pytest.approx(0.18, abs=0.04)
    assert nationalities / len(found) == pytest.approx(0.10, abs=0.03)


def test_a_corrupted_date_is_another_day_that_exists() -> None:
    random = Random(1)
    days = [corrupted_date("1960-01-01", random) for _ in range(200)]
    assert "1960-01-01" not in days
    assert {len(day) for day in days} == {10}
    assert {"1959-01-01", "1961-01-01"} <= set(days)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("al-Zawahiri", "AL ZAWAHIRI"),
        ("O\u2019Neill", "ONEILL"),
        ("Щукин", "SHCHUKIN"),
        ("Øster Åby", "OSTER ABY"),
        ("\u674e", "LI"),
    ],
)
def test_names_are_sent_as_machines_print_them(written: str, sent: str) -> None:
    assert as_sent(written) == sent


def test_ordinary_travellers_are_the_same_for_a_seed_and_of_many_countries() -> None:
    found = ordinary_travellers(400)
    assert found == ordinary_travellers(400)
    assert len(Counter(one.nationality for one in found)) > 40
    assert all(as_sent(one.surname) == one.surname for one in found)


def test_the_threshold_lets_no_more_alarms_through_than_allowed() -> None:
    best = [NOT_FOUND] * 1995 + [1.0, 2.0, 3.0, 4.0, 5.0]
    assert threshold_at(1, best) == 3.0  # two of 2,000 are above it
    assert threshold_at(0, best) == 5.0
    assert threshold_at(1000, best) == NOT_FOUND
    assert share_above(3.0, [1.0, 3.0, 3.5, 9.0]) == 0.5
    assert share_above(NOT_FOUND, [NOT_FOUND, 1.0]) == 0.5
    assert share_above(0, []) == 0


def test_as_shipped_counts_who_reaches_the_score_that_alarms() -> None:
    travellers = alias_travellers([person(str(at), "A B", "C D", weak="E F") for at in range(5)])
    screened = Screened("name only", best=[NOT_FOUND] * 999 + [0.0])
    scores = iter([NOT_FOUND, -0.1, 0.0, 0.0, 5.0])
    screened.own = [Own(one, -9.0 if one.weak else next(scores)) for one in travellers]
    shipped = judged({"name only": screened}, with_goals=False).recalls[-1]
    assert (shipped.shipped, shipped.log_odds, shipped.goal) == (True, 0.0, None)
    assert shipped.recall == 0.6  # a name alone comes to even odds and no further: that alarms
    assert shipped.weak_recall == 0
    assert shipped.alarms_per_1000 == 1
    assert share_from(0, []) == 0


def test_the_curve_is_recall_by_alarms() -> None:
    best = [NOT_FOUND] * 998 + [1.0, 2.0]
    assert curve(best, [0.5, 1.5, 2.5], 2) == [(0.0, 1 / 3), (1.0, 2 / 3), (2.0, 1.0)]


def test_calibration_error_as_computed_by_hand() -> None:
    sure, unsure = 2.944439, 0.0  # scores .95 and .5
    pairs = [
        *(Prediction(sure, same=at < 8, weight=1.0) for at in range(10)),  # .95 said, .8 came true
        *(Prediction(unsure, same=at < 3, weight=1.0) for at in range(10)),  # .5 said, .3 came true
        Prediction(-9.0, same=False, weight=100.0),  # scores too little to be looked at
    ]
    bins = reliability(pairs)
    assert [(one.true_pairs, one.false_pairs) for one in bins] == [(3, 7), (8, 2)]
    assert calibration_error(bins) == pytest.approx((0.2 + 0.15) / 2, abs=1e-6)


def test_fitting_finds_the_scale_that_was_applied() -> None:
    pairs = []
    for at in range(-40, 41):
        true = 1 / (1 + exp(-at / 5))
        distorted = (at / 5 + 3) / 0.5  # so that .5 * distorted - 3 is right
        pairs.append(Prediction(distorted, same=True, weight=true))
        pairs.append(Prediction(distorted, same=False, weight=1 - true))
    found = fitted(pairs)
    assert found.factor == pytest.approx(0.5, abs=1e-3)
    assert found.shift == pytest.approx(-3, abs=1e-3)
    assert calibration_error(reliability(pairs, Scale(0.5, -3))) < 0.01


def test_listed_travellers_weigh_as_many_as_are_said_to_travel() -> None:
    travellers = alias_travellers([person(str(at), "A B", "C D") for at in range(4)])
    screened = Screened("as listed", best=[0.0] * 10, false_pairs=[0.0] * 30)
    screened.own = [Own(one, 1.0) for one in travellers[:3]] + [Own(travellers[3], NOT_FOUND)]
    pairs = predictions(screened, prevalence=0.01)
    assert sum(one.weight for one in pairs if one.same) == pytest.approx(0.01 * 3 / 4)
    assert sum(one.weight for one in pairs if not one.same) == pytest.approx(0.99 * 3)


async def test_the_real_index_does_not_find_a_person_by_the_alias_taken_out() -> None:
    entries = [
        person("1", "Sabawi Ibrahim AL-TIKRITI", "Sabaawi Ibrahim TIKRITI", "Zoltan Wurmbrand"),
        person("2", "Qusay Hussein", "Qusai Husein"),
    ]
    found = await screen(entries, ordinary_travellers(50), judged_by(log_odds), lambda _: None)
    own = {one.traveller.alias.full: one.log_odds for one in found["as listed"].own}
    assert own["Sabaawi Ibrahim TIKRITI"] > 0
    assert own["Qusai Husein"] > NOT_FOUND
    assert own["Zoltan Wurmbrand"] < 0  # nothing aligns: at most a date brings it up
    assert len(found["name only"].best) == 50
    result = judged(found, with_goals=False)
    assert result.ok
    assert [one.scenario for one in result.recalls][::3] == ["as listed", "corrupted", "name only"]


async def test_logic_v2_gets_weak_aliases_apart_and_its_pairs_are_known_again() -> None:
    listed = prepare_entry(person("1", "Sabawi AL-TIKRITI", "Barzan Ibrahim", weak="Abu Z"))
    assert json.loads(listed_json(listed))["weakAlias"] == ["Abu Z"]
    assert json.loads(listed_json(listed))["name"] == ["Sabawi AL-TIKRITI", "Barzan Ibrahim"]
    one, two = (prepare_passenger(each) for each in ordinary_travellers(2))
    seen, turned, other = Seen(), Seen(), Seen()
    for notes, sent in ((seen, (one, two)), (turned, (two, one)), (other, (one, one))):
        for each in sent:
            notes.note(each, listed)
    assert seen.known_as == turned.known_as != other.known_as


def test_missing_lists_are_exit_code_2_and_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--as-shipped", "--only", "end-to-end", "--samples", str(tmp_path)]) == 2
    assert "name lists with --list" in capsys.readouterr().err
    assert main(["--as-shipped", "--only", "end-to-end", "--list", str(tmp_path / "none.csv")]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_another_list_is_measured_and_has_no_goal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = entry("1", owner="agency", names=[{"full": "Ali Musa"}, {"full": "Aly Moussa"}])
    names = [listed.names[0], listed.names[1].model_copy(update={"kind": "alias"})]
    file = tmp_path / "list.jsonl"
    file.write_bytes(entry_json(listed.model_copy(update={"names": tuple(names)})))
    asked = [
        "--as-shipped",
        "--only",
        "end-to-end",
        "--list",
        str(file),
        "--travellers",
        "20",
        "--json",
    ]
    assert main(asked) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0]["set"] == "end to end, as listed"
    assert lines[0]["goal"] is None
    assert lines[0]["recall"] == 1
