"""Which Kafka cluster this is: an index built from another one must not be trusted."""

from kafka import KafkaAdminClient

from config.settings import KafkaSettings
from streams.clients import admin_options


def cluster_id(kafka: KafkaSettings) -> str:
    """Return the id of the cluster. Blocks; raises KafkaError when no broker answers."""
    admin = KafkaAdminClient(**admin_options(kafka))
    try:
        return str(admin.describe_cluster()["cluster_id"])
    finally:
        admin.close()
