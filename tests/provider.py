"""An identity provider of the tests' own: keys of its own, over HTTP on the loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
NOW = datetime(2031, 5, 5, 8, 0, tzinfo=UTC)


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def jwk(key: Private, kid: str | None, **more: Any) -> dict[str, Any]:
    """Return the public half as a row of a JWKS document."""
    if isinstance(key, rsa.RSAPrivateKey):
        row = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    else:
        row = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**row, "use": "sig", **({} if kid is None else {"kid": kid}), **more}


def token(
    key: Any, issuer: str, *, kid: str | None = "one", alg: str = "ES256", **claims: Any
) -> str:
    """Return a token for an analyst, good for five minutes from NOW; None takes a claim away."""
    said: dict[str, Any] = {
        "iss": issuer,
        "aud": "tocsin",
        "sub": "officer-7",
        "exp": int(NOW.timestamp()) + 300,
        "tocsin_role": "analyst",
        **claims,
    }
    headers = {} if kid is None else {"kid": kid}
    present = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(present, key, algorithm=alg, headers=headers)


@dataclass
class Provider:
    """What it says to whoever asks, and how often it was asked."""

    url: str = ""
    keys: list[dict[str, Any]] = field(default_factory=list)
    described: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    body: bytes | None = None
    asked: int = 0
    answers: asyncio.Event = field(default_factory=asyncio.Event)  # cleared, it takes its time

    def __post_init__(self) -> None:
        self.answers.set()

    async def discovery(self, _request: web.Request) -> web.Response:
        said = {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **self.described}
        return web.json_response(said)

    async def jwks(self, _request: web.Request) -> web.Response:
        self.asked += 1
        await self.answers.wait()
        if self.status in (301, 302):
            return web.Response(status=self.status, headers={"Location": f"{self.url}/keys"})
        if self.body is not None:
            return web.Response(body=self.body, status=self.status)
        return web.json_response({"keys": self.keys}, status=self.status)


@asynccontextmanager
async def provider() -> AsyncIterator[Provider]:
    """Run one on a free port of the loopback."""
    found, app = Provider(), web.Application()
    app.router.add_get("/.well-known/openid-configuration", found.discovery)
    app.router.add_get("/keys", found.jwks)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        found.url = f"http://{host}:{port}"
        yield found
    finally:
        found.answers.set()
        await runner.cleanup()
