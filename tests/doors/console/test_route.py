"""What went wrong is told on a page: as text, in the reader's language."""

from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Query
from fastapi.responses import Response

from doors.console.route import NOT_THERE, ConsoleRoute
from doors.problem import Declined


async def told(said: str, language: str = "en") -> httpx.Response:
    """Return what a page of the console answers that declines with what is *said*."""
    router = APIRouter(route_class=ConsoleRoute)

    @router.get("/declined")
    async def declined(said: Annotated[str, Query()]) -> Response:
        raise Declined(400, said)

    app = FastAPI()
    app.include_router(router)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:
        headers = {"Accept-Language": language}
        return await client.get("/declined", params={"said": said}, headers=headers)


@pytest.mark.parametrize("said", ["<b>no %s", "no %(such)s thing", "100 % of it"])
async def test_sentence_is_printed_as_it_is_and_escaped(said: str) -> None:
    found = await told(said)
    assert found.status_code == 400
    assert said.replace("<", "&lt;").replace(">", "&gt;") in found.text


async def test_sentence_is_told_in_the_readers_language() -> None:
    found = await told(NOT_THERE, "ar")
    assert NOT_THERE not in found.text
    assert "هذا العنوان يطلب شيئًا غير موجود." in found.text
