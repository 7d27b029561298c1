"""Public addresses, and what must never be called."""

import pytest

from alerts.delivery.addresses import is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1",
        "169.254.169.254", "0.0.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
        "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::",
        "::127.0.0.1", "::10.0.0.1", "::ffff:0:127.0.0.1", "::ffff:0:a00:1", "fec0::1", "fec0::a:1",
        "100::1", "5f00::1", "4000::1", "64:ff9b:1::7f00:1", "64:ff9b:1::808:808", "2001::7f00:1",
        "3fff::1", "::8.8.8.8", "::ffff:0:8.8.8.8",
    ],
)  # fmt: skip
def test_private_addresses_however_they_are_written_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "64:ff9b::808:808", "1.1.1.1"]
)
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)
