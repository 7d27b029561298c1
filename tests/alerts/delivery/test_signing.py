"""Signatures that any Standard Webhooks library verifies, by one secret or two."""

import base64
import secrets
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from alerts.delivery.signing import BadSecrets, secrets_in, signature_headers

OLD, NEW = (f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}" for _ in range(2))
BODY = '{"type": "alerts", "data": {"name": "Türkiye"}}'.encode()


def headers(text: str, body: bytes = BODY) -> dict[str, str]:
    return signature_headers(secrets_in(text), "msg_1", int(time.time()), body)


@pytest.mark.parametrize("secret", [OLD, NEW], ids=["old", "new"])
def test_while_secrets_are_exchanged_either_one_verifies(secret: str) -> None:
    Webhook(secret).verify(BODY, headers(f"{NEW}\n{OLD}\n"))


def test_another_secret_does_not_verify() -> None:
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW).verify(BODY, headers(OLD))


def test_signature_of_the_specification_s_own_example() -> None:
    found = signature_headers(
        secrets_in("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert found["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.text(), st.integers(0, 4_000_000_000))
def test_any_body_is_signed_as_the_library_signs_it(body: str, at_s: int) -> None:
    at = datetime.fromtimestamp(at_s, UTC)
    found = signature_headers(secrets_in(OLD), "msg_1", at_s, body.encode())
    assert found["webhook-signature"] == Webhook(OLD).sign("msg_1", at, body)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("", "has 0 secrets", id="empty"),
        pytest.param(f"{OLD}\n{NEW}\n{OLD}", "has 3 secrets", id="three"),
        pytest.param(f"{OLD}\nsecret", "line 2 does not begin with whsec_", id="no prefix"),
        pytest.param("whsec_a%b", "line 1 is not base64", id="not base64"),
        pytest.param("whsec_c2hvcnQ=", "line 1 holds 5 bytes", id="short"),
    ],
)
def test_what_is_no_secret_is_refused_without_telling_it(text: str, sentence: str) -> None:
    with pytest.raises(BadSecrets, match=sentence) as told:
        secrets_in(text)
    assert "c2hvcnQ" not in str(told.value)


def test_blank_lines_and_windows_line_ends_do_not_matter() -> None:
    assert secrets_in(f"\r\n{OLD}\r\n\r\n{NEW}\r\n") == secrets_in(f"{OLD}\n{NEW}")
