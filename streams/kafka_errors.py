"""Which errors are Kafka's, of either client library: they name theirs alike, and share no kin."""


def is_of_kafka(problem: Exception) -> bool:
    """Say whether *problem* is an error of one of the client libraries."""
    return any(
        kind.__name__ == "KafkaError" and kind.__module__ in {"kafka.errors", "aiokafka.errors"}
        for kind in type(problem).__mro__
    )


def is_not_allowed(problem: Exception) -> bool:
    """Say whether the broker lets the user in, but not do this."""
    return is_of_kafka(problem) and "Authorization" in type(problem).__name__
