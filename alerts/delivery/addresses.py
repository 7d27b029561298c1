"""Which addresses a webhook may have: public ones alone, unless its row allows others. Pure."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

# What a translator (RFC 6052) turns into the IPv4 address in its last 32 bits.
_TRANSLATED = IPv6Network("64:ff9b::/96")
# Of IPv6 what is given out to be reached from everywhere (RFC 4291), less what is not: examples.
_GIVEN_OUT = IPv6Network("2000::/3")
_EXAMPLES = IPv6Network("3fff::/20")  # RFC 9637


class ForbiddenAddress(Exception):  # noqa: N818  # says what is the case
    """A destination is, or its name leads to, an address that is not public."""


def is_public(address: str) -> bool:
    """Say whether *address* can be reached by anybody, and nobody of ours is behind it."""
    found: Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv4Address):
        return _is_public_4(found)
    if found in _TRANSLATED:
        return _is_public_4(IPv4Address(int(found) & 0xFFFFFFFF))
    if found not in _GIVEN_OUT or found in _EXAMPLES or found.is_private:
        return False
    return found.sixtofour is None or _is_public_4(found.sixtofour)


def _is_public_4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast
