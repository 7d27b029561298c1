"""The connections to Kafka that this process has open."""

import gc

from aiokafka.conn import AIOKafkaConnection


def connected() -> list[AIOKafkaConnection]:
    """Return those of aiokafka, whoever made them."""
    every = (one for one in gc.get_objects() if type(one) is AIOKafkaConnection)
    return [one for one in every if one.connected()]
