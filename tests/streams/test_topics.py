"""Which topics follow from the parties, and that each party reaches its own alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.parties import Agency, AgencyId, Airline, AirlineId, Parties
from config.problems import ConfigError
from config.retention import RetentionSettings
from streams.topics import (
    AUDIT,
    HITS,
    IN_SYNC,
    MANIFESTS,
    QUARANTINE,
    SERVICE,
    WATCHLIST,
    Grant,
    TopicPlan,
    acls_for,
    topic_names,
    topics_for,
)

DAY_MS = 86_400_000

ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,8}", fullmatch=True).filter(
    lambda name: name != "tocsin"
)


def parties_named(airlines: set[str], agencies: set[str]) -> Parties:
    return Parties(
        {AirlineId(one): Airline(AirlineId(one), frozenset({"UA"})) for one in airlines},
        {AgencyId(one): Agency(AgencyId(one), frozenset({"*"})) for one in agencies},
    )


@st.composite
def any_parties(draw: st.DrawFn) -> Parties:
    names = draw(st.sets(ids, min_size=2, max_size=8))
    airlines = draw(st.sets(st.sampled_from(sorted(names))))
    return parties_named(airlines, names - airlines)


def owner_of(topic: str) -> str | None:
    return topic.split(".", 1)[1] if "." in topic else None


def planned(name: str, retention: RetentionSettings | None = None) -> TopicPlan:
    parties = parties_named({"UA"}, {"uk-piu"})
    plans = topics_for(parties, retention or RetentionSettings(), partitions=64, replication=3)
    return next(plan for plan in plans if plan.name == name)


@pytest.mark.parametrize(
    ("name", "partitions", "cleanup", "days"),
    [
        pytest.param("manifests.UA", 1, "delete", 3, id="what an airline sends"),
        pytest.param("requests.UA", 1, "delete", 3, id="what it asks"),
        pytest.param("responses.UA", 1, "delete", 3, id="what it is answered"),
        pytest.param("watchlist.uk-piu", 1, "delete", 7, id="what an agency contributes"),
        pytest.param("dispositions.uk-piu", 1, "delete", 7, id="what it did about alerts"),
        pytest.param("alerts.uk-piu", 1, "delete", 30, id="what it is alerted of"),
        pytest.param("manifests", 64, "delete", 3, id="manifests by flight"),
        pytest.param("watchlist", 64, "compact", None, id="entries by owner and id"),
        pytest.param("hits", 64, "delete", 3, id="hits by flight"),
        pytest.param("quarantine", 1, "delete", 30, id="what could not be read"),
        pytest.param("audit", 1, "delete", 1095, id="who did what"),
        pytest.param("dead-letters", 1, "delete", 30, id="what could not be delivered"),
    ],
)
def test_a_topic_is_kept_as_the_contract_says(
    name: str, partitions: int, cleanup: str, days: int | None
) -> None:
    plan = planned(name)
    retention = plan.configs.get("retention.ms")
    assert (plan.partitions, plan.replication) == (partitions, 3)
    assert plan.configs["cleanup.policy"] == cleanup
    assert retention == (None if days is None else str(days * DAY_MS))


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        pytest.param("pushes_days", ["manifests.UA", "requests.UA", "manifests"], id="pushes"),
        pytest.param("responses_days", ["responses.UA"], id="responses"),
        pytest.param("contributions_days", ["watchlist.uk-piu"], id="contributions"),
        pytest.param("dispositions_days", ["dispositions.uk-piu"], id="dispositions"),
        pytest.param("facts_days", ["hits"], id="facts"),
        pytest.param("alerts_days", ["alerts.uk-piu"], id="alerts"),
        pytest.param("quarantine_days", ["quarantine"], id="quarantine"),
        pytest.param("audit_days", ["audit"], id="audit"),
        pytest.param("dead_letters_days", ["dead-letters"], id="dead letters"),
    ],
)
def test_each_category_is_kept_as_configured(setting: str, names: list[str]) -> None:
    retention = RetentionSettings.model_validate({setting: 1.5})
    parties = parties_named({"UA"}, {"uk-piu"})
    plans = topics_for(parties, retention, partitions=64, replication=3)
    kept = str(round(1.5 * DAY_MS))
    assert [one.name for one in plans if one.configs.get("retention.ms") == kept] == sorted(
        names, key=topic_names(parties).index
    )


@pytest.mark.parametrize(
    ("days", "segment_ms"),
    [
        pytest.param(30, DAY_MS, id="a month: a day"),
        pytest.param(3, 25_920_000, id="three days: a tenth"),
        pytest.param(0.00005, 432, id="four seconds: less than half of one"),
    ],
)
def test_a_record_waits_for_no_more_than_a_tenth_of_its_time(days: float, segment_ms: int) -> None:
    plan = planned("quarantine", RetentionSettings(quarantine_days=days))
    assert plan.configs["segment.ms"] == str(segment_ms)


@pytest.mark.parametrize(("replication", "needed"), [(1, None), (2, None), (3, "2")])
def test_of_three_replicas_two_have_what_counts_as_sent(
    replication: int, needed: str | None
) -> None:
    parties = parties_named({"UA"}, {"uk-piu"})
    plans = topics_for(parties, RetentionSettings(), partitions=64, replication=replication)
    assert {plan.configs.get(IN_SYNC) for plan in plans} == {needed}


def test_there_is_no_topic_beside_the_contract() -> None:
    names = topic_names(parties_named({"UA"}, {"uk-piu"}))
    assert len(names) == len(set(names)) == 14


@pytest.mark.parametrize("name", ["manifests.UA", "requests.UA", "watchlist.uk-piu"])
def test_what_comes_in_may_be_eight_megabytes(name: str) -> None:
    assert planned(name).configs["max.message.bytes"] == str(8 * 1024 * 1024)


def test_quarantine_holds_the_largest_inbound_record_in_base64() -> None:
    inbound = int(planned("manifests.UA").configs["max.message.bytes"])
    assert int(planned(QUARANTINE).configs["max.message.bytes"]) > inbound * 4 / 3


@given(any_parties())
def test_a_party_reaches_no_topic_of_another_and_none_of_ours(parties: Parties) -> None:
    for grant in acls_for(parties):
        if grant.principal != SERVICE and grant.kind == "topic":
            assert grant.principal == f"User:{owner_of(grant.name)}"
            assert not grant.prefix


@given(any_parties())
def test_a_party_reaches_no_consumer_group_of_another(parties: Parties) -> None:
    groups = [grant for grant in acls_for(parties) if grant.kind == "group"]
    for grant in groups:
        for other in groups:
            if other.principal != grant.principal:
                assert other.name != grant.name
                assert not (grant.prefix and f"{other.name}x".startswith(grant.name))


@given(any_parties())
def test_a_party_never_both_reads_and_writes_a_topic(parties: Parties) -> None:
    pairs = [(one.principal, one.name) for one in acls_for(parties) if one.principal != SERVICE]
    topics = [pair for pair in pairs if not pair[1].endswith(".")]
    assert len(topics) == len(set(topics))


@given(any_parties())
def test_the_service_reads_and_writes_every_topic(parties: Parties) -> None:
    held = {
        (grant.name, grant.operation)
        for grant in acls_for(parties)
        if grant.principal == SERVICE and grant.kind == "topic"
    }
    assert held == {(one, how) for one in topic_names(parties) for how in ("READ", "WRITE")}


@pytest.mark.parametrize(
    ("principal", "topic", "operation"),
    [
        pytest.param("User:UA", "manifests.UA", "WRITE", id="an airline sends manifests"),
        pytest.param("User:UA", "requests.UA", "WRITE", id="an airline asks"),
        pytest.param("User:UA", "responses.UA", "READ", id="an airline reads its responses"),
        pytest.param("User:piu", "watchlist.piu", "WRITE", id="an agency contributes entries"),
        pytest.param("User:piu", "dispositions.piu", "WRITE", id="an agency answers alerts"),
        pytest.param("User:piu", "alerts.piu", "READ", id="an agency reads its alerts"),
    ],
)
def test_a_party_may_do_its_part(principal: str, topic: str, operation: str) -> None:
    held = [
        (grant.name, grant.operation)
        for grant in acls_for(parties_named({"UA"}, {"piu"}))
        if grant.principal == principal
    ]
    assert (topic, operation) in held


@pytest.mark.parametrize("topic", [MANIFESTS, WATCHLIST, HITS, QUARANTINE, AUDIT])
def test_only_the_service_touches_what_is_internal(topic: str) -> None:
    grants = acls_for(parties_named({"UA"}, {"piu"}), service="User:core")
    assert {grant.principal for grant in grants if grant.name == topic} == {"User:core"}


def test_the_service_reads_with_its_own_consumer_groups() -> None:
    grants = acls_for(parties_named({"UA"}, set()), group="border")
    assert Grant(SERVICE, "group", "border", "READ") in grants
    assert Grant(SERVICE, "group", "border.", "READ", prefix=True) in grants


@pytest.mark.parametrize(
    ("parties", "said"),
    [
        pytest.param(parties_named({"X"}, {"X"}), "'X' is an airline and an agency", id="both"),
        pytest.param(parties_named({"tocsin"}, set()), "'tocsin' is a party", id="the service"),
        pytest.param(parties_named(set(), {"admin"}), "broker's own user", id="the broker"),
    ],
)
def test_a_name_that_would_stand_for_two_is_refused(parties: Parties, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        acls_for(parties)
