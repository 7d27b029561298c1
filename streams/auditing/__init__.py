"""The audit trail in Redis and Kafka: its outbox, its end, noting for a command, reading it."""
