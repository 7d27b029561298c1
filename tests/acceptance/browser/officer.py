"""An officer at a browser: a real Chromium, headless, that signs in and looks at pages."""

import re
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.acceptance.traffic import AGENCY_KEYS

DESKTOP = {"width": 1366, "height": 850}
TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Officer:
    """One browser session; everything its pages complain of is kept in `complaints`."""

    def __init__(
        self, browser: Browser, address: str, size: dict[str, int] = DESKTOP, **more: Any
    ) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            viewport=size,  # type: ignore[arg-type]  # it is one
            locale=more.pop("locale", "en-GB"),
            **more,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        self.page.on("console", self._hear)
        self.asked_elsewhere: list[str] = []
        self.page.on("request", lambda one: self._watch(one.url, address))

    def sign_in(self, agency: str = "uk-piu", role: str = "officer", staff: str = "4711") -> Page:
        return self.enter(AGENCY_KEYS[agency, role], "alerts", staff)

    def enter(self, key: str, first: str, staff: str = "4711") -> Page:
        """Sign in with a key, whose first page is *first*."""
        page = self.page
        page.goto("/console")
        page.fill("#officer", staff)
        page.fill("#key", key)
        page.locator("button.main").click()
        page.wait_for_url(f"**/console/{first}")
        return page

    def board(self, query: str = "") -> Page:
        self.page.goto(f"/console/alerts{query}")
        expect(self.page.locator("#line")).to_have_attribute(
            "data-state", re.compile("live|resumed")
        )
        return self.page

    def shown(self) -> list[str]:
        """Return the ids of the alerts on the board, in order."""
        found: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('#alerts li')].map((one) => one.dataset.id)"
        )
        return found

    def violations(self) -> list[str]:
        """Return what axe-core finds against WCAG 2.2 AA on the page as it is."""
        self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate("(rules) => axe.run({runOnly: rules})", _RULES)
        return [
            f"{one['id']}: {node['html'][:120]} {node['failureSummary']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def close(self) -> None:
        self.context.close()

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning") and "ERR_" not in message.text:
            self.complaints.append(message.text)

    def _watch(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.asked_elsewhere.append(url)


def usual_frame_ms(page: Page) -> float:
    """Return how long half of the frames take at most while somebody scrolls up and down."""
    page.locator("#alerts li").nth(40).wait_for(state="attached")
    found: float = page.evaluate("""async () => {
        const frames = [];
        let last = performance.now();
        for (let step = 0; step < 60; step += 1) {
            scrollBy(0, step % 10 < 5 ? 300 : -300);
            await new Promise(requestAnimationFrame);
            frames.push(performance.now() - last);
            last = performance.now();
        }
        return frames.sort((a, b) => a - b)[30];
    }""")
    return found
