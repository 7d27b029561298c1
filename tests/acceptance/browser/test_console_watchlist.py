"""What an analyst does in the console: tries an entry, contributes it, imports a list."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.browser.conftest import DAY, Hire
from tests.acceptance.browser.officer import Officer
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import Traveller

pytestmark = pytest.mark.browser

LEG = next(one for one in DAY.legs if one.route == ("JFK", "LHR"))
UNLISTED = [one for leg in DAY.legs for one in leg.people if one not in DAY.listed]


@pytest.fixture
def admin(hire: Hire, running: Deployment) -> Officer:
    """Return an administrator of the United Kingdom who is signed in."""
    assert running
    found = hire()
    found.sign_in(role="admin")
    return found


def unlisted(number: int) -> Traveller:
    return UNLISTED[number]


def filled(page: Page, one: Traveller, item: str, *, share: str = "all") -> None:
    """Fill in the form of a new entry for somebody."""
    page.goto("/console/watchlist/entry")
    page.wait_for_load_state()
    page.fill("#f-id", item)
    page.fill("#f-full-0", f"{one.given_names} {one.surname}")
    page.fill("#f-birth_dates", one.birth_date)
    page.fill("#f-category", "wanted_person")
    page.check(f'[name="share"][value="{share}"]')


def saved(page: Page) -> None:
    page.locator("button.main").click()
    expect(page.locator(".done")).to_have_text("The entry is in force.")


def test_form_shows_at_once_whom_it_would_hit_and_who_could_see_it(
    admin: Officer, running: Deployment
) -> None:
    page, one = admin.page, unlisted(0)
    (leg,) = (leg for leg in DAY.legs if one in leg.people)
    told = len(running.alerts.latest)
    page.goto("/console/watchlist/entry")
    page.fill("#f-birth_dates", one.birth_date)
    page.fill("#f-full-0", f"{one.given_names} {one.surname}")  # before id and category
    expect(page.locator("#outlook .would li")).to_have_count(1)
    filled(page, one, "try-1")
    expect(page.locator("#outlook .would li")).to_have_count(1)
    expect(page.locator("#outlook .would")).to_contain_text(one.surname)
    expect(page.locator("#outlook .would")).to_contain_text(" → ".join(leg.route))
    for agency, reach in (("interpol", "1"), ("ke-dci", "1" if "NBO" in leg.route else "0")):
        row = page.locator("#outlook .viewers tr", has_text=agency)
        expect(row.locator("td")).to_have_text(reach)
    page.check('[name="hide.interpol"]')
    expect(page.locator("#outlook .viewers tr", has_text="interpol")).to_have_count(0)
    page.check('[name="share"][value="none"]')
    expect(page.locator("#outlook")).to_contain_text("Your agency alone.")
    page.fill("#f-birth_dates", "1911")
    page.fill("#f-full-0", "QQUUXX ZZWWYY")
    expect(page.locator("#outlook")).to_contain_text("Nobody on their way would be hit")
    page.goto("/console/watchlist")
    expect(page.locator("main")).not_to_contain_text("try-1")
    assert len(running.alerts.latest) == told  # nothing was written


def test_entry_is_contributed_raises_its_alert_and_is_removed(admin: Officer) -> None:
    page, one = admin.page, unlisted(1)
    filled(page, one, "kept-1")
    page.get_by_role("button", name="Add a name").click()
    page.fill("#f-full-1", "<script>alert(1)</script>")
    saved(page)
    expect(page.locator("h1")).to_have_text(f"{one.given_names} {one.surname}")
    expect(page.locator("#f-full-1")).to_have_value("<script>alert(1)</script>")
    expect(page.locator("#f-kind-1")).to_have_value("alias")
    admin.board()
    expect(page.locator("#alerts")).to_contain_text(one.surname)
    page.goto("/console/watchlist")
    page.fill('[name="asked"]', one.surname)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=one.surname).click()
    page.wait_for_load_state()
    page.locator("#do-remove").click()
    expect(page).to_have_url(re.compile("kept-1"))  # not sure
    page.get_by_label("Yes, remove this entry").check()
    page.locator("#do-remove").click()
    expect(page.locator(".done")).to_contain_text("The entry is removed")
    admin.board()
    expect(page.locator("#alerts")).not_to_contain_text(one.surname)


def test_whoever_saves_second_keeps_what_was_typed(admin: Officer, hire: Hire) -> None:
    page, one = admin.page, unlisted(2)
    filled(page, one, "both-1", share="none")
    saved(page)
    other = hire()
    other.sign_in(role="admin", staff="0815")
    other.page.goto("/console/watchlist/entry/both-1")
    page.fill("#f-instruction", "hold")
    saved(page)
    other.page.fill("#f-full-0", "Somebody Else Entirely")
    other.page.locator("button.main").click()
    told = other.page.get_by_role("alert")
    expect(told).to_contain_text("somebody else has changed this entry")
    expect(told).to_contain_text("instruction")
    expect(other.page.locator("#f-full-0")).to_have_value("Somebody Else Entirely")
    other.complaints.clear()  # Chromium logs that the answer was 412
    other.page.get_by_role("button", name="Save over it").click()
    expect(other.page.locator(".done")).to_have_text("The entry is in force.")
    expect(other.page.locator("#f-full-0")).to_have_value("Somebody Else Entirely")


def test_faults_are_said_at_their_fields(admin: Officer) -> None:
    page = admin.page
    page.goto("/console/watchlist/entry")
    page.wait_for_load_state()
    page.fill("#f-birth_dates", "27 Feb")
    expect(page.locator("#x-birth_dates")).to_contain_text("Write dates as 1947")
    expect(page.locator("#x-category")).to_be_hidden()  # nobody was there yet
    page.locator("button.main").click()
    for field in ("id", "category", "full-0", "birth_dates"):
        expect(page.locator(f'[id="x-{field}"]')).to_be_visible()
    expect(page.locator("#f-birth_dates")).to_have_value("27 Feb")
    page.fill("#f-full-0", "Anna Karenina")
    expect(page.locator('[id="x-full-0"]')).to_be_hidden()
    expect(page.locator("#x-id")).to_be_visible()  # a look needs none, and an entry does
    assert page.locator("#f-id").get_attribute("aria-describedby") == "x-id h-id"
    admin.complaints.clear()  # Chromium logs that the answer was 400


def test_enter_in_a_field_looks_and_saves_nothing(admin: Officer) -> None:
    page = admin.page
    filled(page, unlisted(3), "enter-1")
    page.locator("#f-full-0").press("Enter")
    expect(page.locator("#outlook .would li")).to_have_count(1)
    expect(page.locator("#names .one-row")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/console/watchlist/entry$"))
    page.goto("/console/watchlist/entry/enter-1")
    expect(page.locator("h1")).to_have_text("There is no such thing")
    admin.complaints.clear()  # Chromium logs that the answer was 404


def test_analyst_looks_and_changes_nothing_and_officer_does_not_look(hire: Hire) -> None:
    analyst, officer = hire(), hire()
    page = analyst.sign_in(role="analyst")
    page.get_by_role("link", name="Watchlist").click()
    expect(page.locator("h1")).to_have_text("Watchlist")
    expect(page.get_by_role("link", name="New entry")).to_have_count(0)
    page.goto("/console/watchlist/entry")
    expect(page.locator("main")).to_contain_text("this needs the role admin")
    page = officer.sign_in()
    expect(page.get_by_role("link", name="Watchlist")).to_have_count(0)
    page.goto("/console/watchlist")
    expect(page.locator("main")).to_contain_text("this needs the role analyst")
    analyst.complaints.clear()  # Chromium logs that the answers were 403
    officer.complaints.clear()


def test_import_shows_its_delta_before_it_applies_it(admin: Officer, tmp_path: Path) -> None:
    page = admin.page
    file = tmp_path / "stolen.csv"
    head = "id,list,category,names,birth_dates\n"
    one, two, bad = "s-1,stolen,crime,Aaa Bbb,1960", "s-2,stolen,crime,Ccc Ddd,1961", "s-3,,X x,,"
    file.write_text(f"{head}{one}\n{two}\n{bad}\n")
    imported(page, file)
    delta(page, Added=2, Changed=0, Removed=0, Unchanged=0, Bad=1)
    expect(page.locator(".bad-rows")).to_contain_text("line 4")
    page.goto("/console/watchlist?list=stolen")
    expect(page.locator("main")).not_to_contain_text("Aaa Bbb")  # nothing is applied yet
    page.goto("/console/watchlist/import")
    page.locator("#apply").click()
    expect(page.locator(".done")).to_have_text("The import is in force.")
    page.get_by_role("link", name="To the list").click()
    page.goto("/console/watchlist?list=stolen")
    expect(page.locator(".entries tbody tr")).to_have_count(2)
    one = one.replace("1960", "1963")
    file.write_text(f"{head}{one}\ns-4,stolen,crime,Eee Fff,1962\n")
    imported(page, file, whole="stolen")
    delta(page, Added=1, Changed=1, Removed=1, Unchanged=0, Bad=0)
    expect(page.locator(".samples").last).to_contain_text("Ccc Ddd")
    page.locator("#apply").click()
    expect(page.locator(".done")).to_have_text("The import is in force.")
    page.goto("/console/watchlist?list=stolen")
    expect(page.locator(".versions tbody tr")).to_have_count(2)
    expect(page.locator(".versions tbody tr").first).to_contain_text("stolen.csv")
    expect(page.locator(".versions .state")).to_have_text("as last imported")


def imported(page: Page, file: Path, whole: str = "") -> None:
    """Choose the file and wait until what it would change is shown."""
    page.goto("/console/watchlist/import")
    page.wait_for_load_state()
    page.set_input_files("#file", file)
    if whole:
        page.fill("#list", whole)
        page.check("#replace")
    page.get_by_role("button", name="Show what it would change").click()
    page.wait_for_selector('[data-state="read"]')


def delta(page: Page, **counts: int) -> None:
    for kind, count in counts.items():
        expect(page.locator(".delta div", has_text=kind).first.locator("dd")).to_have_text(
            str(count)
        )
