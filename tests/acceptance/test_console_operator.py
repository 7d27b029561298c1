"""The operator's side of the console as any client meets it: who gets in, and what is refused."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.door import Door
from tests.acceptance.reading import all_of
from tests.acceptance.test_console_doors import Browser
from tests.acceptance.traffic import AGENCY_KEYS, KEYS, OPERATOR_KEY

WITHIN_S = 60
PAGES = ("/system", "/system/figures", "/system/quarantine", "/system/quarantine/0")


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    """One worker that has refused one record, which says who somebody is."""
    deployment = deploy()
    deployment.worker()
    deployment.push(b'{"surname": "KOWALSKI"', airline="UA")
    deployment.flush()
    assert deployment.settled(within_s=WITHIN_S)
    return deployment


@pytest.fixture
def browser(door: Door) -> Iterator[Browser]:
    found = Browser(door)
    yield found
    found.client.close()


def signed_in(browser: Browser, key: str = OPERATOR_KEY) -> Browser:
    assert browser.sign_in(key=key).status_code == 303
    browser.get("/system")
    return browser


def test_the_address_itself_leads_a_browser_to_the_console(door: Door) -> None:
    found = door.client.get("/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (found.status_code, found.headers["location"]) == (303, "/console")
    program = door.client.get("/", headers={"Accept": "application/json"})
    assert (program.status_code, "/docs" in program.json()["detail"]) == (404, True)


def test_nothing_is_shown_to_whoever_is_not_signed_in(browser: Browser) -> None:
    for path in (*PAGES, "/deliveries"):
        found = browser.get(path)
        assert urlsplit(found.headers["location"]).path == "/console/sign-in", path
        assert browser.get(path, **{"X-Requested-With": "fetch"}).status_code == 401


def test_operator_begins_at_the_system_whatever_they_came_for(browser: Browser) -> None:
    for back in ("", "/console/alerts", "/console/system"):
        found = browser.sign_in(key=OPERATOR_KEY, back=back)
        assert found.headers["location"] == "/console/system"
    back = "/console/system/quarantine"
    assert browser.sign_in(key=OPERATOR_KEY, back=back).headers["location"] == back
    assert browser.get("").headers["location"] == "/console/system"
    assert browser.sign_in(back=back).headers["location"] == "/console/alerts"


def test_each_sees_their_own_pages_alone(browser: Browser, door: Door) -> None:
    signed_in(browser)
    for path in ("/alerts", "/check", "/stream/alerts", f"/alerts/{'0' * 32}", "/deliveries"):
        assert browser.get(path).status_code == 403, path
    for path in ("/check", f"/alerts/{'0' * 32}/decide", "/deliveries/desk/redeliver"):
        assert browser.post(path, {"csrf": browser.csrf}).status_code == 403, path
    for role in ("officer", "analyst", "admin"):
        other = signed_in(Browser(door), AGENCY_KEYS["uk-piu", role])
        for path in PAGES:
            assert other.get(path).status_code == 403, (role, path)
        for path in ("/system/quarantine/replay", "/system/quarantine/0/replay"):
            sent = {"csrf": other.csrf, "reason": "invalid", "sure": "yes"}
            assert other.post(path, sent).status_code == 403, (role, path)
        assert (other.get("/deliveries").status_code == 200) == (role != "officer")
        other.client.close()
    airline = Browser(door)
    assert airline.sign_in(key=KEYS["UA"]).status_code == 401
    airline.client.close()


def test_what_was_sent_is_shown_on_request_alone_and_on_record(
    browser: Browser, running: Deployment
) -> None:
    signed_in(browser)
    for path in ("/system", "/system/quarantine", "/system/quarantine?reason=invalid"):
        found = browser.get(path)
        assert found.status_code == 200
        assert "KOWALSKI" not in found.text
    before = browser.get("/system/quarantine/0").text
    assert "KOWALSKI" not in before
    assert "invalid" in before
    shown = browser.post("/system/quarantine/0/show", {"csrf": browser.csrf})
    assert "{&#34;surname&#34;: &#34;KOWALSKI&#34;" in shown.text
    noted = all_of(running.broker.bootstrap, "audit")
    place = [f"record:{running.quarantine()[0]['topic']}/0/0"]
    assert ("operator", "quarantine with values", place) in [
        (one["who"]["role"], one["what"], one["about"]) for one in noted
    ]
    assert browser.get("/system/quarantine/77").status_code == 404


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/system/quarantine/replay", {"reason": "invalid"}, 400),
        ("/system/quarantine/replay", {"sure": "yes"}, 400),
        ("/system/quarantine/replay", {"reason": "../x", "sure": "yes"}, 400),
        ("/system/quarantine/0/replay", {}, 400),
        ("/system/quarantine/0/replay", {"sure": "yes", "purpose": "x" * 201}, 400),
        ("/system/quarantine/0/replay", {"sure": "yes", "csrf": "0" * 64}, 403),
        ("/system/quarantine/replay", {"reason": "invalid", "sure": "yes", "csrf": ""}, 403),
        ("/system/quarantine/0/show", {"csrf": ""}, 403),
    ],
)
def test_nothing_is_sent_again_unless_it_is_meant(
    browser: Browser, running: Deployment, path: str, fields: dict[str, str], status: int
) -> None:
    signed_in(browser)
    before = len(running.quarantine())
    assert browser.post(path, {"csrf": browser.csrf, **fields}).status_code == status
    assert len(running.quarantine()) == before
    noted = all_of(running.broker.bootstrap, "audit")
    assert not [one for one in noted if (one["action"], one["what"]) == ("changed", "quarantine")]


def test_operator_gets_in_and_sees_what_is_wrong_while_kafka_is_away(running: Deployment) -> None:
    away = {"TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1", "TOCSIN_HTTP__ACKNOWLEDGED_S": "1"}
    with running.door(**away) as cut_off:
        browser = Browser(cut_off)
        browser.get("/sign-in")
        sent = {"csrf": browser.csrf, "key": OPERATOR_KEY, "officer": "night-1", "back": ""}
        assert browser.post("/sign-in", sent).status_code == 303
        shown = browser.get("/system")
        assert shown.status_code == 200
        assert "Kafka does not answer" in shown.text
        browser.client.close()
