"""Which topics there are, and who may do what with them. Pure: lists, no broker."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from access.parties import AgencyId, AirlineId, Parties
from config.problems import ConfigError

# What an airline or agency may send in one record; larger ones are refused at the client.
MAX_RECORD_BYTES = 8 * 1024 * 1024
# What we may have to carry ourselves: an inbound record in base64 with its quarantine reason.
MAX_INTERNAL_BYTES = 12 * 1024 * 1024

MANIFESTS = "manifests"
WATCHLIST = "watchlist"
HITS = "hits"
QUARANTINE = "quarantine"
SUBSCRIPTIONS = "subscriptions"  # those made by command

SERVICE = "User:tocsin"

_DAY_MS = 24 * 60 * 60 * 1000


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
    return f"dispositions.{agency}"


def alerts_topic(agency: AgencyId) -> str:
    return f"alerts.{agency}"


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


def topics_for(parties: Parties, *, partitions: int, replication: int) -> tuple[TopicPlan, ...]:
    """Return every topic of *parties*; *partitions* is for those that are spread over workers."""
    spread = ((MANIFESTS, _kept(3)), (WATCHLIST, _compacted()), (HITS, _kept(3)))
    single = [(QUARANTINE, _kept(30)), (SUBSCRIPTIONS, _compacted())]
    for airline in sorted(parties.airlines):
        single.append((manifests_topic(airline), _kept(3, MAX_RECORD_BYTES)))
        single.append((requests_topic(airline), _kept(3, MAX_RECORD_BYTES)))
        single.append((responses_topic(airline), _kept(3)))
    for agency in sorted(parties.agencies):
        single.append((watchlist_topic(agency), _kept(7, MAX_RECORD_BYTES)))
        single.append((dispositions_topic(agency), _kept(7, MAX_RECORD_BYTES)))
        single.append((alerts_topic(agency), _kept(30)))
    return (
        *(TopicPlan(name, partitions, replication, configs) for name, configs in spread),
        *(TopicPlan(name, 1, replication, configs) for name, configs in single),
    )


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
    for topic in topics_for(parties, partitions=1, replication=1):
        yield Grant(service, "topic", topic.name, "READ")
        yield Grant(service, "topic", topic.name, "WRITE")
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
    name = service.removeprefix("User:")
    if name in {*parties.airlines, *parties.agencies}:
        raise ConfigError(f"{name!r} is a party and Tocsin's own user; give one another name")


def _kept(days: int, limit: int = MAX_INTERNAL_BYTES) -> dict[str, str]:
    return {
        "cleanup.policy": "delete",
        "retention.ms": str(days * _DAY_MS),
        # A segment goes as a whole, so a quiet topic would keep a record up to a week too long.
        "segment.ms": str(_DAY_MS),
        "max.message.bytes": str(limit),
    }


def _compacted() -> dict[str, str]:
    return {
        "cleanup.policy": "compact",
        # A removed person is gone from the log two days later at most, however quiet the topic.
        "segment.ms": str(_DAY_MS),
        "max.compaction.lag.ms": str(_DAY_MS),
        "max.message.bytes": str(MAX_INTERNAL_BYTES),
    }
