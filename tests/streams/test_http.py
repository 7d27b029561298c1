"""The HTTP side as the server runs it: what goes wrong unexpectedly is told without its text."""

import logging

import httpx
import pytest
from fastapi import FastAPI

from doors.problem import answer_problems
from streams.http import without_texts


async def test_unexpected_error_is_logged_by_its_kind_and_place(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = FastAPI()
    counted: list[int] = []
    answer_problems(app, counted.append)

    @app.get("/")
    async def fault() -> None:
        raise RuntimeError("AL TIKRITI is not what was expected")

    transport = httpx.ASGITransport(without_texts(app))  # raises what the server would be given
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        with caplog.at_level(logging.INFO):
            said = await client.get("/")
    assert (said.status_code, counted) == (500, [500])
    logged = [one for one in caplog.messages if "RuntimeError" in one]
    assert "fault" in logged[0]
    assert "TIKRITI" not in caplog.text + said.text
