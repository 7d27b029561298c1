"""Whatever is sent to a door as its description allows, or nearly so, is never a fault of ours."""

import json
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.acceptance.agency import AgencyClient
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.door import Door
from tests.acceptance.traffic import AGENCY_KEYS, day

pytestmark = pytest.mark.slow  # run by `make test-kafka`, on both brokers

PROBLEM = "application/problem+json"
KEY = AGENCY_KEYS["uk-piu", "admin"]
DAY = day(811, 2, every=2, first=810)


@schemathesis.serializer("application/x-ndjson", "application/edifact")
def as_it_is(_context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    deployment = deploy(TOCSIN_HTTP__REQUESTS_PER_S="10000", TOCSIN_HTTP__BURST="100000")
    deployment.worker()
    deployment.list_people(DAY)
    deployment.fly(DAY)
    assert deployment.alerts.reach(DAY.expected, within_s=60)
    return deployment


@pytest.fixture(scope="module")
def described(door: Door) -> OpenApiSchema:
    return schemathesis.openapi.from_dict(json.loads(door.client.get("/openapi.json").content))


@pytest.mark.parametrize(
    "examples", [pytest.param(4, id="few"), pytest.param(80, id="many", marks=pytest.mark.slow)]
)
def test_no_request_is_answered_with_a_fault(
    door: Door, described: OpenApiSchema, examples: int
) -> None:
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def asked(case: Any) -> None:
            case.query = {**(case.query or {}), "wait": "0"} if case.query else case.query
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {KEY}"}
            if case.operation.path == "/v1/alerts/stream":  # it goes on for ever
                begun(door, case)
                return
            answer = case.call(base_url=str(door.client.base_url), timeout=20)
            assert answer.status_code < 500, answer.text
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == [PROBLEM]

        asked()
    assert AgencyClient(door, "uk-piu").get("/alerts").status_code == 200
    assert " unexpected " not in door.log.read_text()


def begun(door: Door, case: Any) -> None:
    """Ask for a stream, and hear where it begins."""
    asked = case.as_transport_kwargs(base_url=str(door.client.base_url))
    with requests.request(**{**asked, "stream": True}, timeout=20) as answer:
        if answer.status_code == 200:
            assert next(answer.iter_lines()).startswith(b"retry: ")
            return
        assert answer.status_code < 500, answer.text
        assert answer.headers["content-type"] == PROBLEM
