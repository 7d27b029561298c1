"""Which addresses a webhook may have: public ones alone, unless its row allows others. Pure."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

# What a translator (RFC 6052, RFC 8215) turns into the IPv4 address in its last 32 bits.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


class ForbiddenAddress(Exception):  # noqa: N818  # says what is the case
    """A destination is, or its name leads to, an address that is not public."""


def is_public(address: str) -> bool:
    """Say whether *address* can be reached by anybody, and nobody of ours is behind it."""
    found: Address = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (found, *_within(found)))


def _within(address: Address) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return ()
    found = [address.ipv4_mapped, address.sixtofour]
    if any(address in one for one in _TRANSLATED):
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(one for one in found if one is not None)
