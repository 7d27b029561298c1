"""Failed attempts to sign in are counted by where they come from."""

import pytest

from doors.console.signing_in import network_of


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_addresses_of_one_site_are_counted_together(host: str, network: str) -> None:
    assert network_of(host) == network
