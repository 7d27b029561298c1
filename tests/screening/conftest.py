"""A real Valkey, one generation of keys for each test."""

from tests.screening.spaces import redis, space, valkey_url

__all__ = ["redis", "space", "valkey_url"]
