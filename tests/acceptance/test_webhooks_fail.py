"""A real lane against endpoints that are dead, slow, lying, redirecting or change their secret."""

import asyncio
import base64
import json
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from kafka import KafkaProducer
from standardwebhooks.webhooks import Webhook

from alerts.ledger import payload
from streams.child import free_port
from streams.clients import producer_options
from streams.redis_clients import redis_client
from tests.builders import alert
from tests.running import Site
from tests.streams.delivering.endpoint import LYING, OK, SLOW, Endpoint, answer, until

OLD, NEW = (
    f"whsec_{base64.b64encode(one).decode()}"
    for one in (b"a secret of the tests, 32 bytes.", b"another secret of these, 32 byte")
)
QUICK = {
    "TOCSIN_DELIVERY__BACKOFF_S": "0.05",
    "TOCSIN_DELIVERY__BACKOFF_MAX_S": "0.2",
    "TOCSIN_DELIVERY__TIMEOUT_S": "1",
}


def delivery_file(folder: Path, ports: dict[str, int]) -> str:
    rows = []
    for name, port in ports.items():
        (folder / name).write_text(OLD)
        rows.append(
            {
                "id": f"fails-{name}",
                "url": f"http://127.0.0.1:{port}/",
                "secrets_file": name,
                "allow_insecure": True,
                "allow_private": True,
            }
        )
    path = folder / "delivery.yaml"
    path.write_text(json.dumps({"agencies": [{"agency": "uk-piu", "webhooks": rows}]}))
    return str(path)


@pytest.mark.slow
async def test_whatever_endpoints_do_each_gets_everything_in_order_once_it_can(
    site: Site, tmp_path: Path
) -> None:
    producer = KafkaProducer(**producer_options(site.settings.kafka))

    def tell(numbers: Iterable[int]) -> None:
        for one in numbers:
            said = alert(alert_id=f"{one:032x}")
            producer.send("alerts.uk-piu", payload(said), key=said.alert_id.encode())
        producer.flush()

    def taken_up(names: Iterable[str]) -> bool:
        with redis_client(site.settings.redis) as client:
            keys = [f"tocsin:delivery:uk-piu/fails-{one}" for one in names]
            return all(client.hexists(key, "position") for key in keys)

    async with AsyncExitStack() as stack:
        elsewhere = await stack.enter_async_context(Endpoint(OK))
        behaviour = {
            "well": [OK],
            "slow": [SLOW, OK],
            "lying": [LYING, LYING, OK],
            "redirecting": [answer(307, Location=elsewhere.url)] * 2 + [OK],
            "rotating": [OK],
        }
        desks = {
            name: await stack.enter_async_context(Endpoint(*answers))
            for name, answers in behaviour.items()
        }
        dead = free_port()
        ports = {name: desk.port for name, desk in desks.items()} | {"dead": dead}
        variables = {**QUICK, "TOCSIN_DELIVERY_FILE": delivery_file(tmp_path, ports)}
        with site.running("worker", "--delivery", variables=variables):
            await until(lambda: taken_up(ports), within_s=40)
            tell([1, 2])
            await until(lambda: all(len(desk.taken) == 2 for desk in desks.values()))
            (tmp_path / "rotating").write_text(f"{NEW}\n{OLD}")
            tell([3])
            await until(lambda: all(len(desk.taken) == 3 for desk in desks.values()))
            (tmp_path / "rotating").write_text(NEW)
            tell([4])
            await until(lambda: all(len(desk.taken) == 4 for desk in desks.values()))
            late = await stack.enter_async_context(Endpoint(OK, port=dead))
            await until(lambda: len(late.taken) == 4)
            await asyncio.sleep(0.1)
    producer.close(timeout=5)

    told = [(f"{one:032x}", 1) for one in (1, 2, 3, 4)]
    assert {name: desk.taken for name, desk in desks.items()} == dict.fromkeys(desks, told)
    assert (late.taken, elsewhere.calls) == (told, [])
    tries = {"well": 1, "slow": 2, "lying": 3, "redirecting": 3}
    for name, count in tries.items():
        first = desks[name].calls[:count]
        assert len({(one.id, one.body) for one in first}) == 1, name  # the same call each time
    by_old, *between, by_new = desks["rotating"].calls
    Webhook(OLD).verify(by_old.body, by_old.headers)
    Webhook(NEW).verify(by_new.body, by_new.headers)
    for one in between:
        Webhook(OLD).verify(one.body, one.headers)
        Webhook(NEW).verify(one.body, one.headers)
