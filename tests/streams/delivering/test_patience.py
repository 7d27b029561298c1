"""When the lane gives up: where everybody waits, not where one courier does."""

import pytest
from redis.exceptions import ConnectionError as RedisAway

from config.settings import WorkerSettings
from streams.dealing import GiveUp
from streams.delivering.patience import HEARTBEAT, Patience
from tests.streams.handling import KafkaAway

AT_ONCE = WorkerSettings(give_up_s=1e-9)


def test_one_courier_that_waits_ends_nobody_else() -> None:
    patience = Patience(AT_ONCE, ["uk-piu/desk", "uk-piu/night"])
    for _ in range(3):
        patience.away("uk-piu/desk", KafkaAway())
    assert patience.health.in_the_way is None


def test_everybody_waiting_for_too_long_ends_the_lane() -> None:
    patience = Patience(AT_ONCE, ["uk-piu/desk", "uk-piu/night"])
    patience.away("uk-piu/desk", KafkaAway())
    with pytest.raises(GiveUp, match="Kafka has been away"):
        patience.away("uk-piu/night", KafkaAway())


def test_redis_being_away_is_known_by_the_heartbeat() -> None:
    patience = Patience(WorkerSettings(), ["uk-piu/desk"])
    patience.away(HEARTBEAT, RedisAway())
    assert patience.health.in_the_way == "Redis"
    patience.well(HEARTBEAT)
    assert patience.health.in_the_way is None
    with pytest.raises(GiveUp):
        Patience(AT_ONCE, ["uk-piu/desk"]).away(HEARTBEAT, RedisAway())
