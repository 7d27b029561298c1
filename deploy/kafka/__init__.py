"""Apache Kafka from Maven artefacts: one broker on the loopback, without Docker and root."""
