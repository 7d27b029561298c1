"""Travel patterns in the console: figures that lead to their alerts, a map, broken journeys."""

import re
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.browser.conftest import DAY, WITHIN_S, Hire
from tests.acceptance.browser.officer import Officer
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.reading import all_of
from tests.acceptance.traffic import Leg, Traveller

pytestmark = pytest.mark.browser

SPAN = "since=2031-05-01&until=2031-05-14"
ROAMER = Traveller("R-1", "ZUVAKIM", "BODELA FIRONU", "1961-02-03", "KR0000001")


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    """One worker that told agencies of a day's hits, and of one person who flew on."""
    deployment = deploy().told_of(DAY, within_s=WITHIN_S)
    deployment.contribute(ROAMER.entry(category="terrorism"))
    for number, route, departure, arrival in (
        (9901, ("JFK", "LHR"), "2031-05-05T18:30", "2031-05-06T06:30"),
        (9902, ("LHR", "CDG"), "2031-05-07T06:00", "2031-05-07T08:10"),
    ):
        said = Leg("UA", number, route, (ROAMER,)).manifest()
        flight = {**said["flight"], "departure": departure, "arrival": arrival}
        deployment.push({**said, "flight": flight})
    deployment.flush()
    assert deployment.settled(within_s=WITHIN_S)
    return deployment


def of(running: Deployment, agency: str) -> list[dict[str, Any]]:
    every = running.alerts.latest.values()
    return [one for one in every if one["agency"] == agency and one["event"] != "withdrawn"]


def route_of(alert: dict[str, Any]) -> str:
    return f"{alert['flight']['origin']} → {alert['flight']['destination']}"


def figures(page: Page, table: str) -> dict[str, int]:
    rows = page.locator(f"{table} tbody tr").all()
    return {
        row.locator("th").inner_text(): int(row.locator("td").last.inner_text()) for row in rows
    }


def watched(officer: Officer) -> list[str]:
    """Return the alerts of the board that is open, once it is whole."""
    expect(officer.page.locator("#line")).to_have_attribute(
        "data-state", re.compile("live|resumed")
    )
    return officer.shown()


@pytest.mark.parametrize("agency", ["interpol", "uk-piu"])
def test_figures_are_of_the_agency_alone_and_lead_to_their_alerts(
    hire: Hire, running: Deployment, agency: str
) -> None:
    one, mine = hire(), of(running, agency)
    page = one.sign_in(agency)
    page.goto("/console/patterns?since=2030-01-01&until=2030-06-01")
    expect(page.locator("#sum")).to_have_text("No hits in this time")
    page.goto(f"/console/patterns?since={_first(mine)}&until={_last(mine)}")
    assert figures(page, "#routes") == dict(Counter(map(route_of, mine)))
    expect(page.locator("#sum")).to_contain_text(f"{len(mine)} hits")
    assert page.locator(".map .way").count() == len(Counter(map(route_of, mine)))
    address = page.url
    for route, count in Counter(map(route_of, mine)).items():
        page.goto(address)
        row = page.locator("#routes tr", has_text=route)
        row.locator("a").click()
        expect(page.locator(".only")).to_contain_text(route)
        assert sorted(watched(one)) == sorted(
            alert["alert_id"] for alert in mine if route_of(alert) == route
        )
        assert len(one.shown()) == count


def _first(alerts: list[dict[str, Any]]) -> str:
    return str(min(one["flight"]["departure"] for one in alerts)[:10])


def _last(alerts: list[dict[str, Any]]) -> str:
    return str(max(one["flight"]["departure"] for one in alerts)[:10])


def test_category_airport_and_direction_narrow_every_figure(hire: Hire) -> None:
    one = hire()
    page = one.sign_in("interpol")
    page.goto(f"/console/patterns?{SPAN}")
    page.get_by_role("combobox", name="Category").select_option("terrorism")
    page.get_by_role("textbox", name="Airport").fill("lhr")
    page.get_by_role("combobox", name="Direction").select_option("to")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("category=terrorism&airport=lhr&direction=to"))
    assert figures(page, "#routes") == {"JFK → LHR": 1}
    page.locator("#by-hour ~ details summary").click()
    page.locator("#hours a").click()  # half past six in New York
    expect(page.locator(".only")).to_contain_text("departing from 22:00 to 22:59 UTC")
    assert len(watched(one)) == 1
    expect(page.locator("#alerts li")).to_contain_text("ZUVAKIM")
    page.get_by_role("link", name="All travel").click()
    assert len(watched(one)) > 1


def test_broken_journey_leads_to_the_alert_of_each_flight_and_looking_is_on_record(
    hire: Hire, running: Deployment
) -> None:
    page = hire().sign_in("interpol")
    page.goto(f"/console/patterns?{SPAN}")
    journey = page.locator("#journeys > li", has_text="interpol/E-R-1")
    expect(journey.locator("ol li").first).to_contain_text("JFK → LHR")
    expect(journey.locator("ol li").last).to_contain_text("LHR → CDG")
    alerts = {
        str(one.get_attribute("href")).rpartition("/")[2] for one in journey.locator("a").all()
    }
    noted = [one for one in all_of(running.broker.bootstrap, "audit") if "patterns" in one["what"]]
    assert {f"alert:{one}" for one in alerts} <= set(noted[-1]["about"])
    assert "flight:UA9901/JFK-LHR/2031-05-05" in noted[-1]["about"]
    journey.locator("a").last.click()
    expect(page.locator("h1")).to_contain_text("ZUVAKIM")


def test_agency_that_was_told_of_one_flight_sees_no_journey(officer: Officer) -> None:
    officer.page.goto(f"/console/patterns?{SPAN}")
    expect(officer.page.locator("#journeys")).to_have_text("None in this time.")


def test_land_is_behind_the_routes_and_plots_have_the_colours_of_the_page(hire: Hire) -> None:
    fills = set()
    for scheme in ("light", "dark"):
        one = hire(color_scheme=scheme)
        page = one.sign_in("interpol")
        page.goto(f"/console/patterns?{SPAN}")
        page.wait_for_load_state("networkidle")
        land = page.locator(".map .land").bounding_box()
        assert land is not None
        assert land["width"] > 500
        address = page.locator(".map .land").get_attribute("href") or ""
        assert "immutable" in page.request.get(address).headers["cache-control"]
        other = page.request.get("/console/land/of-yesterday.svg")
        assert other.headers["cache-control"] == "no-store"
        fills.add(
            page.evaluate("getComputedStyle(document.querySelector('.pygal-chart .rect')).fill")
        )
    assert len(fills) == 2
    assert "rgb(0, 0, 0)" not in fills


def test_figures_are_reached_by_keyboard_and_the_map_is_passed_over(hire: Hire) -> None:
    page = hire().sign_in("interpol")
    page.goto(f"/console/patterns?{SPAN}")
    page.wait_for_load_state()
    page.locator("#sum a").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#routes') !== null")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/console/alerts.*route=JFK-LHR|route=LHR-CDG"))


def test_days_that_are_none_are_told_on_a_page(officer: Officer) -> None:
    for query in (
        "since=2031-05-09&until=2031-05-01",
        "since=1999-01-01&until=2031-05-01",
        "since=1960-01-01",
        "until=9999-12-31",
    ):
        officer.page.goto(f"/console/patterns?{query}")
        expect(officer.page.locator("h1")).to_have_text("Not done")
    officer.complaints.clear()  # Chromium logs that the answers were 400
