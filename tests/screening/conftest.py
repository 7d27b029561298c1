"""A real Valkey, one generation of keys for each test; the tables of names, read beforehand."""

import pytest

from screening.readings import load_tables
from tests.screening.spaces import redis, space, valkey_url

__all__ = ["redis", "space", "valkey_url"]


@pytest.fixture(scope="session", autouse=True)
def _tables_of_names() -> None:
    load_tables()  # no test's deadline pays for it
