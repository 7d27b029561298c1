"""Which tokens count, for whom, and with which role."""

import base64
import json
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from access.caller import Caller
from access.parties import Agency, AgencyId, Issuer
from access.tokens import RoleMissing, TokenRefused, caller_in, claimed, key_for, signing_keys
from tests.provider import NOW, ec_key, jwk, rsa_key, token

ISSUER = "https://login.uk.example"
AGENCY = Agency(AgencyId("uk-piu"), frozenset({"GBR"}), (), Issuer(ISSUER, "tocsin", "tocsin_role"))
EC, RSA = ec_key(), rsa_key()
KEYS = signing_keys({"keys": [jwk(EC, "one"), jwk(RSA, "two")]})


def read(text: str, *, now: Any = NOW, keys: Any = KEYS) -> Caller:
    said = claimed(text)
    assert said is not None
    key = key_for(said, keys)
    assert key is not None
    return caller_in(text, key, AGENCY, now)


@pytest.mark.parametrize(("key", "kid", "alg"), [(EC, "one", "ES256"), (RSA, "two", "RS256")])
def test_good_token_speaks_for_the_agency_of_its_issuer(key: Any, kid: str, alg: str) -> None:
    assert read(token(key, ISSUER, kid=kid, alg=alg)) == Caller(
        AgencyId("uk-piu"), "analyst", "officer-7"
    )


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        pytest.param({"aud": "another"}, "signature, iss or aud", id="for another audience"),
        pytest.param({"aud": None}, "signature, iss or aud", id="for nobody"),
        pytest.param({"exp": None}, "signature, iss or aud", id="for ever"),
        pytest.param({"sub": None}, "signature, iss or aud", id="of nobody"),
        pytest.param({"iss": ISSUER + "/"}, "signature, iss or aud", id="another issuer"),
        pytest.param({"exp": int(NOW.timestamp()) - 31}, "expired", id="expired"),
        pytest.param({"nbf": int(NOW.timestamp()) + 31}, "not in force", id="not yet"),
        pytest.param({"sub": "x" * 101}, "sub", id="a long name"),
        pytest.param({"sub": "a\nb"}, "sub", id="a name of two lines"),
        pytest.param({"sub": "key:0123abcd"}, "sub", id="a name as keys have"),
    ],
)
def test_other_tokens_do_not_count(claims: dict[str, Any], why: str) -> None:
    with pytest.raises(TokenRefused, match=why):
        read(token(EC, ISSUER, **claims))


@pytest.mark.parametrize("seconds", [-29, 29])
def test_clocks_may_differ_a_little(seconds: int) -> None:
    at = int(NOW.timestamp()) + seconds
    said: dict[str, Any] = {"exp": at} if seconds < 0 else {"nbf": at}
    assert read(token(EC, ISSUER, **said)).subject == "officer-7"


def test_time_is_the_one_handed_in() -> None:
    with pytest.raises(TokenRefused, match="expired"):
        read(token(EC, ISSUER), now=NOW + timedelta(hours=1))


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("officer", "officer"),
        (["reader", "officer", "admin"], "admin"),
        ("operator", None),
        ("Admin", None),
        (None, None),
        ({"admin": True}, None),
        (7, None),
    ],
)
def test_role_is_the_highest_that_the_token_names(said: Any, role: str | None) -> None:
    text = token(EC, ISSUER, tocsin_role=said)
    if role is None:
        with pytest.raises(RoleMissing):
            read(text)
    else:
        assert read(text).role == role


def test_signature_of_another_key_does_not_count() -> None:
    with pytest.raises(TokenRefused):
        read(token(ec_key(), ISSUER))
    head, body, signature = token(EC, ISSUER).split(".")
    raised = json.loads(base64.urlsafe_b64decode(body + "=="))
    raised["tocsin_role"] = "admin"
    forged = base64.urlsafe_b64encode(json.dumps(raised).encode()).decode().rstrip("=")
    with pytest.raises(TokenRefused):
        read(f"{head}.{forged}.{signature}")


def test_key_counts_with_its_own_algorithm_alone() -> None:
    with pytest.raises(TokenRefused):
        read(token(EC, ISSUER, kid="two"))


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_unsigned_and_shared_secret_are_no_tokens(alg: str) -> None:
    public = RSA.public_key().public_numbers().n.to_bytes(256)  # as the shared secret
    made = token(None if alg == "none" else public, ISSUER, kid="two", alg=alg)
    assert claimed(made) is None
    key = key_for(claimed(token(EC, ISSUER)), KEYS)  # type: ignore[arg-type]  # it is one
    assert key is not None
    with pytest.raises(TokenRefused):
        caller_in(made, key, AGENCY, NOW)


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "a.b.c.d", "e30.e30.", "x" * 9_000])
def test_what_is_no_token_says_nothing(text: str) -> None:
    assert claimed(text) is None


def test_only_keys_that_may_sign_are_taken() -> None:
    small = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  # that is the point
    rows = [
        jwk(EC, "good"),
        jwk(EC, "to encrypt with", use="enc"),
        jwk(small, "small"),
        jwk(RSA, "another algorithm", alg="PS256"),
        {"kty": "oct", "kid": "shared", "k": "c2VjcmV0"},
        {"kty": "EC", "kid": "broken"},
        "nonsense",
    ]
    assert [one.key_id for one in signing_keys({"keys": rows})] == ["good"]
    assert not signing_keys([])
    assert not signing_keys({"keys": None})


def test_without_a_name_the_only_key_is_meant() -> None:
    nameless = claimed(token(EC, ISSUER, kid=None))
    assert nameless is not None
    assert key_for(nameless, KEYS) is None
    assert key_for(nameless, signing_keys({"keys": [jwk(EC, None)]})) is not None
    assert key_for(nameless, signing_keys({"keys": [jwk(EC, None), jwk(RSA, None)]})) is None


@pytest.mark.parametrize(
    "rows", [[jwk(EC, "one"), jwk(RSA, "one")], [jwk(RSA, "one"), jwk(EC, "one")]]
)
def test_of_two_keys_of_one_name_that_of_the_algorithm_is_meant(rows: list[Any]) -> None:
    for key, alg in ((EC, "ES256"), (RSA, "RS256")):
        text = token(key, ISSUER, alg=alg)
        assert read(text, keys=signing_keys({"keys": rows})).subject == "officer-7"


def test_library_is_not_asked_to_trust_what_a_token_says() -> None:
    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(token(EC, ISSUER), KEYS[0], algorithms=["RS256"], audience="tocsin")
