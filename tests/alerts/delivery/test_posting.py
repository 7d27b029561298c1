"""One call over a real connection: TLS, names, redirects, proxies, answers that end too soon."""

import asyncio
import ssl
from collections.abc import Sequence

import pytest
import trustme

from alerts.delivery.posting import Poster
from tests.streams.delivering.endpoint import LYING, OK, SLOW, Endpoint, answer

AUTHORITY = trustme.CA()


def server_side(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(name).configure_cert(context)
    return context


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


async def leading_here(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


async def posted(url: str, tls: ssl.SSLContext | None = None) -> str:
    poster = Poster(url, timeout_s=1, allow_private=True, resolve=leading_here, tls=tls)
    outcome = await poster.post(b"{}", {})
    poster.close()
    return f"{outcome.kind}: {outcome.reason}"


async def test_a_name_is_called_at_its_checked_address_and_its_certificate_held_against_it() -> (
    None
):
    async with Endpoint(OK, tls=server_side("alerts.example.org")) as desk:
        assert await posted(f"https://alerts.example.org:{desk.port}/", trusting()) == (
            "delivered: delivered"
        )
        assert desk.calls[0].headers["host"] == f"alerts.example.org:{desk.port}"


@pytest.mark.parametrize("trusted", [True, False])
async def test_a_certificate_of_another_name_or_of_nobody_known_is_refused(
    trusted: bool,
) -> None:
    name = "other.example.org" if trusted else "alerts.example.org"
    async with Endpoint(OK, tls=server_side(name)) as desk:
        tls = trusting() if trusted else None
        assert await posted(f"https://alerts.example.org:{desk.port}/", tls) == "away: tls"
        assert desk.calls == []


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    async def both(_host: str, _port: int) -> Sequence[str]:
        return ["93.184.216.34", "127.0.0.1"]

    poster = Poster("https://alerts.example.org/", timeout_s=1, resolve=both)
    outcome = await poster.post(b"{}", {})
    assert (outcome.kind, outcome.reason) == ("away", "forbidden_address")


async def test_a_name_that_changes_after_it_was_checked_changes_nothing() -> None:
    asked = []

    async def once(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async with Endpoint(OK) as desk:
        url = f"http://alerts.example.invalid:{desk.port}/"  # which the system does not know
        poster = Poster(url, timeout_s=1, allow_private=True, resolve=once)
        assert (await poster.post(b"{}", {})).kind == "delivered"
    assert asked == ["alerts.example.invalid"]


async def test_a_redirect_is_not_followed() -> None:
    async with Endpoint(OK) as elsewhere, Endpoint(answer(307, Location=elsewhere.url)) as desk:
        assert await posted(desk.url) == "away: redirect"
        assert elsewhere.calls == []


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Endpoint(OK) as proxy, Endpoint(OK) as desk:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert await posted(desk.url) == "delivered: delivered"
        assert (len(proxy.calls), len(desk.calls)) == (0, 1)


async def test_cookies_are_not_kept() -> None:
    async with Endpoint(answer(200, Set_Cookie="a=b; Path=/"), OK) as desk:
        poster = Poster(desk.url, timeout_s=1, allow_private=True)
        for _ in range(2):
            assert (await poster.post(b"{}", {})).kind == "delivered"
        assert "cookie" not in desk.calls[1].headers


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        pytest.param(OK, "delivered: delivered", id="whole"),
        pytest.param(answer(204), "delivered: delivered", id="nothing to say"),
        pytest.param(LYING, "away: cut_off", id="200 and then hung up"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
            "away: cut_off",
            id="200 and hung up within a chunk",
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\n", "away: no_connection", id="hung up within the head"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\nbye", "delivered: delivered", id="to the end"),
        pytest.param(answer(200, b"x" * 65_537), "away: answer_too_long", id="too long"),
        pytest.param(SLOW, "away: timeout", id="no answer"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
            "away: no_connection",
            id="a head without end",
        ),
    ],
)
async def test_an_answer_counts_when_it_is_complete(told: bytes, outcome: str) -> None:
    async with Endpoint(told) as desk:
        assert await posted(desk.url) == outcome


async def test_a_call_ends_in_time_though_the_answer_trickles() -> None:
    async def trickle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        try:
            while not writer.is_closing():
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.05)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(trickle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert await posted(f"http://127.0.0.1:{port}/") == "away: timeout"
    server.close()


async def test_a_large_call_arrives_whole() -> None:
    async with Endpoint(OK) as desk:
        poster = Poster(desk.url, timeout_s=5, allow_private=True)
        body = b"x" * 3_000_000
        assert (await poster.post(body, {})).kind == "delivered"
        assert desk.calls[0].body == body


async def test_a_name_that_nobody_knows_is_said() -> None:
    poster = Poster("https://nobody.invalid/", timeout_s=5)
    outcome = await poster.post(b"{}", {})
    poster.close()
    assert (outcome.kind, outcome.reason) == ("away", "unknown_name")
