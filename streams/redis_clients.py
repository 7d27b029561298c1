"""From settings to a Redis client, of either kind."""

from typing import TypedDict

import redis
import redis.asyncio

from config.problems import ConfigError
from config.settings import RedisSettings


class RedisOptions(TypedDict, total=False):
    """For redis.Redis.from_url, of either kind."""

    socket_timeout: float
    socket_connect_timeout: float
    ssl_ca_certs: str


def redis_client(settings: RedisSettings) -> redis.Redis:
    """Return a client that answers in bytes; it connects at its first command."""
    return redis.Redis.from_url(_url(settings), **redis_options(settings))


def async_redis_client(settings: RedisSettings) -> redis.asyncio.Redis:
    """Return the asyncio client that answers in bytes; it connects at its first command."""
    return redis.asyncio.Redis.from_url(_url(settings), **redis_options(settings))


def redis_options(settings: RedisSettings) -> RedisOptions:
    """Return what both clients take beside the URL."""
    options: RedisOptions = {
        "socket_timeout": settings.timeout_s,
        "socket_connect_timeout": settings.timeout_s,
    }
    if settings.ca_file is None:
        return options
    if not _url(settings).startswith("rediss://"):
        raise ConfigError("TOCSIN_REDIS__CA_FILE: needs a TOCSIN_REDIS__URL that begins rediss://")
    return {**options, "ssl_ca_certs": str(settings.ca_file)}


def _url(settings: RedisSettings) -> str:
    if settings.url is None:
        raise ConfigError("set TOCSIN_REDIS__URL, such as rediss://:password@redis:6379/0")
    return settings.url.get_secret_value()
