"""Which requests may change anything: those of a page that was served to this browser."""

import pytest
from fastapi import Request

from doors.console.safety import refuse_forged
from doors.console.session import token_of
from doors.problem import Declined


def sent(origin: str | None) -> Request:
    headers = [(b"host", b"console.example")]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize("origin", [None, "https://console.example"])
def test_own_page_may(origin: str | None) -> None:
    refuse_forged(sent(origin), "secret", {"csrf": token_of("secret")})


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://[", "http://[x]"])
def test_any_other_origin_is_refused(origin: str) -> None:
    with pytest.raises(Declined) as refused:
        refuse_forged(sent(origin), "secret", {"csrf": token_of("secret")})
    assert refused.value.problem.status == 403
