"""The operator's page, quarantine and an agency's deliveries, in a real browser."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.agency import comes_true
from tests.acceptance.browser.conftest import DAY, WITHIN_S, Hire
from tests.acceptance.browser.officer import DESKTOP, PHONE, TABLET, Officer
from tests.acceptance.browser.relay import Relay
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.reading import all_of
from tests.acceptance.traffic import OPERATOR_KEY

pytestmark = pytest.mark.browser

NASTY = b"{<script>alert('x')</script>\x00 \xff"
PAGES = ("/console/system", "/console/system/quarantine?reason=invalid")


class Refusing(BaseHTTPRequestHandler):
    """A webhook that refuses every call for good."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(400)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # its own name
        """Say nothing."""


@pytest.fixture(scope="module")
def running(deploy: Deploy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Two workers, one of which delivers to a webhook that refuses; two records are refused."""
    folder: Path = tmp_path_factory.mktemp("delivery")
    (folder / "secret").write_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        row = {
            "id": "desk", "url": f"http://127.0.0.1:{server.server_port}/in",
            "secrets_file": "secret", "allow_insecure": True, "allow_private": True,
        }  # fmt: skip
        rows = {"agencies": [{"agency": "uk-piu", "webhooks": [row]}]}
        (folder / "delivery.yaml").write_text(json.dumps(rows))
        deployment = deploy(
            TOCSIN_DELIVERY_FILE=str(folder / "delivery.yaml"),
            TOCSIN_DELIVERY__BACKOFF_S="0.1",
            TOCSIN_DELIVERY__BACKOFF_MAX_S="0.2",
        )
        deployment.worker(None, "--delivery")
        with deployment.valkey.client() as client:
            name = "tocsin:delivery:uk-piu/desk"
            assert comes_true(lambda: bool(client.hexists(name, "position")))
        deployment.told_of(DAY, within_s=WITHIN_S)
        for bad in (b"{", NASTY):
            deployment.push(bad, airline="UA")
        deployment.flush()
        assert deployment.settled(within_s=WITHIN_S)
        yield deployment
        server.shutdown()


@pytest.fixture
def operator(hire: Hire) -> Officer:
    found = hire()
    found.enter(OPERATOR_KEY, "system", "night-1")
    return found


def sure(page: Page) -> None:
    page.get_by_label("The cause is mended").check()
    page.get_by_role("button", name="Send again", exact=True).click()


def test_operator_sees_the_whole_the_wrong_first_and_live(
    operator: Officer, hire: Hire, running: Deployment
) -> None:
    page = operator.page
    expect(page.locator(".who")).to_have_text("desk / night-1")
    expect(page.locator(".masthead nav a")).to_have_text(["System"])
    expect(page.locator("#verdict")).to_have_text("Not everything works")
    first = page.locator(".concerns li").first
    expect(first).to_contain_text("uk-piu/desk")
    expect(first).to_contain_text("is not delivered to since")
    expect(page.locator("#line")).to_have_text(re.compile("Live"))
    expect(page).to_have_title(re.compile(r"^\(\d\) System · Tocsin"))
    expect(page.locator("[data-part=quarantine]")).to_contain_text("invalid")
    expect(page.locator("[data-part=connected]")).not_to_contain_text("uk-piu")
    hire().sign_in()
    row = page.locator("[data-part=connected] tr", has_text="uk-piu")
    expect(row.locator("td")).to_have_text(["1", "1", "1"])  # its board is open
    text = page.locator("main").inner_text()
    assert not [one.surname for one in DAY.listed if one.surname in text]


def test_focus_and_what_did_not_change_stay_where_they_are(operator: Officer) -> None:
    page = operator.page
    page.evaluate("document.querySelector('[data-part=workers]').dataset.mark = 'same'")
    page.locator("#reason-invalid").focus()
    with page.expect_response("**/console/system/figures"):
        pass
    page.wait_for_timeout(300)
    with page.expect_response("**/console/system/figures"):
        pass
    page.wait_for_timeout(300)
    expect(page.locator("#reason-invalid")).to_be_focused()
    expect(page.locator(".spark polyline").first).to_have_attribute("points", re.compile(r"\d"))


def test_old_figures_are_said_to_be_old(operator: Officer, wire: Relay) -> None:
    page = operator.page
    wire.cut()
    expect(page.locator("#line")).to_have_attribute("data-state", "lost")
    expect(page.locator("#line")).to_contain_text("No new figures since")
    wire.mend()
    expect(page.locator("#line")).to_have_attribute("data-state", "live")
    operator.complaints.clear()  # that it was cut off


def test_operator_and_officer_see_nothing_of_each_others_pages(
    operator: Officer, officer: Officer
) -> None:
    for one, paths in (
        (operator, ("/console/alerts", "/console/check", "/console/deliveries")),
        (officer, (*PAGES, "/console/deliveries", "/console/system/quarantine/0")),
    ):
        for path in paths:
            found = one.page.goto(path)
            assert found is not None
            assert found.status == 403, path
        one.complaints.clear()  # Chromium logs that the answers were 403
    operator.page.goto("/console")
    expect(operator.page).to_have_url(re.compile("/console/system$"))


def test_quarantine_shows_why_what_was_sent_and_sends_again(
    operator: Officer, running: Deployment
) -> None:
    page = operator.page
    page.locator("#reason-invalid").click()
    expect(page.locator(".refused li")).to_have_count(2)
    page.locator(".refused li a").first.click()
    assert "script" not in page.locator("main").inner_text()
    page.locator("#show").click()
    expect(page.locator("#value")).to_have_text(r"{<script>alert('x')</script>\x00 \xff")
    page.fill("#purpose", "the airline mended it")
    sure(page)
    expect(page.get_by_role("status")).to_have_text("1 was sent again.")
    noted = [
        one for one in all_of(running.broker.bootstrap, "audit") if one["who"]["role"] == "operator"
    ]
    ours = [(one["action"], one["what"]) for one in noted]
    assert ours[0] == ("saw", "the console: signed in")
    assert ("saw", "quarantine with values") in ours
    (sent,) = [one for one in noted if one["action"] == "changed"]
    assert sent["who"]["subject"].endswith("/night-1")
    assert sent["purpose"] == "the airline mended it"
    page.goto("/console/system/quarantine?reason=invalid")
    expect(page.locator(".refused li", has_text="sent again")).to_have_count(1)
    page.locator("summary").click()
    expect(page.get_by_label("Also the one that was sent again already")).not_to_be_checked()
    sure(page)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"[12] w(as|ere) sent again"))


def test_agency_sees_what_was_given_up_and_an_administrator_sends_it_again(hire: Hire) -> None:
    one = hire()
    one.sign_in(role="analyst")
    page = one.page
    page.get_by_role("link", name="Deliveries").click()
    expect(page.locator("section", has_text="Last failure").first).to_contain_text("400")
    expect(page.locator(".given-up li").first).to_be_visible()
    expect(page.get_by_role("button", name="Deliver again")).to_have_count(0)
    admin = hire()
    page = admin.sign_in(role="admin")
    page.goto("/console/deliveries?webhook=desk")
    page.locator(".given-up li button").first.click()
    expect(page.get_by_role("status")).to_have_text("1 was sent again.")
    page.locator("summary", has_text="Deliver again").click()
    page.get_by_label("The webhook can take it now").check()
    page.fill('[name="since"]', "2026-01-01T00:00")
    page.locator("button.main").click()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"\d+ were sent again"))


@pytest.mark.parametrize("language", ["en-GB", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(hire: Hire, language: str, scheme: str) -> None:
    one, found = hire(locale=language, color_scheme=scheme), {}
    one.enter(OPERATOR_KEY, "system")
    for path in (*PAGES, "/console/system/quarantine/0"):
        one.page.goto(path)
        found[path] = one.violations()
    other = hire(locale=language, color_scheme=scheme)
    other.sign_in(role="admin")
    other.page.goto("/console/deliveries")
    found["deliveries"] = other.violations()
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
def test_no_page_is_wider_than_the_screen(hire: Hire, size: dict[str, int]) -> None:
    one, other = hire(size=size), hire(size=size)
    one.enter(OPERATOR_KEY, "system")
    other.sign_in(role="admin")
    paths = (*PAGES, "/console/system/quarantine/0")
    for who, path in ((one, path) for path in paths):
        who.page.goto(path)
        wide = who.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (path, wide)
    other.page.goto("/console/deliveries")
    assert other.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
