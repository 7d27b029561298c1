"""A running installation, and Chromium to look at it with."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.acceptance.browser.officer import Officer
from tests.acceptance.browser.relay import Relay
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.door import Door
from tests.acceptance.traffic import day

WITHIN_S = 60
expect.set_options(timeout=15_000)  # ms: a decision may take some seconds on a busy machine
# Listed people on their way to London; `<script>` is a name as any other.
DAY = day(901, 12, every=2, first=900)
UK = sorted(one for one in DAY.expected if one.agency == "uk-piu")
Hire = Callable[..., Officer]


def chromium() -> str | None:
    """Return where Chromium is: CHROMIUM, or one of the names that distributions give it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    """One worker, whose agencies have been told of a day's hits."""
    return deploy().told_of(DAY, within_s=WITHIN_S)


@pytest.fixture(scope="module")
def wire(door: Door) -> Iterator[Relay]:
    port = door.client.base_url.port
    assert port
    relay = Relay(port)
    yield relay
    relay.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.fail("there is no Chromium: `apt-get install chromium`, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def hire(browser: Browser, wire: Relay) -> Iterator[Hire]:
    """Return a function that gives an officer at a browser; none of their pages may complain."""
    hired: list[Officer] = []

    def new(**more: object) -> Officer:
        hired.append(Officer(browser, wire.address, **more))  # type: ignore[arg-type]
        return hired[-1]

    yield new
    for one in hired:
        one.close()
    assert [said for one in hired for said in one.complaints] == []
    assert [said for one in hired for said in one.asked_elsewhere] == []


@pytest.fixture
def officer(hire: Hire) -> Officer:
    """Yield an officer of the United Kingdom who is signed in."""
    found = hire()
    found.sign_in()
    return found
