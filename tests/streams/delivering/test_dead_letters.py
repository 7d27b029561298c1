"""What is given up, what is said of it, and what is sent again on demand."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from alerts.ledger import payload
from streams.child import free_port
from streams.delivering.destination import Destination
from tests.acceptance.reading import records_of
from tests.builders import passenger
from tests.conftest import Tocsin
from tests.running import Site
from tests.streams.delivering.endpoint import OK, Endpoint, answer, until
from tests.streams.delivering.lane import Lane, numbered

SOON = 1 / 3600  # a second
SURNAME = passenger().surname


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as found:
        yield found


@pytest.fixture
def variables(site: Site, tmp_path: Path) -> dict[str, str]:
    """Return the site's variables, with a delivery.yaml of the test's own."""
    return {**site.variables, "TOCSIN_DELIVERY_FILE": str(tmp_path / "delivery.yaml")}


@pytest.fixture
def asked(tocsin: Tocsin, variables: dict[str, str]) -> Callable[..., str]:
    """Return what `tocsin deliveries ...` prints."""

    def asked(*arguments: str) -> str:
        open_after = {"TOCSIN_DELIVERY__OPEN_AFTER": "3"}
        ran = tocsin("deliveries", *arguments, variables={**variables, **open_after})
        assert ran.code == 0, ran.err
        return ran.out

    return asked


def written(folder: Path, *rows: Destination) -> None:
    """Write delivery.yaml with *rows*."""
    said = [
        {"agency": agency, "webhooks": [json.loads(row.row.model_dump_json()) for row in mine]}
        for agency in sorted({row.agency for row in rows})
        if (mine := [row for row in rows if row.agency == agency])
    ]
    (folder / "delivery.yaml").write_text(json.dumps({"agencies": said}))


def letters(site: Site, webhook: str) -> list[tuple[str, bytes]]:
    found = records_of(site.endpoints.bootstrap, "dead-letters")
    return [((key or b"").decode(), one) for key, one in found if webhook in (key or b"").decode()]


async def test_after_the_deadline_a_call_is_a_dead_letter_and_the_next_one_is_tried(
    lane: Lane, site: Site, stack: AsyncExitStack
) -> None:
    desk = await stack.enter_async_context(Endpoint(answer(503)))
    row = lane.destination(desk.url, "late")
    async with lane.at_work(row, deadline_h=SOON, call_alerts=2, open_after=3):
        await lane.tell(*numbered(2))
        await lane.stands(row, lambda one: one.failures > 5 and one.begun is None)
        await lane.tell(*numbered(1, 3))  # which has its own time
        await until(lambda: len({one.id for one in desk.calls}) == 2)
        desk.answers = [OK]
        await lane.stands(row, lambda one: not one.failures)
    assert desk.calls[-1].versions == [(f"{3:032x}", 1)]
    ((key, value),) = letters(site, "late")
    said = json.loads(value)
    assert key == "uk-piu/late"
    assert [one["alert_id"] for one in said["alerts"]] == [f"{1:032x}", f"{2:032x}"]
    assert (said["reason"], said["status"], said["call"]) == (
        "server_error", 503, desk.calls[0].id,
    )  # fmt: skip
    tried = [one for one in desk.calls if one.id == said["call"]]
    assert said["attempts"] == len(tried) > 5
    assert said["first_attempt_at"] < said["last_attempt_at"]
    assert said["destination"] == f"http://127.0.0.1:{desk.port}"  # what follows may be a secret
    assert SURNAME.encode() not in value


async def test_list_dead_and_redeliver_tell_and_mend_it(
    lane: Lane, stack: AsyncExitStack, tmp_path: Path, asked: Callable[..., str]
) -> None:
    desk, night = [await stack.enter_async_context(Endpoint(OK)) for _ in range(2)]
    row = lane.destination(desk.url, "mended", agency="fr-piu")
    other = lane.destination(night.url, "beside", agency="fr-piu")
    nobody = lane.destination(f"http://127.0.0.1:{free_port()}/", "nobody", agency="fr-piu")
    never = lane.destination("http://127.0.0.1:1/", "never", agency="de-bka")
    written(tmp_path, row, other, nobody, never)
    told = numbered(2, agency="fr-piu")
    async with lane.at_work(row, other, nobody, open_after=3):
        desk.answers = [answer(422)]
        await lane.tell(*told)
        await until(lambda: len(night.calls) == 1)
        await lane.stands(nobody, lambda one: one.failures >= 3)
        await lane.stands(row, lambda one: one.failures == 2 and one.begun is None)
        desk.answers = [OK]
    lines = (await asyncio.to_thread(asked, "list", "--json")).splitlines()
    listed = {one["webhook"]: one for one in map(json.loads, lines)}
    assert {name: one["state"] for name, one in listed.items()} == {
        "mended": "retrying", "beside": "delivering", "nobody": "open", "never": "never started",
    }  # fmt: skip
    assert {name: one["waiting"] for name, one in listed.items()} == {
        "mended": 0, "beside": 0, "nobody": 2, "never": None,
    }  # fmt: skip
    assert listed["mended"]["last_failure"] == "rejected 422"
    assert listed["beside"]["last_success_at"] is not None
    assert "key=secret" not in "".join(lines)
    table = await asyncio.to_thread(asked, "list", "--agency", "de-bka")
    assert "never started" in table
    assert "fr-piu" not in table

    dead = await asyncio.to_thread(asked, "dead", "--agency", "fr-piu")
    assert "fr-piu/mended: rejected 422 after 1 attempts" in dead
    assert f"{2:032x} v1" in dead

    again = await asyncio.to_thread(
        asked, "redeliver", "--agency", "fr-piu", "--webhook", "mended", "--alert", f"{2:032x}"
    )
    assert again == "1 put on alerts.fr-piu again for fr-piu/mended\n"
    async with lane.at_work(row, other):
        await until(lambda: len(desk.calls) == 4)
        await lane.tell(*numbered(1, 4, agency="fr-piu"))
        await until(lambda: (f"{4:032x}", 1) in night.received and len(desk.calls) == 5)
    (sent_again,) = desk.calls[3].alerts
    assert sent_again == json.loads(payload(told[1])) | {"replay": True}
    assert [len(one.alerts) for one in night.calls] == [2, 1]


async def test_open_circuit_is_told_in_metrics_and_closes_with_the_first_success(
    lane: Lane, site: Site, stack: AsyncExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    from streams.status import Watch

    desk = await stack.enter_async_context(Endpoint(answer(500)))
    row = lane.destination(desk.url, "open")
    watch = Watch(site.settings, lane.redis)
    async with lane.at_work(row):
        await lane.tell(*numbered(1))
        await lane.stands(row, lambda one: one.failures >= 5)
        status = await watch.look()
        assert (status.failing, status.delivering, status.answering) == (
            {"uk-piu/open": True}, 1, 0,
        )  # fmt: skip
        desk.answers = [OK]
        await lane.stands(row, lambda one: not one.failures)
        assert (await watch.look()).failing == {"uk-piu/open": False}
    assert "uk-piu/open fails 5 times in a row (server_error)" in caplog.text
    assert "uk-piu/open answers again" in caplog.text
    counters = (await watch.look()).counters
    assert counters["deliveries:uk-piu/open"] == counters["delivered_alerts:uk-piu/open"] == 1
    assert counters["delivery_failures:uk-piu/open"] >= 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(
            ("redeliver", "--agency", "uk-piu", "--webhook", "des"),
            "uk-piu has no webhook 'des' in",
            id="no such webhook",
        ),
        pytest.param(("list", "--agency", "uk-pui"), "did you mean 'uk-piu'", id="no such agency"),
    ],
)
def test_what_does_not_exist_is_said(
    tocsin: Tocsin,
    variables: dict[str, str],
    tmp_path: Path,
    arguments: tuple[str, ...],
    sentence: str,
) -> None:
    (tmp_path / "delivery.yaml").write_text("agencies: []")
    ran = tocsin("deliveries", *arguments, variables=variables)
    assert ran.code == 2
    assert sentence in ran.err
