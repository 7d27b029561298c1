"""Takes docs/console/*.png: plays the demo's day and looks at it as its officer would.

`make screenshots`; every name on them is made up.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.acceptance.browser.conftest import chromium
from tests.acceptance.browser.officer import DESKTOP, PHONE, TABLET
from tests.acceptance.deployment import without_settings
from tests.running import ROOT

FOLDER = ROOT / "docs" / "console"
WITHIN_S = 300
_KEY = r".*\n\s+(tocsin_\S+)"
_INVITED = re.compile(rf"(http://[\d.:]+)/console\n{_KEY}\n{_KEY}")


@contextmanager
def played() -> Iterator[tuple[str, str, str]]:
    """Play the demo within; yield the console's address, the officer's and the operator's key."""
    command = [sys.executable, "-m", "streams", "up", "--demo", "--stay"]
    environ = {**without_settings(os.environ), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        assert process.stdout
        said, until = "", time.monotonic() + WITHIN_S
        try:
            while "To work with this installation" not in said:
                line = process.stdout.readline()
                assert line, said
                assert time.monotonic() < until, said
                said += line
            invited = _INVITED.search(said)
            assert invited, said
            yield invited[1], invited[2], invited[3]
        finally:
            process.send_signal(signal.SIGINT)
            process.stdout.read()


def take(browser: Browser, address: str, key: str, operators_key: str) -> None:
    """Take every picture."""
    looks = {
        "desktop": {"viewport": DESKTOP},
        "phone": {"viewport": PHONE, "device_scale_factor": 2},
        "tablet-dark": {"viewport": TABLET, "color_scheme": "dark"},
        "desktop-arabic": {"viewport": DESKTOP, "locale": "ar"},
    }
    for name, look in looks.items():
        context = browser.new_context(base_url=address, **look)  # type: ignore[arg-type]
        _visit(context.new_page(), name, key)
        context.clear_cookies()
        _operate(context.new_page(), name, operators_key)
        context.close()


def _visit(page: Page, name: str, key: str) -> None:
    page.goto("/console/sign-in")
    _shot(page, f"sign-in-{name}")
    page.fill("#officer", "4711")
    page.fill("#key", key)
    page.locator("button.main").click()
    page.locator("#alerts .row").nth(3).wait_for()
    page.wait_for_timeout(500)
    page.evaluate("document.activeElement.blur()")
    _shot(page, f"alerts-{name}")
    page.goto(page.locator("#alerts .row").nth(1).get_attribute("href") or "")
    page.wait_for_timeout(300)
    person = page.locator(".headline h1").inner_text()
    born = page.locator(".sides tr").nth(2).locator("td").first.inner_text()
    if page.locator("#together").count():
        page.locator("#together").click()
        page.locator("#others").wait_for()
    _shot(page, f"alert-{name}", full_page=True)
    page.goto("/console/check")
    page.fill("#asked", f"{person.replace(',', '')} {born.splitlines()[-1][-4:]}")
    page.locator(".verdict-line").wait_for()
    _shot(page, f"check-{name}")
    page.goto("/console/patterns")
    page.wait_for_load_state("networkidle")
    _shot(page, f"patterns-{name}", full_page=True)
    _contribute(page, name, person)


def _contribute(page: Page, name: str, person: str) -> None:
    """Try an entry for somebody on their way; only an administrator may."""
    if not page.locator('.masthead a[href="/console/watchlist"]').count():
        return
    page.goto("/console/watchlist")
    _shot(page, f"watchlist-{name}")
    page.goto("/console/watchlist/entry")
    if not page.locator("#f-id").count():
        return
    page.fill("#f-id", "2026-4711")
    page.fill("#f-full-0", person.replace(",", ""))
    page.fill("#f-category", "wanted_person")
    page.check('[name="share"][value="all"]')
    page.locator("#outlook .viewers").wait_for()
    page.evaluate("scrollTo(0, 0)")  # what follows the reader is where it begins
    _shot(page, f"entry-{name}", full_page=True)


def _operate(page: Page, name: str, key: str) -> None:
    page.goto("/console/sign-in")
    page.fill("#officer", "4711")
    page.fill("#key", key)
    page.locator("button.main").click()
    page.locator("#verdict").wait_for()
    page.wait_for_timeout(15_000)  # for something to draw
    _shot(page, f"system-{name}", full_page=True)


def _shot(page: Page, name: str, *, full_page: bool = False) -> None:
    page.screenshot(path=FOLDER / f"{name}.png", full_page=full_page, animations="disabled")


def main() -> None:
    """Take them; the folder is emptied first."""
    path = chromium()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in Path(FOLDER).glob("*.png"):
        old.unlink()
    with played() as (address, *keys), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        take(browser, address, *keys)
        browser.close()


if __name__ == "__main__":
    main()
