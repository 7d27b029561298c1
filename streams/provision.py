"""Brings a broker to the planned topics, configs and ACLs; removes none and never repartitions."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ConfigResource,
    ConfigResourceType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)
from kafka.errors import SecurityDisabledError, TopicAlreadyExistsError, for_code

from config.problems import ConfigError
from streams.replicas import Standing, as_far_as_copied, replica_warnings
from streams.topics import OF_PARTIES, Grant, TopicPlan

_ACLS_S = 15.0


@dataclass(frozen=True, slots=True)
class Report:
    """What was done, what was right already, and what an operator should look at."""

    created: tuple[str, ...]
    present: tuple[str, ...]
    altered: tuple[str, ...]
    granted: int
    warnings: tuple[str, ...]

    @property
    def nothing_to_do(self) -> bool:
        return not (self.created or self.altered or self.granted or self.warnings)


def apply(
    admin: KafkaAdminClient, topics: Sequence[TopicPlan], grants: Sequence[Grant] = ()
) -> Report:
    """Create the topics and grants that are missing, alter configs that differ, and say so.

    Raises ConfigError when grants are given and the broker checks none, or refuses something.
    """
    known = {found["name"]: Standing.of(found) for found in admin.describe_topics()}
    missing = [plan for plan in topics if plan.name not in known]
    standing = [plan for plan in topics if plan.name in known]
    created = _create(admin, missing)
    altered = _alter(admin, [as_far_as_copied(plan, known[plan.name]) for plan in standing])
    granted, strangers = _grant(admin, topics, grants) if grants else (0, ())
    return Report(
        created=created,
        present=tuple(plan.name for plan in standing),
        altered=altered,
        granted=granted,
        warnings=(
            *_partition_warnings(standing, known),
            *replica_warnings(topics, known, len(admin.describe_cluster()["brokers"])),
            *_left_behind(topics, known),
            *strangers,
        ),
    )


def _left_behind(topics: Sequence[TopicPlan], known: Iterable[str]) -> Iterator[str]:
    """Name the topics of parties that are no more: what they hold is personal data."""
    planned = {plan.name for plan in topics}
    left = sorted(name for name in known if name.startswith(OF_PARTIES) and name not in planned)
    if left:
        yield (
            f"of no party in parties.yaml: {', '.join(left)}; delete them with kafka-topics once "
            "nobody needs what they hold"
        )


def _create(admin: KafkaAdminClient, plans: Iterable[TopicPlan]) -> tuple[str, ...]:
    wanted = {
        plan.name: {
            "num_partitions": plan.partitions,
            "replication_factor": plan.replication,
            "configs": dict(plan.configs),
        }
        for plan in plans
    }
    if not wanted:
        return ()
    answer = admin.create_topics(wanted, raise_errors=False)
    created = []
    for topic in answer["topics"]:
        problem = for_code(topic["error_code"])
        if topic["error_code"] == 0:
            created.append(topic["name"])
        elif problem is not TopicAlreadyExistsError:  # another apply was faster: as good
            raise ConfigError(
                f"topic {topic['name']}: {topic['error_message'] or problem.__name__}"
            )
    if created:
        admin.wait_for_topics(created)
    return tuple(created)


def _partition_warnings(plans: Iterable[TopicPlan], known: Mapping[str, Standing]) -> Iterator[str]:
    for plan in plans:
        there = known[plan.name].partitions
        if there != plan.partitions:
            yield (
                f"{plan.name} has {there} partitions, not {plan.partitions}; it is left so, for "
                "another number would break the order per key"
            )


@dataclass(frozen=True, slots=True)
class Difference:
    """A config of a topic that is not as planned."""

    topic: str
    key: str
    there: str
    wanted: str


def differences(admin: KafkaAdminClient, plans: Sequence[TopicPlan]) -> list[Difference]:
    """Return each config of a topic of *plans*, all of which exist, that is not as planned."""
    if not plans:
        return []
    asked = [ConfigResource(ConfigResourceType.TOPIC, plan.name, None) for plan in plans]
    found = admin.describe_configs(asked, config_filter="all")["topic"]
    return [
        Difference(plan.name, key, found[plan.name][key]["value"], wanted)
        for plan in plans
        for key, wanted in plan.configs.items()
        # The embedded broker tells only the configs that it was given.
        if key in found[plan.name] and found[plan.name][key]["value"] != wanted
    ]


def _alter(admin: KafkaAdminClient, plans: Sequence[TopicPlan]) -> tuple[str, ...]:
    """Alter what differs from *plans*; return a sentence for each config that did."""
    found = differences(admin, plans)
    changes: dict[str, dict[str, str]] = {}
    for one in found:
        changes.setdefault(one.topic, {})[one.key] = one.wanted
    if changes:
        asked = [ConfigResource(ConfigResourceType.TOPIC, *pair) for pair in changes.items()]
        _refuse_failed(admin.alter_configs(asked)["topic"])
    return tuple(f"{one.topic}: {one.key} is {one.wanted}, was {one.there}" for one in found)


def _refuse_failed(outcomes: Mapping[str, str]) -> None:
    for topic, outcome in outcomes.items():
        if outcome != "OK":
            raise ConfigError(f"topic {topic}: the broker refused its configs ({outcome})")


def _grant(
    admin: KafkaAdminClient, topics: Sequence[TopicPlan], grants: Sequence[Grant]
) -> tuple[int, tuple[str, ...]]:
    try:
        there, _ = admin.describe_acls(_EVERY_ACL)
    except SecurityDisabledError as problem:
        raise ConfigError(
            "the broker has no authorizer, so any user may do anything; set "
            "authorizer.class.name on it, or apply without ACLs"
        ) from problem
    wanted = [_acl(grant) for grant in grants]
    missing = [acl for acl in wanted if acl not in there]
    if missing:
        failed = admin.create_acls(missing)["failed"]
        if failed:
            raise ConfigError(f"the broker refused {len(failed)} ACLs: {failed[0].__name__}")
        _await_acls(admin, missing)
    return len(missing), tuple(_strangers(there, wanted, {plan.name for plan in topics}))


def _await_acls(admin: KafkaAdminClient, acls: Sequence[ACL]) -> None:
    """Return once the broker enforces *acls*: it accepts them up to a second or so earlier."""
    deadline = time.monotonic() + _ACLS_S
    while not set(acls) <= set(admin.describe_acls(_EVERY_ACL)[0]):
        if time.monotonic() > deadline:
            raise ConfigError(f"the broker does not enforce the ACLs after {_ACLS_S:.0f} s; retry")
        time.sleep(0.1)


def _strangers(there: Iterable[ACL], wanted: Sequence[ACL], ours: set[str]) -> Iterator[str]:
    """Name the grants on our topics that nobody planned, such as those of a party that left.

    Of its topics none is planned any more; they are known by what their names begin with.
    """
    for acl in there:
        pattern = acl.resource_pattern
        on_topic = pattern.resource_type is ResourceType.TOPIC
        if acl in wanted or not on_topic or not _covers_one(pattern, ours):
            continue
        yield (
            f"{acl.principal} has {acl.operation.name} ({acl.permission_type.name}) on "
            f"{pattern.resource_name}, which is not planned; remove it with kafka-acls"
        )


def _covers_one(pattern: ResourcePattern, ours: set[str]) -> bool:
    name = pattern.resource_name
    if pattern.pattern_type is ACLResourcePatternType.PREFIXED:
        return name.startswith(OF_PARTIES) or any(topic.startswith(name) for topic in ours)
    return name == "*" or name.startswith(OF_PARTIES) or name in ours


def _acl(grant: Grant) -> ACL:
    return ACL(
        principal=grant.principal,
        host="*",
        operation=ACLOperation[grant.operation],
        permission_type=ACLPermissionType.ALLOW,
        resource_pattern=ResourcePattern(
            ResourceType[grant.kind.upper()],
            grant.name,
            ACLResourcePatternType.PREFIXED if grant.prefix else ACLResourcePatternType.LITERAL,
        ),
    )


_EVERY_ACL = ACLFilter(
    principal=None,
    host=None,
    operation=ACLOperation.ANY,
    permission_type=ACLPermissionType.ANY,
    resource_pattern=ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY),
)
