"""Which topics there are, and who may do what with them. Pure: lists, no broker."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from access.parties import AgencyId, AirlineId, Parties
from config.problems import ConfigError
from config.retention import RetentionSettings

# What an airline or agency may send in one record; larger ones are refused at the client.
MAX_RECORD_BYTES = 8 * 1024 * 1024
# What we may have to carry ourselves: an inbound record in base64 with its quarantine reason.
MAX_INTERNAL_BYTES = 12 * 1024 * 1024
MAX_INTERNAL_VALUE = MAX_INTERNAL_BYTES - 64 * 1024  # a record is a little more than its value

MANIFESTS = "manifests"
WATCHLIST = "watchlist"
HITS = "hits"
QUARANTINE = "quarantine"
AUDIT = "audit"  # who did what, about which (access/audit.py)
SUBSCRIPTIONS = "subscriptions"  # those made by command
DEAD_LETTERS = "dead-letters"  # what a webhook did not take, by its ids
SUPPRESSIONS = "suppressions"  # decisions that outlast their alerts

DISPOSITIONS = "dispositions"  # before the dot
ALERTS = "alerts"

SERVICE = "User:tocsin"
ADMIN = "admin"  # who may do everything at the broker of docker-compose.yml

IN_SYNC = "min.insync.replicas"

_DAY_MS = 24 * 60 * 60 * 1000

FOR_GOOD = ("entries", "subscriptions", "suppressions")  # the last of each key stays
# By what a topic's name begins with; a dot stands before the party.
_CATEGORIES = {
    "manifests.": "pushes",
    "requests.": "pushes",
    "manifests": "pushes",
    "responses.": "responses",
    "watchlist.": "contributions",
    "dispositions.": "dispositions",
    "hits": "facts",
    "alerts.": "alerts",
    "quarantine": "quarantine",
    "audit": "audit",
    "dead-letters": "dead_letters",
    "watchlist": "entries",
    "subscriptions": "subscriptions",
    "suppressions": "suppressions",
}

OF_PARTIES = tuple(kind for kind in _CATEGORIES if kind.endswith("."))


def manifests_topic(airline: AirlineId) -> str:
    return f"manifests.{airline}"


def requests_topic(airline: AirlineId) -> str:
    return f"requests.{airline}"


def is_request(topic: str) -> bool:
    """Say whether what is on *topic* may ask for an answer before boarding."""
    return topic.startswith("requests.")


def responses_topic(airline: AirlineId) -> str:
    return f"responses.{airline}"


def watchlist_topic(agency: AgencyId) -> str:
    return f"watchlist.{agency}"


def dispositions_topic(agency: AgencyId) -> str:
    return f"{DISPOSITIONS}.{agency}"


def alerts_topic(agency: AgencyId) -> str:
    return f"{ALERTS}.{agency}"


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """A topic as it should be."""

    name: str
    partitions: int
    replication: int
    configs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Grant:
    """One thing that one principal is allowed; a prefix covers every name that begins so."""

    principal: str
    kind: Literal["topic", "group"]
    name: str
    operation: Literal["READ", "WRITE"]
    prefix: bool = False


def topics_for(
    parties: Parties, retention: RetentionSettings, *, partitions: int, replication: int
) -> tuple[TopicPlan, ...]:
    """Return every topic of *parties*; *partitions* is for those that are spread over workers."""
    spread = (MANIFESTS, WATCHLIST, HITS)
    return tuple(
        TopicPlan(
            name,
            partitions if name in spread else 1,
            replication,
            {**_configs(name, retention), **_in_sync(replication)},
        )
        for name in topic_names(parties)
    )


def topic_names(parties: Parties) -> tuple[str, ...]:
    """Return the name of every topic of *parties*."""
    found = [MANIFESTS, WATCHLIST, HITS, QUARANTINE]
    found += [SUBSCRIPTIONS, SUPPRESSIONS, DEAD_LETTERS, AUDIT]
    for airline in sorted(parties.airlines):
        found += [manifests_topic(airline), requests_topic(airline), responses_topic(airline)]
    for agency in sorted(parties.agencies):
        found += [watchlist_topic(agency), dispositions_topic(agency), alerts_topic(agency)]
    return tuple(found)


def category_of(topic: str) -> str:
    """Return which category of data *topic* holds, as the settings of retention name it."""
    kind, dot, _ = topic.partition(".")
    return _CATEGORIES[kind + dot]


def kept_days(topic: str, retention: RetentionSettings) -> float | None:
    """Return how long a record stays, None where the last of each key stays for good."""
    category = category_of(topic)
    return None if category in FOR_GOOD else float(getattr(retention, f"{category}_days"))


def segment_ms(days: float) -> int:
    """Return how much longer than *days* a record may stay: a tenth, and a day at most.

    A segment goes as a whole when its youngest record is due, and its oldest waits for that.
    """
    return max(1, round(min(days / 10, 1) * _DAY_MS))


def acls_for(
    parties: Parties, *, service: str = SERVICE, group: str = "tocsin"
) -> tuple[Grant, ...]:
    """Return who may do what: each party its own topics alone, *service* all of ours.

    A party signs in under its id. Raises ConfigError when one name would stand for two, for then
    each could do what the other may.
    """
    _refuse_shared_names(parties, service)
    return tuple(_grants(parties, service, group))


def _grants(parties: Parties, service: str, group: str) -> Iterator[Grant]:
    for topic in topic_names(parties):
        yield Grant(service, "topic", topic, "READ")
        yield Grant(service, "topic", topic, "WRITE")
    yield from _groups(service, group)
    for airline in sorted(parties.airlines):
        principal = f"User:{airline}"
        yield Grant(principal, "topic", manifests_topic(airline), "WRITE")
        yield Grant(principal, "topic", requests_topic(airline), "WRITE")
        yield Grant(principal, "topic", responses_topic(airline), "READ")
        yield from _groups(principal, airline)
    for agency in sorted(parties.agencies):
        principal = f"User:{agency}"
        yield Grant(principal, "topic", watchlist_topic(agency), "WRITE")
        yield Grant(principal, "topic", dispositions_topic(agency), "WRITE")
        yield Grant(principal, "topic", alerts_topic(agency), "READ")
        yield from _groups(principal, agency)


def _groups(principal: str, group: str) -> Iterator[Grant]:
    # The dot ends the name, for no id holds one: `uk` must not reach the groups of `uk-piu`.
    yield Grant(principal, "group", group, "READ")
    yield Grant(principal, "group", f"{group}.", "READ", prefix=True)


def _refuse_shared_names(parties: Parties, service: str) -> None:
    both = sorted({*parties.airlines} & {*parties.agencies})
    if both:
        raise ConfigError(
            f"{both[0]!r} is an airline and an agency; with ACLs each needs an id of its own"
        )
    if ADMIN in {*parties.airlines, *parties.agencies}:
        raise ConfigError(f"{ADMIN!r} is the broker's own user; give the party another id")
    name = service.removeprefix("User:")
    if name in {*parties.airlines, *parties.agencies}:
        raise ConfigError(f"{name!r} is a party and Tocsin's own user; give one another name")


def _configs(topic: str, retention: RetentionSettings) -> dict[str, str]:
    inbound = topic.startswith(("manifests.", "requests.", "watchlist.", "dispositions."))
    limit = {"max.message.bytes": str(MAX_RECORD_BYTES if inbound else MAX_INTERNAL_BYTES)}
    days = kept_days(topic, retention)
    return {**(_compacted() if days is None else _kept(days)), **limit}


def _in_sync(replication: int) -> dict[str, str]:
    """Let "the broker has it" mean two machines, where one of three may be away."""
    return {IN_SYNC: "2"} if replication >= 3 else {}


def _kept(days: float) -> dict[str, str]:
    return {
        "cleanup.policy": "delete",
        "retention.ms": str(round(days * _DAY_MS)),
        "segment.ms": str(segment_ms(days)),
    }


def _compacted() -> dict[str, str]:
    return {
        "cleanup.policy": "compact",
        # A removed person is gone two days later at most, if the partition is written to: Kafka
        # closes a segment only when the next record comes, and compacts closed ones alone.
        "segment.ms": str(_DAY_MS),
        "max.compaction.lag.ms": str(_DAY_MS),
    }
