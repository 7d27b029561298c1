"""`tocsin audit`, and that what commands show and do is on record before."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from access.audit import Note
from access.audit_chain import START, Chain
from access.caller import operator
from access.parties import AgencyId
from alerts.routing import hidden_id
from streams.auditing.noting import user
from streams.offline import filled
from streams.publisher import Outgoing, Publisher
from streams.topics import AUDIT, alerts_topic
from tests.builders import alert, entry, manifest, manifest_json
from tests.conftest import Ran, Tocsin
from tests.running import Site
from tests.running import site as new_site
from watchlist.entry import EntryKey

pytestmark = pytest.mark.timeout(60)
PERSON = ("--name", "Sabawi Ibrahim al-Tikriti", "--document", "IRQ:M1234567")


@pytest.fixture
def listed(site: Site) -> Site:
    """Return the installation with the person in its index."""

    async def fill() -> None:
        async with Redis.from_url(site.endpoints.redis_url) as redis:
            await redis.flushall()
            await filled(redis, [entry("1")])

    asyncio.run(fill())
    return site


class Audited:
    """Runs commands and asks the trail about them."""

    def __init__(self, tocsin: Tocsin, site: Site) -> None:
        self._tocsin = tocsin
        self._site = site

    def ran(self, *arguments: str) -> Ran:
        return self._tocsin(*arguments, variables=self._site.variables)

    def shown(self, *arguments: str) -> list[dict[str, Any]]:
        ran = self.ran("audit", "show", *arguments, "--json")
        assert ran.code == 0, ran.err
        return [json.loads(line) for line in ran.out.splitlines()]

    def latest(self, *arguments: str) -> dict[str, Any]:
        return self.shown(*arguments)[-1]

    def sent(self, *records: Outgoing) -> None:
        async def send() -> None:
            async with Publisher(self._site.settings.kafka) as publisher:
                await publisher.publish(*records)

        asyncio.run(send())


@pytest.fixture
def audited(tocsin: Tocsin, listed: Site) -> Audited:
    return Audited(tocsin, listed)


def test_a_question_is_found_by_the_name_the_document_and_the_entry_shown(audited: Audited) -> None:
    asked = audited.ran("check", *PERSON, "--purpose", "case 17")
    assert "interpol/1" in asked.out
    for about in ("TIKRITI sabawi ibrahim", "m1234567", "interpol/1"):
        found = audited.latest("--about", about)
        assert (found["action"], found["what"], found["purpose"]) == (
            "looked_up", "person", "case 17",
        )  # fmt: skip
        assert found["who"] == {"agency": None, "role": "operator", "subject": user().subject}
    assert "Tikriti".upper() not in json.dumps(audited.shown("--since", "1h")).upper()


def test_show_reads_well(audited: Audited) -> None:
    audited.ran("check", *PERSON, "--purpose", "case 18")
    line = audited.ran("audit", "show", "--about", "interpol/1").out.splitlines()[-1]
    assert f"operator/{user().subject}  looked_up person" in line
    assert line.endswith("for: case 18")
    alike = audited.ran("audit", "show", "--about", "Sabaawi Ibraheem al-Tikrity").out
    assert alike == "nothing is on record\n" or "(a name that sounds alike)" in alike


def test_who_asked_the_trail_is_on_record_too(audited: Audited) -> None:
    audited.ran("audit", "show", "--about", "ZYXOPHRENE", "--purpose", "request 4")
    found = audited.latest("--about", "Zyxophrene")
    assert (found["action"], found["what"], found["purpose"]) == ("saw", "audit", "request 4")
    assert audited.shown("--who", f"operator/{user().subject}")
    assert audited.shown("--who", "operator")
    assert not audited.shown("--who", "operator/nobody at all")
    assert not audited.shown("--who", "uk-piu")


def test_alerts_seen_and_sent_again_are_on_record(audited: Audited) -> None:
    one = alert()
    audited.sent(
        Outgoing(
            alerts_topic(AgencyId("uk-piu")),
            one.model_dump_json(by_alias=True).encode(),
            one.alert_id,
        )
    )
    tail = ("alerts", "tail", "--agency", "uk-piu", "--from-beginning", "--max", "1")
    assert audited.ran(*tail).code == 0
    assert audited.ran("alerts", "replay", "--agency", "uk-piu", "--purpose", "lost").code == 0
    assert audited.ran("alerts", "show", one.alert_id[:8]).code == 0
    found = audited.shown("--about", one.alert_id[:8])
    did = [(one["action"], one["what"]) for one in found if one["what"] != "audit"]
    assert did == [("saw", "alerts"), ("exported", "alerts"), ("saw", "alert")]
    assert found[1]["purpose"] == "lost"
    assert "entry:interpol/1" in found[0]["about"]
    assert f"flight:{one.flight.key}" in found[0]["about"]


def test_who_saw_an_alert_whose_owner_is_withheld_is_found_by_the_entry(
    audited: Audited, site: Site
) -> None:
    one = alert(alert_id="e" * 32)
    stands_for_it = hidden_id(site.settings.secret(), EntryKey("interpol/77"), "fr-piu")
    shown = one.entry.model_copy(update={"owner": None, "id": stands_for_it})
    hidden = one.model_copy(update={"agency": "fr-piu", "entry": shown})
    value = hidden.model_dump_json(by_alias=True).encode()
    audited.sent(Outgoing(alerts_topic(AgencyId("fr-piu")), value, hidden.alert_id))
    audited.ran("alerts", "tail", "--agency", "fr-piu", "--from-beginning", "--max", "1")
    (found,) = audited.shown("--about", "interpol/77")
    assert f"alert:{hidden.alert_id}" in found["about"]
    assert "entry:interpol/77" not in found["about"]


def test_what_commands_change_is_on_record(audited: Audited, tmp_path: Path) -> None:
    pushed = tmp_path / "ua.json"
    pushed.write_bytes(manifest_json(manifest()))
    assert audited.ran("manifest", "push", str(pushed), "--airline", "UA").code == 0
    assert audited.latest("--about", manifest().flight.key)["what"] == "manifests"
    assert audited.ran("alerts", "caused-by", "manifests.UA/0/0").code == 0
    seen = audited.latest("--about", "manifests.UA/0/0")
    assert (seen["action"], seen["what"]) == ("saw", "alerts")
    assert audited.ran("subscriptions", "set", "uk-piu", "mine").code == 0
    assert audited.ran("subscriptions", "remove", "uk-piu", "mine").code == 0
    assert len(audited.shown("--about", "uk-piu/mine")) == 2
    assert audited.ran("quarantine", "list").code == 0
    assert "quarantine" in [one["what"] for one in audited.shown("--since", "1h")]


def test_a_trail_that_is_whole_is_told_with_its_head(audited: Audited) -> None:
    audited.ran("check", *PERSON)
    ran = audited.ran("audit", "verify")
    assert (ran.code, ran.out.startswith("whole: ")) == (0, True), ran.err
    head = ran.out.splitlines()[-1].removeprefix("head: ")
    audited.ran("check", *PERSON)
    later = audited.ran("audit", "verify", "--head", head, "--json")
    said = json.loads(later.out)
    assert (later.code, said["whole"], said["problem"]) == (0, True, None)
    assert said["records"] == int(head.partition(":")[0]) + 1


def test_a_head_that_is_not_in_the_trail_is_told(audited: Audited) -> None:
    audited.ran("check", *PERSON)
    ran = audited.ran("audit", "verify", "--head", f"1:{'0' * 64}")
    assert ran.code == 1
    assert "record 1 is another than the head you noted knows" in ran.err
    assert audited.ran("audit", "verify", "--head", "1:xyz").code == 2


def test_a_record_that_was_taken_out_is_found_with_its_place(tocsin: Tocsin) -> None:
    with new_site() as bare:
        notes = [Note(operator("x"), "saw", "alert", (f"alert:{at}",)) for at in range(4)]
        made = list(Chain(bare.settings.secret()).continued(START, notes, ""))
        own = Audited(tocsin, bare)
        own.sent(*(Outgoing(AUDIT, one.value) for one in (made[0], made[1], made[3])))
        ran = own.ran("audit", "verify")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            "tocsin: the audit trail is not whole: record 3 is missing between 2 and 4 (offset 2)\n"
        )
        assert json.loads(own.ran("audit", "verify", "--json").out)["whole"] is False


@pytest.mark.parametrize("more", [(), pytest.param(("--json",), marks=pytest.mark.slow)])
def test_officer_is_answered_while_kafka_is_away_and_that_is_on_record_once_it_is_back(
    audited: Audited, tocsin: Tocsin, listed: Site, more: tuple[str, ...]
) -> None:
    audited.ran("audit", "show", "--who", "nobody")  # Redis knows where the trail ends
    away = {**listed.variables, "TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1"}
    ran = tocsin("check", *PERSON, "--purpose", "Kafka away", *more, variables=away)
    assert ran.code == 0, ran.err
    assert "TIKRITI" in ran.out.upper()
    assert ran.err == "no Kafka broker answers: that you asked waits in Redis to be published\n"
    waits = audited.ran("audit", "verify")
    assert (waits.code, "1 records wait in Redis" in waits.err) == (0, True)
    assert audited.latest("--about", "interpol/1")["purpose"] == "Kafka away"
    again = audited.ran("audit", "verify")
    assert (again.code, "wait in Redis" in again.err) == (0, False)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("check", *PERSON), id="check, and Redis was lost as well"),
        pytest.param(("check", *PERSON, "--json"), id="check as JSON"),
    ],
)
def test_where_it_cannot_be_noted_nothing_is_shown(
    tocsin: Tocsin, listed: Site, arguments: tuple[str, ...]
) -> None:
    away = {**listed.variables, "TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1"}
    ran = tocsin(*arguments, variables=away)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "tocsin: the audit trail cannot be written: no Kafka broker answers; so nothing is shown "
        "or done\n"
    )


def test_where_redis_is_away_nothing_is_shown_and_the_trail_can_still_be_verified(
    tocsin: Tocsin, audited: Audited, listed: Site
) -> None:
    audited.ran("check", *PERSON)
    away = {**listed.variables, "TOCSIN_REDIS__URL": "redis://127.0.0.1:1/0"}
    ran = tocsin("quarantine", "list", variables=away)
    assert (ran.code, ran.out) == (1, "")
    assert "the audit trail cannot be written: Redis does not answer" in ran.err
    verified = tocsin("audit", "verify", variables=away)
    assert verified.code == 0
    assert "only --head finds an end that is cut" in verified.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("audit", "show"), "give --about, --who or --since", id="nothing asked"),
        pytest.param(
            ("check", *PERSON, "--purpose", "x" * 201), "at most 200 characters", id="too long"
        ),
        pytest.param(("check", *PERSON, "--purpose", "a\x1bb"), "control characters", id="control"),
    ],
)
def test_wrong_usage_is_one_sentence(tocsin: Tocsin, arguments: tuple[str, ...], said: str) -> None:
    ran = tocsin(*arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


def test_what_needs_no_service_still_needs_none(tocsin: Tocsin, tmp_path: Path) -> None:
    pushed = tmp_path / "ua.json"
    pushed.write_bytes(manifest_json(manifest()))
    ran = tocsin("manifest", "push", str(pushed), "--airline", "UA", "--dry-run")
    assert ran.code == 0
