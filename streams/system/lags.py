"""How far each stage is behind the topics that it reads."""

from collections.abc import Iterable, Mapping
from typing import Any

from kafka import TopicPartition

from access.parties import Parties
from config.settings import KafkaSettings
from streams.connections import administering, consuming
from streams.stages import STAGES
from streams.topics import topic_names


def lags(kafka: KafkaSettings, parties: Parties) -> tuple[dict[str, int], dict[str, int]]:
    """Return by stage how many records it has yet to deal with, and by topic where it ends.

    A stage that was never at work is left out: nobody may want it. Blocks; raises KafkaError. The
    embedded broker leaves out all but the first record of a topic's last batch.
    """
    groups = {one.name: one.group(kafka.group) for one in STAGES}
    with consuming(kafka) as consumer:
        known = set(consumer.topics())
        places = {
            name: [TopicPartition(name, n) for n in consumer.partitions_for_topic(name) or ()]
            for name in topic_names(parties)
            if name in known
        }
        every = [one for those in places.values() for one in those]
        if not every:
            return {}, {}
        firsts, ends = consumer.beginning_offsets(every), consumer.end_offsets(every)
    with administering(kafka) as admin:
        asked = dict.fromkeys(set(groups.values()), every)
        done: Mapping[str, Any] = admin.list_group_offsets(asked)
    found = {}
    for stage in STAGES:
        mine = [one for name in stage.topics(parties) for one in places.get(name, ())]
        offsets = done.get(groups[stage.name], {})
        behind = sum(_behind(one, offsets, firsts, ends) for one in mine)
        if behind == 0 or any(_committed(one, offsets) is not None for one in mine):
            found[stage.name] = behind
    return found, {name: _last(ends, those) for name, those in places.items()}


def _behind(
    place: TopicPartition,
    done: Mapping[TopicPartition, Any],
    firsts: Mapping[TopicPartition, int],
    ends: Mapping[TopicPartition, int],
) -> int:
    return max(ends[place] - max(_committed(place, done) or 0, firsts[place]), 0)


def _committed(place: TopicPartition, done: Mapping[TopicPartition, Any]) -> int | None:
    known = done.get(place)
    return None if known is None or known.offset < 0 else int(known.offset)


def _last(ends: Mapping[TopicPartition, int], places: Iterable[TopicPartition]) -> int:
    return sum(ends[one] for one in places)
