"""The board on bad links, where its stream is refused, and where the browser plays no sound."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.acceptance.browser.conftest import WITHIN_S, Hire
from tests.acceptance.browser.newcomers import brought
from tests.acceptance.browser.officer import Officer
from tests.acceptance.browser.relay import Relay
from tests.acceptance.deployment import Deployment
from tests.acceptance.door import Door
from tests.acceptance.traffic import Leg, day

pytestmark = pytest.mark.browser

MANY = 150
STREAMS = 4  # of the agency


@pytest.fixture(scope="module")
def door(running: Deployment) -> Iterator[Door]:
    with running.door(TOCSIN_HTTP__STREAMS=str(STREAMS)) as found:
        yield found


def test_board_that_is_refused_says_why_and_keeps_no_session(hire: Hire) -> None:
    watching = [hire() for _ in range(STREAMS)]
    for one in watching:
        one.sign_in()
        one.board()
    late = hire()
    kept: list[str] = []
    late.page.on("request", lambda one: kept.append(one.url) if "present" in one.url else None)
    page = late.sign_in()
    line = page.locator("#line")
    expect(line).to_have_attribute("data-state", "lost")
    expect(line).to_contain_text(f"the agency has {STREAMS} streams open already")
    page.wait_for_timeout(5_000)
    assert kept == []
    watching[0].page.goto("about:blank")
    expect(line).to_have_attribute("data-state", re.compile("live|resumed"))
    expect(line).not_to_contain_text("streams open")
    for one in (*watching, late):
        one.complaints.clear()  # Chromium logs that answers were 429


def test_slow_link_fills_the_board(officer: Officer, running: Deployment, wire: Relay) -> None:
    people = [one for leg in day(903, 60, first=3_000).legs for one in leg.people][:MANY]
    for one in people:
        running.contribute(one.entry())
    running.flush()
    assert running.settled(within_s=WITHIN_S)
    running.push(Leg("UA", 8100, ("JFK", "LHR"), tuple(people)).manifest())
    running.flush()
    assert running.settled(within_s=WITHIN_S)
    page = officer.board()
    page.locator("#alerts li").nth(MANY - 1).wait_for(state="attached")
    wire.slow(12_000)
    try:
        page.goto("/console/alerts", timeout=60_000)
        lost = page.locator('#line[data-state="lost"]')
        live = page.locator('#line[data-state="live"]')
        expect(lost.or_(live)).to_have_count(1, timeout=90_000)
        expect(live).to_have_count(1)
        assert len(officer.shown()) >= MANY
    finally:
        wire.mend()


def test_sound_that_the_browser_blocks_is_not_shown_as_on(hire: Hire, running: Deployment) -> None:
    evening = hire()
    evening.sign_in()
    page = evening.board()
    page.get_by_role("button", name="Sound for top alerts").click()
    expect(page.locator("#sound")).to_have_attribute("data-chimed", "1")
    kept = evening.context.storage_state()
    page.goto("about:blank")
    morning = hire(storage_state=kept)  # the kiosk was started again
    page, sound = morning.page, morning.page.locator("#sound")
    morning.board()
    expect(sound).to_have_text("Sound is blocked: click to allow it")
    expect(sound).to_have_attribute("aria-pressed", "false")
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")
    expect(sound).to_have_text("Sound for top alerts")
    leg = brought(running, 8201, "BRAXTHORPE", "top")
    expect(page.locator(f'.row[data-flight="{leg.key}"]')).to_have_count(1)
    expect(sound).to_have_attribute("data-chimed", "2")
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "false")
    morning.complaints.clear()  # Chromium logs that sound was blocked


def test_progress_of_an_import_goes_on_after_a_poll_that_is_declined(
    running: Deployment, browser: Browser, tmp_path: Path
) -> None:
    rows = (f"h-{one},hiccup,crime,Aaa Bbb {one},1960" for one in range(60_000))
    file = tmp_path / "hiccup.csv"
    file.write_text("\n".join(("id,list,category,names,birth_dates", *rows)))
    seldom = {"TOCSIN_HTTP__REQUESTS_PER_S": "0.3", "TOCSIN_HTTP__BURST": "6"}
    with running.door(**seldom) as slow:
        admin = Officer(browser, str(slow.client.base_url))
        page = admin.sign_in(role="admin")
        page.goto("about:blank")
        page.goto(f"{slow.client.base_url}/console/watchlist/import")
        page.wait_for_load_state()
        page.set_input_files("#file", file)
        declined: list[str] = []
        page.on("response", lambda one: declined.append(one.url) if one.status == 429 else None)
        page.get_by_role("button", name="Show what it would change").click()
        page.wait_for_selector('[data-state="read"]', timeout=60_000)
        assert declined
        admin.close()
