"""The console as any client meets it: what it refuses, what it sets, what it puts on record."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.acceptance.agency import comes_true
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.door import Door
from tests.acceptance.reading import all_of
from tests.acceptance.traffic import AGENCY_KEYS, day

WITHIN_S = 60
DAY = day(951, 6, every=2, first=950)


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    """One worker, whose agencies have been told of a day's hits."""
    return deploy().told_of(DAY, within_s=WITHIN_S)


class Browser:
    """A client that keeps cookies and sends forms, as a browser would."""

    def __init__(self, door: Door) -> None:
        self.client = httpx.Client(base_url=door.client.base_url, timeout=40)
        self.csrf = ""

    def get(self, path: str, **more: str) -> httpx.Response:
        found = self.client.get(f"/console{path}", headers=more)
        token = re.search(r'(?:name="csrf" value|data-csrf)="([^"]+)"', found.text)
        self.csrf = token[1] if token else self.csrf
        return found

    def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        return self.client.post(f"/console{path}", data=fields, headers=headers)

    def sign_in(self, agency: str = "uk-piu", **more: str) -> httpx.Response:
        self.get("/sign-in")
        key = AGENCY_KEYS[agency, "officer"]
        fields = {"csrf": self.csrf, "key": key, "officer": "4711", "back": "", **more}
        found = self.post("/sign-in", fields)
        self.get("/check")
        return found


@pytest.fixture
def browser(door: Door) -> Iterator[Browser]:
    found = Browser(door)
    yield found
    found.client.close()


def alert_of(running: Deployment, agency: str) -> str:
    found = [a for a, one in running.alerts.latest.items() if one["agency"] == agency]
    return str(found[0])


@pytest.mark.parametrize(
    "path",
    ["", "/alerts", "/check", "/patterns", "/stream/alerts", "/stream/alerts/ready", "/present",
     f"/alerts/{'0' * 32}"],
)  # fmt: skip
def test_nothing_is_shown_to_whoever_is_not_signed_in(browser: Browser, path: str) -> None:
    found = browser.get(path)
    if path == "":
        assert found.headers["location"] == "/console/alerts"
    else:
        assert found.status_code == 303
        assert urlsplit(found.headers["location"]).path == "/console/sign-in"
    asked = browser.get(path, **{"X-Requested-With": "fetch"})
    assert asked.status_code in (303, 401)


@pytest.mark.parametrize("path", ["/sign-in", "/alerts", "/static/x/console.css"])
def test_every_answer_tells_browsers_to_take_nothing_from_elsewhere(
    browser: Browser, path: str
) -> None:
    headers = browser.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        pytest.param({"csrf": ""}, {}, id="no token"),
        pytest.param({"csrf": "0" * 64}, {}, id="another token"),
        pytest.param({}, {"Origin": "https://elsewhere.example"}, id="another origin"),
        pytest.param({}, {"Sec-Fetch-Site": "cross-site"}, id="another site"),
    ],
)
def test_forged_request_does_nothing(
    browser: Browser, running: Deployment, fields: dict[str, str], headers: dict[str, str]
) -> None:
    alert = alert_of(running, "uk-piu")
    browser.sign_in()
    for path in (f"/alerts/{alert}/decide", "/check", "/present", "/sign-out"):
        sent = {"csrf": browser.csrf, "action": "confirm", "version": "1", "asked": "x", **fields}
        assert browser.post(path, sent, **headers).status_code == 403, path
    assert browser.get("/alerts").status_code == 200
    assert running.alerts.latest[alert].get("disposition") is None
    with_key = {"key": AGENCY_KEYS["uk-piu", "officer"], "officer": "1", **fields}
    browser.client.cookies.clear()
    browser.get("/sign-in")
    forged = browser.post("/sign-in", {"csrf": browser.csrf, **with_key}, **headers)
    assert forged.status_code == 403


def test_officer_signs_in_and_is_answered_while_kafka_is_away_and_sees_no_alert(
    running: Deployment,
) -> None:
    away = {"TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1", "TOCSIN_HTTP__ACKNOWLEDGED_S": "1"}
    one = DAY.listed[0]
    with running.door(**away) as cut_off:
        officer = Browser(cut_off)
        assert officer.sign_in("interpol").status_code == 303
        found = officer.post("/check", {"csrf": officer.csrf, "asked": one.surname})
        assert (found.status_code, one.surname in found.text) == (200, True)
        assert officer.get(f"/alerts/{alert_of(running, 'interpol')}").status_code == 503
        officer.client.close()

    def noted() -> list[tuple[str, str]]:
        trail = all_of(running.broker.bootstrap, "audit")
        by_key = [each for each in trail if each["who"]["subject"].startswith("key:")]
        mine = [each for each in by_key if each["who"]["agency"] == "interpol"]
        return [(each["action"], each["what"]) for each in mine]

    told = [("saw", "the console: signed in"), ("looked_up", "a person")]
    assert comes_true(lambda: noted()[:2] == told)  # a worker sees what waits


def test_alert_of_another_agency_is_none(browser: Browser, running: Deployment) -> None:
    browser.sign_in()
    foreign = alert_of(running, "interpol")
    for path in (f"/alerts/{foreign}", f"/alerts/{'0' * 32}"):
        assert browser.get(path).status_code == 404
    for act in ("decide", "together", "source"):
        sent = {"csrf": browser.csrf, "action": "confirm", "version": "1"}
        assert browser.post(f"/alerts/{foreign}/{act}", sent).status_code == 404


def test_address_of_nothing_is_a_page_and_that_of_a_form_leads_to_its_alert(
    browser: Browser, running: Deployment
) -> None:
    alert = alert_of(running, "uk-piu")
    assert browser.get("/no/such/page").status_code == 303
    browser.sign_in()
    found = browser.get("/no/such/page")
    assert (found.status_code, found.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert 'href="/console/alerts"' in found.text
    for path in ("decide", "together", "source"):
        again = browser.get(f"/alerts/{alert}/{path}")
        assert (again.status_code, again.headers["location"]) == (303, f"/console/alerts/{alert}")


def test_decision_sent_twice_is_told_as_one_that_is_done(
    browser: Browser, running: Deployment
) -> None:
    alert = alert_of(running, "uk-piu")
    browser.sign_in()
    page = browser.get(f"/alerts/{alert}").text
    form = dict(re.findall(r'name="(version|key)" value="([^"]+)"', page))
    sent = {"csrf": browser.csrf, "action": "acknowledge", **form}
    for _ in range(2):
        told = browser.post(f"/alerts/{alert}/decide", sent)
        assert (told.status_code, told.headers["location"]) == (303, f"/console/alerts/{alert}")
    other = browser.post(f"/alerts/{alert}/decide", {**sent, "key": "another"})
    assert (other.status_code, "Nothing was decided" in other.text) == (412, True)


def test_board_names_what_it_is_narrowed_to(browser: Browser) -> None:
    browser.sign_in()
    page = browser.get("/alerts?category=smuggling&flight=ua123").text
    assert '<option value="smuggling" selected>smuggling</option>' in page
    assert 'name="flight" dir="ltr" value="UA0123"' in page
    assert "category=smuggling&amp;state=all&amp;flight=UA0123" in page


def test_cookie_is_secure_wherever_it_is_not_the_loopback(browser: Browser) -> None:
    headers = {"Host": "tocsin.example.org"}
    found = browser.get("/sign-in", **headers)
    assert found.headers["set-cookie"].startswith("__Host-tocsin-door=")
    for part in ("Secure", "HttpOnly", "SameSite=strict", "Path=/"):
        assert part in found.headers["set-cookie"]
    proxied = browser.get("/sign-in", **{"X-Forwarded-Proto": "https"})
    assert proxied.headers["set-cookie"].startswith("__Host-")


def test_signing_in_anew_ends_the_session_before_it(browser: Browser) -> None:
    browser.sign_in()
    former = browser.client.cookies["tocsin"]
    browser.sign_in()
    assert browser.client.cookies["tocsin"] != former
    assert browser.get("/alerts").status_code == 200
    browser.client.cookies.clear()
    browser.client.cookies["tocsin"] = former
    assert browser.get("/alerts").status_code == 303


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/console/../x", "/x"])
def test_signing_in_leads_nowhere_else(browser: Browser, back: str) -> None:
    assert browser.sign_in(back=back).headers["location"] == "/console/alerts"


def test_what_is_looked_at_is_on_record_under_the_staff_number(
    browser: Browser, running: Deployment
) -> None:
    browser.sign_in()
    alert = alert_of(running, "uk-piu")
    page = browser.get(f"/alerts/{alert}")
    assert page.status_code == 200
    one = DAY.listed[0]
    answer = browser.post("/check", {"csrf": browser.csrf, "asked": one.surname})
    assert answer.status_code == 200
    with browser.client.stream("GET", "/console/stream/alerts") as stream:
        lines = stream.iter_lines()
        while not next(lines).startswith("id: "):
            pass
    record = [
        one for one in all_of(running.broker.bootstrap, "audit") if one["who"]["agency"] == "uk-piu"
    ]
    said = {(one["action"], one["what"]) for one in record}
    assert said >= {
        ("saw", "the console: signed in"), ("saw", "an alert"), ("saw", "alerts"),
        ("looked_up", "a person"),
    }  # fmt: skip
    assert all(re.fullmatch(r"key:[0-9a-f]{8}/4711", one["who"]["subject"]) for one in record)
    assert one.surname not in str(record)


def test_who_travels_together_is_named_on_request_alone_and_on_record(
    browser: Browser, running: Deployment
) -> None:
    party = DAY.legs[0].people[0]
    base = {"record_locator": "KX7Q2B"}
    people = [
        {**party.row(), **base, "passenger_id": "T-1"},
        {**base, "passenger_id": "T-2", "surname": "WONDIMU", "given_names": "SELAM", "seat": "4C",
         "birth_date": "1999-09-09"},
        {"passenger_id": "T-3", "surname": "KOWALSKI", "record_locator": "OTHER1"},
    ]  # fmt: skip
    running.contribute(party.entry())
    leg = DAY.legs[0].__class__("UA", 77, ("JFK", "LHR"), ())
    running.push({**leg.manifest(message_id="together"), "passengers": people})
    running.flush()
    assert running.settled(within_s=WITHIN_S)
    (alert,) = [
        id_
        for id_, one in running.alerts.latest.items()
        if one["agency"] == "uk-piu" and one["flight"]["number"] == "77"
    ]
    browser.sign_in()
    assert "WONDIMU" not in browser.get(f"/alerts/{alert}").text
    shown = browser.post(f"/alerts/{alert}/together", {"csrf": browser.csrf}).text
    assert "SELAM WONDIMU" in shown
    assert "4C" in shown
    for hidden in ("KOWALSKI", "1999", "9 Sep"):
        assert hidden not in shown
    records = all_of(running.broker.bootstrap, "audit")
    (looked,) = [one for one in records if one["what"] == "who travels on the same booking"]
    assert looked["about"][0] == f"alert:{alert}"
    assert any(one.startswith("name:") for one in looked["about"])
    sent = {"csrf": browser.csrf, "also": "together"}
    both = browser.post(f"/alerts/{alert}/source", sent).text
    assert "SELAM WONDIMU" in both  # what was shown stays
    assert leg.manifest(message_id="together")["message_id"] in both


def test_message_behind_an_alert_is_shown_without_its_people_and_on_record(
    browser: Browser, running: Deployment
) -> None:
    browser.sign_in()
    alert = alert_of(running, "uk-piu")
    sent = running.alerts.latest[alert]
    assert "Source message" in browser.get(f"/alerts/{alert}").text
    shown = browser.post(f"/alerts/{alert}/source", {"csrf": browser.csrf}).text
    number = int(sent["flight"]["number"])
    (leg,) = [
        one for one in DAY.legs if (one.carrier, one.number) == (sent["flight"]["carrier"], number)
    ]
    assert str(leg.manifest()["message_id"]) in shown
    others = {one.surname for one in leg.people} - {sent["passenger"]["surname"]}
    assert others
    assert not [one for one in others if one in shown]
    assert "manifests/" not in shown  # where it lies is nobody's affair
    records = all_of(running.broker.bootstrap, "audit")
    looked = [one for one in records if one["what"] == "the messages behind an alert"]
    assert f"alert:{alert}" in looked[-1]["about"]


def admin_of(browser: Browser, agency: str = "uk-piu") -> Browser:
    browser.sign_in(agency, key=AGENCY_KEYS[agency, "admin"])
    return browser


def tried(one: dict[str, str]) -> dict[str, str]:
    """Return a form that lists *one* and shares it with everybody."""
    return {"id": "try-1", "category": "crime", "share": "all", "full-0": "", **one}


def test_dry_run_is_on_record_with_whom_it_showed(browser: Browser, running: Deployment) -> None:
    one = next(p for leg in DAY.legs for p in leg.people if p not in DAY.listed)
    admin = admin_of(browser)
    asked = tried({"full-0": f"{one.given_names} {one.surname}", "birth_dates": one.birth_date})
    found = admin.post("/watchlist/outlook", {"csrf": admin.csrf, **asked})
    assert one.surname in found.text
    records = all_of(running.broker.bootstrap, "audit")
    looked = [one for one in records if one["what"] == "whom an entry would hit"]
    assert [one["action"] for one in looked] == ["looked_up"]
    assert "entry:uk-piu/try-1" in looked[0]["about"]
    assert any(one.startswith("name:") for one in looked[0]["about"])
    assert one.surname not in str(looked)


def test_form_of_an_entry_works_without_a_script(browser: Browser, running: Deployment) -> None:
    admin = admin_of(browser)
    form = {"csrf": admin.csrf, **tried({"full-0": "Jane <b>Roe"})}
    more = admin.post("/watchlist/entry", {**form, "do": "more-names"}).text
    assert 'name="full-1"' in more
    assert "Jane &lt;b&gt;Roe" in more
    assert "Who could see it" in admin.post("/watchlist/entry", {**form, "do": "try"}).text
    saved = admin.post("/watchlist/entry", {**form, "do": "save", "why": "asked by 4711"})
    assert saved.headers["location"] == "/console/watchlist/entry/try-1?done=saved"
    again = admin.post("/watchlist/entry", {**form, "do": "save"})
    assert again.headers["location"] == saved.headers["location"]  # sent twice, as by a slow link
    other = {"severity": "low", "do": "save"}
    again = admin.post("/watchlist/entry", {**form, **other})
    assert again.status_code == 412
    assert "You have an entry with this id" in again.text
    seen = _seen(running)
    unsure = admin.post("/watchlist/remove", {"csrf": admin.csrf, "id": "try-1"})
    assert (unsure.status_code, "Jane" in unsure.text) == (400, True)
    late = {"csrf": admin.csrf, "id": "try-1", "tag": "another", "sure": "yes"}
    assert admin.post("/watchlist/remove", late).status_code == 412
    assert _seen(running) == seen + 2  # what is shown is on record


def _seen(running: Deployment) -> int:
    records = all_of(running.broker.bootstrap, "audit")
    return sum(
        (one["what"], one["about"]) == ("an entry", ["entry:uk-piu/try-1"]) for one in records
    )


def test_whoever_may_not_contribute_may_not_try_nor_import(browser: Browser) -> None:
    browser.sign_in(key=AGENCY_KEYS["uk-piu", "analyst"])
    for path in ("/outlook", "/entry", "/remove", "/import/file", "/import/apply", "/import/drop"):
        found = browser.post(f"/watchlist{path}", {"csrf": browser.csrf, **tried({})})
        assert found.status_code == 403, path
    assert browser.get("/watchlist").status_code == 200


def test_file_from_elsewhere_is_not_read(browser: Browser) -> None:
    admin = admin_of(browser)
    address, wish = "/console/watchlist/import/file", {"X-Import": '{"file": "a.csv"}'}
    forged = admin.client.post(address, content=b"id,names\n1,Jane\n", headers=wish)
    assert forged.status_code == 403
    signed = {**wish, "X-CSRF-Token": admin.csrf, "X-Requested-With": "fetch"}
    assert (
        b"is not a field"
        in admin.client.post(
            address, content=b"x", headers={**signed, "X-Import": '{"file": "a", "who": 1}'}
        ).content
    )


def test_wish_of_many_agencies_fits_or_is_told_to_be_too_long(browser: Browser) -> None:
    admin = admin_of(browser)
    address = "/console/watchlist/import/file"
    signed = {"X-CSRF-Token": admin.csrf, "X-Requested-With": "fetch"}

    def told(agencies: int) -> str:
        wish = {"file": "a.csv", "share": [f"agency-{one:04}" for one in range(agencies)]}
        headers = {**signed, "X-Import": json.dumps(wish)}
        return str(admin.client.post(address, content=b"x", headers=headers).json()["detail"])

    assert told(400) == "share: names an agency that there is not"
    assert told(800).startswith("more agencies are named, with the name of the file, than fit")


def test_entries_of_others_are_not_to_be_had(browser: Browser) -> None:
    admin = admin_of(browser)
    listed = DAY.listed[0]
    found = admin.post("/watchlist", {"csrf": admin.csrf, "asked": f"E-{listed.id}"})
    assert listed.surname not in found.text
    found = admin.post("/watchlist", {"csrf": admin.csrf, "asked": listed.surname})
    assert listed.given_names not in found.text
    assert admin.get(f"/watchlist/entry/E-{listed.id}").status_code == 404


def test_too_many_attempts_to_sign_in_have_to_wait_and_keep_no_key_out(browser: Browser) -> None:
    browser.get("/sign-in")
    wrong = {"csrf": browser.csrf, "key": "tocsin_wrong", "officer": "1", "back": ""}
    answers = [browser.post("/sign-in", wrong) for _ in range(30)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert browser.sign_in().status_code == 303
