"""Alerts and summary read well in a terminal and in a pipe."""

from io import StringIO
from typing import Literal

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from alerts.alert import Alert
from streams.alert_table import alert_header, alert_lines, alert_row
from streams.demo.summary import Summary, summary_table

FLIGHT = {
    "carrier": "UA", "number": "123", "origin": "JFK", "destination": "LHR",
    "departure": "2026-11-24T18:30",
}  # fmt: skip
EXPLANATION = [
    {"feature": "nationality", "contribution": -1.2, "note": "nationality differs"},
    {"feature": "sex", "contribution": 0.2, "note": "same sex"},
    {"feature": "name", "contribution": 4.1, "note": "three of four parts agree"},
    {"feature": "birth_date", "contribution": 6.0, "note": "same birth date"},
    {"feature": "rarity", "contribution": 1.1, "note": "a rare surname"},
]
AT = "08:00:01"
SUMMARY: Summary = {
    "manifests": 201, "passengers": 6808, "alerts": {"uk-piu": 7, "interpol": 40}, "planted": 24,
    "found": 22, "unplanted_alerts": 5, "latency_ms": {"p50": 12.4, "p99": None},
}  # fmt: skip


def alert(
    *, surname: str = "AL TIKRITI", event: str = "raised", owner: str | None = "interpol"
) -> Alert:
    listed = {"owner": owner, "id": "2016-4711", "category": "wanted_person", "severity": "high"}
    return Alert.model_validate({
        "alert_id": "0" * 32, "version": 2, "event": event, "agency": "uk-piu",
        "subscriptions": ["arrivals"], "raised_at": "2026-11-24T08:00:01.5Z", "score": 0.934,
        "basis": ["name"], "group_id": "g", "entry": listed, "flight": FLIGHT,
        "passenger": {"surname": surname, "given_names": "SABAWI", "birth_date": "1947-02-27",
                      "passenger_ref": "r"},
        "explanation": EXPLANATION, "cause": "manifest", "trace_id": "t",
        "reason": "the passenger left the flight" if event == "withdrawn" else None,
    })  # fmt: skip


def printed(what: RenderableType, *, width: int, terminal: bool = False) -> str:
    out = StringIO()
    colours: Literal["truecolor", "auto"] = "truecolor" if terminal else "auto"
    Console(file=out, width=width, force_terminal=terminal, color_system=colours).print(what)
    return out.getvalue()


@pytest.mark.parametrize(
    ("field", "more", "said"),
    [
        pytest.param(
            "disposition",
            {"disposition": {"state": "dismissed", "reason": "not_the_same_person",
                             "by": "officer-7", "at": "2026-11-24T08:00:01Z"}},
            "dismissed by officer-7, not the same person",
            id="taken up",
        ),
        pytest.param("disposition", {}, "open again", id="open again"),
        pytest.param("escalated", {"escalated": True}, "escalated: nobody", id="escalated"),
        pytest.param(
            "from_others",
            {"from_others": [{"agency": "fr-piu", "said": "asked", "at": "2026-11-24T08:00:01Z"}]},
            "fr-piu asks about it",
            id="what another says",
        ),
        pytest.param("from_others", {}, "taken back", id="what another takes back"),
    ],
)  # fmt: skip
def test_update_says_who_has_taken_it_up(field: str, more: dict[str, object], said: str) -> None:
    changes = ({"field": field, "before": None, "now": None},)
    shown = Alert.model_validate(
        {**alert(event="updated").model_dump(by_alias=True), "changes": changes, **more}
    )
    assert said in alert_row(shown, at=AT).reason.plain


def test_row_says_what_an_officer_asks_first() -> None:
    assert [text.plain for text in alert_row(alert(), at=AT)] == [
        "08:00:01",
        "uk-piu",
        "raised v2",
        "high",
        "0.93",
        "UA123 JFK>LHR",
        "AL TIKRITI, SABAWI 1947-02-27",
        "interpol/2016-4711",
        (
            "wanted_person: same birth date; three of four parts agree; a rare surname; "
            "but nationality differs"
        ),
    ]


def test_withdrawal_says_why_it_was_withdrawn() -> None:
    row = alert_row(alert(event="withdrawn"), at=AT)
    assert row.reason.plain == "wanted_person: the passenger left the flight"


def test_owner_who_asked_not_to_be_named_is_not_named() -> None:
    assert alert_row(alert(owner=None), at=AT).entry.plain == "(not named)/2016-4711"


@pytest.mark.parametrize("width", [pytest.param(80, id="80"), pytest.param(120, id="120")])
@pytest.mark.parametrize(
    "surname",
    [
        pytest.param("AL TIKRITI", id="plain"),
        pytest.param("[red]", id="looks like markup"),
        pytest.param("[/]", id="looks like a closing tag"),
        pytest.param("山本", id="double width"),
    ],
)
def test_names_are_shown_as_sent_within_the_width(surname: str, width: int) -> None:
    text = printed(alert_lines(alert(surname=surname), at=AT, width=width), width=width)
    assert f"{surname}, SABAWI 1947-02-27" in text
    assert max(map(cell_len, text.splitlines())) <= width


@pytest.mark.parametrize("width", [pytest.param(80, id="80"), pytest.param(120, id="120")])
def test_an_overlong_name_stays_within_the_width(width: int) -> None:
    text = printed(alert_lines(alert(surname="X" * 300), at=AT, width=width), width=width)
    assert max(map(cell_len, text.splitlines())) <= width


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param("\x1b", id="escape"),
        pytest.param("\n", id="line break"),
        pytest.param("\u202e", id="right-to-left override"),
    ],
)
def test_signs_that_steer_a_terminal_are_replaced(sign: str) -> None:
    shown = alert_row(alert(surname=f"A{sign}B"), at=AT).passenger.plain
    assert shown == "A\ufffdB, SABAWI 1947-02-27"


@pytest.mark.parametrize("width", [pytest.param(80, id="80"), pytest.param(120, id="120")])
def test_headings_stand_over_their_columns(width: int) -> None:
    header = printed(alert_header(width=width), width=width).splitlines()[0]
    line = printed(alert_lines(alert(), at=AT, width=width), width=width).splitlines()[0]
    assert header.index("FLIGHT") == line.index("UA123")
    assert header.index("LEVEL") == line.index("high")


def test_a_pipe_gets_no_colour_codes() -> None:
    for what in (alert_lines(alert(), at=AT, width=80), summary_table(SUMMARY)):
        assert "\x1b" not in printed(what, width=80)


def test_a_terminal_gets_colours() -> None:
    assert "\x1b[" in printed(alert_lines(alert(), at=AT, width=80), width=80, terminal=True)


def test_summary_counts_what_was_planted_and_found() -> None:
    lines = [
        " ".join(line.split()) for line in printed(summary_table(SUMMARY), width=80).split("\n")
    ]
    assert [line for line in lines if line] == [
        "Summary",
        "Manifests 201",
        "Passengers 6,808",
        "Alerts 47",
        "interpol 40",
        "uk-piu 7",
        "Planted people found 22 of 24",
        "Alerts for nobody planted 5",
        "Latency, median 12 ms",
        "Latency, 99th percentile not measured",
    ]
