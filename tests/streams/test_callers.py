"""Who is at the door: keys, and tokens of providers that answer, do not answer, or lie."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from access.keys import key_hash, new_key
from access.parties import Agency, AgencyId, AgencyKey, Issuer
from doors.problem import Declined
from streams.agencies.issuers import AFTER_FAILURE_S, WITHIN_S, Callers, Patience
from tests.provider import NOW, Provider, ec_key, jwk, provider, token

KEY = new_key(b"k" * 32)
EC = ec_key()


@pytest.fixture
async def uk() -> AsyncIterator[Provider]:
    async with provider() as found:
        found.keys = [jwk(EC, "one")]
        yield found


def callers_of(uk: Provider, patience: Patience) -> Callers:
    agencies = (
        Agency(
            AgencyId("uk-piu"),
            frozenset(),
            (AgencyKey(key_hash(KEY), "admin"),),
            Issuer(uk.url, "tocsin", "tocsin_role"),
        ),
        Agency(AgencyId("fr-piu"), frozenset(), (), Issuer("http://127.0.0.1:9", "tocsin", "role")),
    )
    return Callers(agencies, lambda: NOW, patience)


@pytest.fixture
def patience() -> Patience:
    return Patience()


@pytest.fixture
async def callers(uk: Provider, patience: Patience) -> AsyncIterator[Callers]:
    found = callers_of(uk, patience)
    yield found
    await found.close()


async def status_of(callers: Callers, shown: str) -> int:
    try:
        found = await callers.caller_with(shown)
    except Declined as problem:
        return problem.problem.status
    return 401 if found is None else 200


async def test_key_and_token_say_which_agency(callers: Callers, uk: Provider) -> None:
    held = await callers.caller_with(KEY)
    assert held is not None
    assert (held.agency, held.role) == ("uk-piu", "admin")
    assert held.subject == f"key:{key_hash(KEY)[7:15]}"
    signed = await callers.caller_with(token(EC, uk.url))
    assert signed is not None
    assert (signed.agency, signed.role, signed.subject) == ("uk-piu", "analyst", "officer-7")


async def test_provider_is_asked_once_for_many_tokens(callers: Callers, uk: Provider) -> None:
    shown = token(EC, uk.url)
    assert await asyncio.gather(*(status_of(callers, shown) for _ in range(20))) == [200] * 20
    assert uk.asked == 1


async def test_unknown_key_id_makes_us_ask_once_a_minute(callers: Callers, uk: Provider) -> None:
    other = ec_key()
    assert await status_of(callers, token(EC, uk.url)) == 200
    uk.keys.append(jwk(other, "two"))
    for _ in range(5):
        assert await status_of(callers, token(other, uk.url, kid="two")) == 401
    assert uk.asked == 1


@pytest.mark.parametrize("patience", [Patience(again_s=0)])
async def test_key_that_the_provider_has_since_is_found(callers: Callers, uk: Provider) -> None:
    other = ec_key()
    assert await status_of(callers, token(EC, uk.url)) == 200
    uk.keys.append(jwk(other, "two"))
    assert await status_of(callers, token(other, uk.url, kid="two")) == 200
    assert uk.asked == 2


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"status": 500}, id="fails"),
        pytest.param({"status": 302}, id="sends us elsewhere"),
        pytest.param({"body": b"<html>"}, id="says no JSON"),
        pytest.param({"body": b'{"keys": [' + b" " * 300_000 + b"]}"}, id="says too much"),
        pytest.param({"keys": []}, id="names no key"),
        pytest.param({"described": {"issuer": "https://other.example"}}, id="is of another issuer"),
        pytest.param({"described": {"jwks_uri": "http://10.0.0.1/keys"}}, id="names a plain URL"),
        pytest.param({"described": {"jwks_uri": 7}}, id="names no URL"),
    ],
)
async def test_provider_that_does_not_say_what_it_should_is_away(
    callers: Callers, uk: Provider, wrong: dict[str, Any]
) -> None:
    for name, value in wrong.items():
        setattr(uk, name, value)
    assert await status_of(callers, token(EC, uk.url)) == 503
    assert await status_of(callers, KEY) == 200


@pytest.mark.parametrize("patience", [Patience(fresh_s=0)])
async def test_provider_that_goes_away_is_believed_for_a_while(
    callers: Callers, uk: Provider
) -> None:
    shown = token(EC, uk.url)
    assert await status_of(callers, shown) == 200
    uk.status = 500
    assert await status_of(callers, shown) == 200
    assert uk.asked == 2


@pytest.mark.parametrize("patience", [Patience(fresh_s=0, kept_s=0.2)])
async def test_provider_that_stays_away_is_believed_no_longer(
    callers: Callers, uk: Provider
) -> None:
    shown = token(EC, uk.url)
    assert await status_of(callers, shown) == 200
    uk.status = 500
    await asyncio.sleep(0.25)
    assert await status_of(callers, shown) == 503


@pytest.mark.parametrize("patience", [Patience(fresh_s=0, waits_s=0.1)])
async def test_nobody_whose_key_is_known_queues_behind_a_provider_that_hangs(
    callers: Callers, uk: Provider
) -> None:
    shown = token(EC, uk.url)
    assert await status_of(callers, shown) == 200
    uk.answers.clear()
    for _ in range(2):
        async with asyncio.timeout(0.9):  # and the provider is given five seconds
            every = await asyncio.gather(*(status_of(callers, shown) for _ in range(20)))
        assert every == [200] * 20
    assert uk.asked == 2
    uk.answers.set()
    await asyncio.sleep(0.05)
    assert await status_of(callers, shown) == 200


@pytest.mark.parametrize("patience", [Patience(again_s=0)])
async def test_strangers_who_make_us_ask_a_provider_that_hangs_keep_nobody_out(
    callers: Callers, uk: Provider
) -> None:
    shown = token(EC, uk.url)
    assert await status_of(callers, shown) == 200
    uk.answers.clear()
    forged = [token(ec_key(), uk.url, kid=f"made up {one}") for one in range(20)]
    strangers = [asyncio.create_task(status_of(callers, one)) for one in forged]
    await asyncio.sleep(0.05)
    async with asyncio.timeout(0.5):
        assert await status_of(callers, shown) == 200
    assert uk.asked == 2
    uk.answers.set()
    assert set(await asyncio.gather(*strangers)) == {401}


@pytest.mark.parametrize("patience", [Patience(fresh_s=0)])
async def test_provider_that_was_away_is_left_alone_for_longer_than_we_wait_for_it(
    callers: Callers, uk: Provider
) -> None:
    shown = token(EC, uk.url)
    assert await status_of(callers, shown) == 200
    uk.status = 500
    for _ in range(5):
        assert await status_of(callers, shown) == 200
    assert uk.asked == 2
    assert AFTER_FAILURE_S > 2 * WITHIN_S


async def test_issuer_speaks_for_its_own_agency_alone(callers: Callers, uk: Provider) -> None:
    for name in ("agency", "aud", "azp", "tocsin_agency"):
        claims: dict[str, Any] = {name: "fr-piu"}
        shown = token(EC, uk.url, **claims)
        try:
            found = await callers.caller_with(shown)
        except Declined:
            continue
        assert found is not None
        assert found.agency == "uk-piu"
    assert await status_of(callers, token(EC, "http://127.0.0.1:9")) == 503
    assert await status_of(callers, token(EC, "https://nobody.example")) == 401


@pytest.mark.parametrize("shown", ["", "tocsin_x", "a.b.c", KEY + "x", KEY[:-1]])
async def test_nobody_else_is_let_in(callers: Callers, shown: str) -> None:
    assert await status_of(callers, shown) == 401


async def test_token_without_a_role_is_let_in_and_may_nothing(
    callers: Callers, uk: Provider
) -> None:
    assert await status_of(callers, token(EC, uk.url, tocsin_role=None)) == 403
    assert await status_of(callers, token(EC, uk.url, exp=1)) == 401
    assert datetime.now(NOW.tzinfo) < NOW  # the clock is the one handed in
