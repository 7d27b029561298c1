"""The console in Arabic, by keyboard alone, on a phone, light and dark; and by axe-core."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.browser.conftest import DAY, Hire
from tests.acceptance.browser.officer import DESKTOP, PHONE, TABLET, Officer
from tests.acceptance.traffic import AGENCY_KEYS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en-GB", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(hire: Hire, language: str, scheme: str) -> None:
    one = hire(locale=language, color_scheme=scheme)
    page, found = one.page, {}
    page.goto("/console/sign-in")
    found["sign-in"] = one.violations()
    one.sign_in(role="admin")
    one.board()
    page.wait_for_selector("#alerts .row")
    found["board"] = one.violations()
    page.goto(f"/console/alerts/{one.shown()[0]}")
    found["alert"] = one.violations()
    page.goto("/console/check")
    page.fill("#asked", f"{DAY.listed[0].given_names} {DAY.listed[0].surname}")
    page.wait_for_selector(".match")
    found["check"] = one.violations()
    page.goto("/console/watchlist")
    found["watchlist"] = one.violations()
    page.goto("/console/watchlist/entry")
    tried(page)
    found["entry"] = one.violations()
    page.goto("/console/watchlist/import")
    found["import"] = one.violations()
    page.goto("/console/patterns?since=2031-05-01&until=2031-05-14")
    found["patterns"] = one.violations()
    page.goto(f"/console/alerts/{'0' * 32}")
    found["none such"] = one.violations()
    one.complaints.clear()  # Chromium logs that the last answer was 404
    assert {name: said for name, said in found.items() if said} == {}


def tried(page: Page) -> None:
    """Fill in an entry for somebody on their way, as a form shows it."""
    page.wait_for_load_state()
    leg = next(leg for leg in DAY.legs if leg.route == ("JFK", "LHR"))
    page.fill("#f-id", "tried-1")
    page.fill("#f-full-0", f"{leg.people[0].given_names} {leg.people[0].surname}")
    page.fill("#f-category", "wanted_person")
    page.check('[name="share"][value="all"]')
    page.wait_for_selector("#outlook .would")


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
def test_no_page_is_wider_than_the_screen(hire: Hire, size: dict[str, int]) -> None:
    one = hire(size=size)
    one.sign_in(role="admin")
    one.board()
    page = one.page
    page.wait_for_selector("#alerts .row")
    pages = ["/console/alerts", f"/console/alerts/{one.shown()[0]}", "/console/check"]
    pages += [f"/console/watchlist{path}" for path in ("", "/entry", "/import")]
    pages.append("/console/patterns?since=2031-05-01&until=2031-05-14")
    for path in pages:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (path, wide)


def test_tab_that_is_shown_is_in_sight_on_a_phone(hire: Hire) -> None:
    one = hire(size=PHONE)
    one.sign_in()
    one.board("?state=dismissed")
    expect(one.page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_arabic_runs_from_right_to_left_and_is_whole(hire: Hire) -> None:
    one = hire(locale="ar")
    page = one.page
    page.goto("/console/sign-in")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    one.sign_in()
    page = one.board()
    page.wait_for_selector("#alerts .row")
    expect(page.locator("h1")).to_have_text("التنبيهات")
    first = page.locator("#alerts li").first
    severity, score = first.locator(".c-severity"), first.locator(".c-score")
    left, right = score.bounding_box(), severity.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")


def at_alert(page: Page, alert: str) -> None:
    """Wait until the page of *alert* is there and hears keys: its scripts run last."""
    expect(page).to_have_url(re.compile(alert))
    page.wait_for_load_state()


def test_keyboard_alone_signs_in_walks_decides_and_comes_back(hire: Hire) -> None:
    one = hire()
    page, keys = one.page, one.page.keyboard
    page.goto("/console")
    keys.type("4711")  # the field has the focus
    keys.press("Tab")
    keys.type(AGENCY_KEYS["uk-piu", "officer"])
    keys.press("Enter")
    page.wait_for_selector("#alerts .row")
    shown = one.shown()
    for _ in range(30):
        keys.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('row')"):
            break
    keys.press("ArrowDown")
    keys.press("Enter")
    at_alert(page, shown[1])
    keys.press("j")
    at_alert(page, shown[2])
    keys.press("k")
    at_alert(page, shown[1])
    keys.press("a")
    expect(page.locator("#do-acknowledge")).to_be_focused()
    keys.press("Enter")
    expect(page.locator(".headline .state").first).to_have_text("acknowledged")
    at_alert(page, shown[1])
    keys.press("u")
    expect(page).to_have_url(re.compile(r"/console/alerts$"))
    expect(page.locator(f'li[data-id="{shown[2]}"] .row')).to_be_focused()  # the next one
    assert shown[1] not in one.shown()


def test_keyboard_walks_through_a_filter_and_asks_when_it_is_there(officer: Officer) -> None:
    page = officer.board()
    page.evaluate("window.stayed = true")
    severity = page.get_by_role("combobox", name="Severity")
    severity.focus()
    for chosen in ("medium", "high", "top"):
        page.keyboard.press("ArrowDown")
        expect(severity).to_have_value(chosen)
    page.wait_for_timeout(500)
    assert page.evaluate("window.stayed")
    expect(severity).to_be_focused()
    page.get_by_role("button", name="Show").press("Enter")
    expect(page).to_have_url(re.compile("min_severity=top"))


def test_letter_keys_work_on_a_keyboard_of_another_script(hire: Hire) -> None:
    one = hire(locale="ar")
    one.sign_in()
    page = one.board()
    page.wait_for_selector("#alerts .row")
    shown = one.shown()
    page.locator("#alerts .row").first.click()
    at_alert(page, shown[0])
    page.dispatch_event("body", "keydown", {"key": "ت", "code": "KeyJ"})
    at_alert(page, shown[1])
    page.dispatch_event("body", "keydown", {"key": "ش", "code": "KeyA"})
    expect(page.locator("#do-acknowledge")).to_be_focused()


def test_focus_is_seen_on_a_row(officer: Officer) -> None:
    page = officer.board()
    page.wait_for_selector("#alerts .row")
    page.locator("#alerts .row").nth(1).focus()
    page.keyboard.press("ArrowDown")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
