"""What `tocsin serve` does beside answering goes on after a fault, and the fault is told."""

import logging

import pytest

from streams.http import kept_up


async def test_a_fault_is_told_by_its_place_and_the_work_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    faults = [ValueError("of somebody"), KeyError("of somebody")]

    async def care() -> None:
        if faults:
            raise faults.pop()

    with caplog.at_level(logging.ERROR, "tocsin.http"):
        await kept_up(care, again_s=0)
    told = [record.getMessage() for record in caplog.records]
    assert [one.split()[1] for one in told] == ["KeyError", "ValueError"]
    assert all("care" in one and "somebody" not in one for one in told)
