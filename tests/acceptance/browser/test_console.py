"""What an officer does in the console: signs in, watches, decides, checks. A real browser."""

import json
import re
import time
from datetime import date

import pytest
from kafka import KafkaProducer
from playwright.sync_api import expect

from manifests.mrz.names import MrzName
from manifests.mrz.writing import lines_of
from manifests.mrz.zone import Zone
from streams.clients import producer_options
from streams.tracing.resending import marked
from tests.acceptance.browser.conftest import DAY, UK, WITHIN_S, Hire
from tests.acceptance.browser.newcomers import brought, newcomer
from tests.acceptance.browser.officer import Officer, usual_frame_ms
from tests.acceptance.browser.relay import Relay
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import AGENCY_KEYS, KEYS, Leg, day

pytestmark = pytest.mark.browser

NEWS_MS = 1_000


def test_only_a_key_in_force_and_a_staff_number_let_in(hire: Hire) -> None:
    one = hire()
    page = one.page
    page.goto("/console/alerts")
    expect(page).to_have_url(re.compile(r"/console/sign-in\?back=/console/alerts"))
    for wrong in ("tocsin_nonsense", KEYS["UA"]):
        page.fill("#officer", "4711")
        page.fill("#key", wrong)
        page.locator("button.main").click()
        expect(page.get_by_role("alert")).to_contain_text("no key of an agency")
    one.complaints.clear()  # Chromium logs that the answers were 401
    page.fill("#key", AGENCY_KEYS["uk-piu", "officer"])
    page.locator("button.main").click()
    expect(page.locator(".who")).to_have_text("uk-piu / 4711")
    (cookie,) = [c for c in one.context.cookies() if c["name"] == "tocsin"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/console/alerts")
    expect(page).to_have_url(re.compile("sign-in"))


def test_board_shows_what_stands_with_its_counts(officer: Officer) -> None:
    page = officer.board()
    expect(page.locator("#alerts li")).to_have_count(len(UK))
    expect(page.locator('[data-count="open"]')).to_have_text(str(len(UK)))
    assert len(set(officer.shown())) == len(UK)
    flight = UK[0].flight
    officer.board(f"?state=all&flight={flight}")
    expect(page.locator("#alerts li")).to_have_count(sum(one.flight == flight for one in UK))


def test_new_alert_appears_within_a_second_on_top_with_title_and_sound(
    officer: Officer, running: Deployment
) -> None:
    page = officer.board()
    page.get_by_role("button", name="Sound for top alerts").click()
    leg = brought(running, 7001, "QUASIMIR", "top")
    assert running.alerts.until(
        lambda: any(one["flight"]["number"] == "7001" for one in running.alerts.latest.values()),
        within_s=WITHIN_S,
    )
    page.wait_for_selector(f'.row[data-flight="{leg.key}"]', timeout=NEWS_MS)
    first = page.locator("#alerts li").first
    expect(first).to_contain_text("QUASIMIR")
    expect(page).to_have_title("(1) Alerts · Tocsin")
    expect(page.locator("#said")).to_have_text(f"New alert, severity top, flight {leg.key}")
    sound = page.locator("#sound")
    expect(sound).to_have_attribute("data-chimed", "2")  # as it was switched on too


def test_alert_that_grows_to_top_is_said_as_a_new_one_is(
    officer: Officer, running: Deployment
) -> None:
    page = officer.board()
    page.get_by_role("button", name="Sound for top alerts").click()
    leg = brought(running, 7004, "OMBERVAL")
    expect(page.locator(f'.row[data-flight="{leg.key}"]')).to_have_count(1)
    expect(page.locator("#sound")).to_have_attribute("data-chimed", "1")
    running.contribute(newcomer(7004, "OMBERVAL", "top")[2])
    running.flush()
    expect(page.locator(f'.row.urgent[data-flight="{leg.key}"]')).to_have_count(1)
    expect(page.locator("#said")).to_have_text(f"New alert, severity top, flight {leg.key}")
    expect(page.locator("#sound")).to_have_attribute("data-chimed", "2")


def test_decision_is_made_and_the_next_officer_is_told(officer: Officer, hire: Hire) -> None:
    page = officer.board()
    alert = officer.shown()[-1]
    other = hire()
    other.sign_in(staff="0815")
    other.page.goto(f"/console/alerts/{alert}")
    page.locator(f'[data-id="{alert}"] a').click()
    expect(page.locator("table.weights tfoot")).to_contain_text("a probability of")
    page.fill("#note", "<b>seen at gate 4</b>")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.locator(".headline .state").first).to_have_text("acknowledged")
    expect(page.locator(".decide")).to_contain_text("4711")
    expect(page.locator(".decide")).to_contain_text("<b>seen at gate 4</b>")
    other.page.get_by_role("button", name="Confirm").click()
    expect(other.page.get_by_role("alert")).to_contain_text("has changed since you opened it")
    other.complaints.clear()  # Chromium logs that the answer was 412
    other.page.get_by_role("button", name="Confirm").click()
    expect(other.page.locator(".headline .state").first).to_have_text("confirmed")
    officer.board()
    expect(page.locator('[data-count="confirmed"]')).to_have_text("1")
    assert alert not in officer.shown()


def test_decision_that_is_clicked_twice_is_sent_once(officer: Officer) -> None:
    page = officer.board()
    page.goto(f"/console/alerts/{officer.shown()[-1]}")
    sent = page.evaluate(
        """() => [1, 2].map(() => document.querySelector(".decide form").dispatchEvent(
            new SubmitEvent("submit", { bubbles: true, cancelable: true })))"""
    )
    assert sent == [True, False]


def test_dismissed_for_a_reason_and_opened_again(officer: Officer) -> None:
    page = officer.board()
    page.goto(f"/console/alerts/{officer.shown()[-1]}")
    page.get_by_role("button", name="another reason").click()
    expect(page.get_by_role("alert")).to_contain_text("needs a note")
    expect(page.get_by_label("Note")).to_be_focused()
    officer.complaints.clear()  # the answer was 400
    page.get_by_role("button", name="an error in the data").click()
    expect(page.locator(".headline .state").first).to_have_text("dismissed")
    page.get_by_role("button", name="Open again").click()
    expect(page.locator(".headline .state").first).to_have_text("open")
    expect(page.locator(".history").first).to_contain_text("version 3")


def test_connection_that_is_cut_is_said_and_resumed_without_gap_or_double(
    officer: Officer, running: Deployment, wire: Relay
) -> None:
    page = officer.board()
    before = officer.shown()
    wire.cut()
    expect(page.locator("#line")).to_have_attribute("data-state", "lost")
    leg = brought(running, 7002, "VELDEMAR")
    assert running.settled(within_s=WITHIN_S)
    assert page.locator(f'.row[data-flight="{leg.key}"]').count() == 0
    wire.mend()
    expect(page.locator(f'.row[data-flight="{leg.key}"]')).to_have_count(1)
    expect(page.locator("#line")).to_have_attribute("data-state", re.compile("resumed|live"))
    after = officer.shown()
    assert len(after) == len(set(after)) == len(before) + 1
    assert set(before) < set(after)


def test_connection_that_only_falls_silent_is_found_out(officer: Officer, wire: Relay) -> None:
    page = officer.board()
    wire.hold()
    try:
        expect(page.locator("#line")).to_have_attribute("data-state", "lost", timeout=25_000)
    finally:
        wire.mend()
    expect(page.locator("#line")).to_have_attribute("data-state", re.compile("resumed|live"))


def test_check_understands_name_document_birth_and_a_pasted_zone(officer: Officer) -> None:
    page, one = officer.page, DAY.listed[0]
    page.goto("/console/check")
    field, verdict = page.locator("#asked"), page.locator(".verdict-line")
    field.press_sequentially(f"{one.given_names} {one.surname}")
    expect(verdict).to_have_class(re.compile("listed"))
    field.fill(f"QQQQZZ {one.birth_date}")
    expect(verdict).to_have_class(re.compile("clear"))
    field.fill(one.document)
    expect(verdict).to_have_class(re.compile("listed"))
    expect(page.locator(".read")).to_contain_text(f"document {one.document}")
    zone = Zone(
        "TD3", "P", "IRQ", one.document[:9], "IRQ", one.birth_date, "M",
        date(2033, 1, 1).isoformat(), MrzName(one.surname, one.given_names, may_be_cut=False),
    )  # fmt: skip
    lines = lines_of(zone)
    field.fill("\n".join(lines))
    expect(verdict).to_have_class(re.compile("listed"))
    expect(page.locator(".read")).to_contain_text(one.surname)
    wrong = lines[1][:9] + str((int(lines[1][9]) + 1) % 10) + lines[1][10:]
    field.fill("\n".join((lines[0], wrong)))
    expect(page.locator(".wrong")).to_contain_text("Check digits do not agree")
    assert one.surname not in page.url
    assert one.surname not in page.title()


def test_what_is_sent_again_brings_nothing_back(officer: Officer, running: Deployment) -> None:
    page = officer.board()
    leg, (one, _, entry) = brought(running, 7005, "ULTRAMONT"), newcomer(7005, "ULTRAMONT", "high")
    row = page.locator(f'.row[data-flight="{leg.key}"]')
    expect(row).to_have_count(1)
    assert running.settled(within_s=WITHIN_S)
    (raised,) = [
        told
        for told in running.alerts.latest.values()
        if told["agency"] == "uk-piu" and told["passenger"]["surname"] == one.surname
    ]
    running.remove(entry)
    expect(row).to_have_count(0)
    officer.board()
    again = marked(json.dumps(raised, separators=(",", ":")).encode())
    assert json.loads(again)["replay"] is True
    with KafkaProducer(**producer_options(running.settings.kafka)) as producer:
        producer.send("alerts.uk-piu", again, key=raised["alert_id"].encode()).get(timeout=20)
    after = brought(running, 7006, "YSENGRAND")
    expect(page.locator(f'.row[data-flight="{after.key}"]')).to_have_count(1)
    expect(row).to_have_count(0)


def test_who_is_named_as_a_script_is_a_passenger(officer: Officer, running: Deployment) -> None:
    page = officer.board()
    leg = brought(running, 7003, "<script>document.title='HIT'</script>")
    row = page.locator(f'.row[data-flight="{leg.key}"]')
    expect(row).to_contain_text("<script>document.title='HIT'</script>")
    row.click()
    expect(page.locator("h1")).to_contain_text("<script>")
    assert page.title() == "One alert · Tocsin"


def test_thousand_open_alerts_stay_fluid(officer: Officer, running: Deployment) -> None:
    people = [one for leg in day(902, 270, first=1_000).legs for one in leg.people][:1_000]
    for one in people:
        running.contribute(one.entry())
    running.flush()
    assert running.settled(within_s=WITHIN_S * 2)
    for number in range(20):
        some = tuple(people[number * 50 :][:50])
        running.push(Leg("UA", 8000 + number, ("JFK", "LHR"), some).manifest())
    running.flush()
    assert running.settled(within_s=WITHIN_S * 2)
    begun = time.monotonic()
    page = officer.board()
    page.locator("#alerts li").nth(999).wait_for(state="attached")
    assert time.monotonic() - begun < 20
    many = usual_frame_ms(page)
    few = usual_frame_ms(officer.board("?flight=UA8000/JFK-LHR/2031-05-05"))
    assert many < 3 * few + 10  # beside fifty on the same machine, which may have much else to do
    officer.board()
    page.locator("#alerts li").nth(999).wait_for(state="attached")
    leg = brought(running, 7004, "ZULFIKANT", "top")
    page.wait_for_selector(f'.row[data-flight="{leg.key}"]')
    ranks = page.evaluate("[...document.querySelectorAll('#alerts li')].map((one) => one.rank)")
    assert ranks == sorted(ranks, reverse=True)
