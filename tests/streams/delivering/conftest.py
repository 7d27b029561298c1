"""The lane, on the installation of the module."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.running import Site
from tests.streams.delivering.lane import Lane, lane_on


@pytest.fixture
async def lane(site: Site, tmp_path: Path) -> AsyncIterator[Lane]:
    async with lane_on(site, tmp_path) as found:
        yield found
