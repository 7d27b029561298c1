"""A real Valkey, one generation of keys for each test; names and compiled code, read beforehand."""

import pytest

from screening.tables import load
from tests.screening.spaces import redis, space, valkey_url

__all__ = ["redis", "space", "valkey_url"]


@pytest.fixture(scope="session", autouse=True)
def _tables_of_names() -> None:
    load()  # no test's deadline pays for it
