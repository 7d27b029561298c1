"""A broker as an admin client sees it, where the embedded one cannot be like that."""

from kafka.errors import SecurityDisabledError


class AdminWithoutAuthorizer:
    """Answers as Apache Kafka does where no authorizer is configured."""

    def describe_topics(self) -> list[dict[str, object]]:
        return []

    def describe_cluster(self) -> dict[str, list[object]]:
        return {"brokers": []}

    def describe_acls(self, _wanted: object) -> None:
        raise SecurityDisabledError
