"""Addresses of Kafka and Redis that a client can use; what is wrong is said without the value."""

import re
from urllib.parse import urlsplit

from pydantic import SecretStr

_SERVER = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+)(?::(?P<port>[0-9]{1,5}))?")
_USUAL_PORT = 9092
_MOST_PORT = 65535


def kafka_servers(bootstrap: str | None) -> str | None:
    """Return *bootstrap* as it is; raises ValueError unless it is host:port, comma, and so on."""
    for server in () if bootstrap is None else bootstrap.split(","):
        host_and_port(server)
    return bootstrap


def host_and_port(server: str) -> tuple[str, int]:
    """Return where one broker is; raises ValueError unless it is written as host:port."""
    found = _SERVER.fullmatch(server.strip())
    port = int(found["port"] or _USUAL_PORT) if found else 0
    if found is None or not 0 < port <= _MOST_PORT:
        raise ValueError("is no list of host:port; write kafka-1:9092,kafka-2:9092")
    return found["host"].strip("[]"), port


def redis_url(url: SecretStr | None) -> SecretStr | None:
    """Return *url* as it is; raises ValueError, without its text, unless Redis can be found by it.

    A password that is not percent-encoded ends the address early: a part of it would be taken for
    the port, and told.
    """
    if url is not None and not _finds_redis(url.get_secret_value()):
        raise ValueError(
            "is no URL as redis://:password@host:6379/0 or rediss:// (TLS); in the "
            "password write / as %2F, # as %23 and ? as %3F"
        )
    return url


def _finds_redis(text: str) -> bool:
    try:
        url = urlsplit(text)
        _ = url.port  # raises where it is no number
    except ValueError:
        return False
    if url.scheme == "unix":
        return bool(url.path)
    if url.scheme not in {"redis", "rediss"} or not url.hostname:
        return False
    cut = "@" in f"{url.path}{url.query}{url.fragment}"  # the password went on after the address
    return not cut and re.fullmatch(r"/?[0-9]*", url.path) is not None
