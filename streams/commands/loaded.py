"""Settings and YAML files as the subcommands need them."""

from dataclasses import dataclass

from access.parties import Parties, parties_of
from alerts.routing import Rules, subscriptions_by_agency
from config.boarding_file import BoardingFile
from config.delivery_file import DeliveryFile
from config.files import PartiesFile, SubscriptionsFile, read_yaml
from config.problems import ConfigError
from config.settings import Settings, load
from streams.delivering.destination import Destination, destinations_of


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read at the start of a command."""

    settings: Settings
    parties: Parties
    subscriptions: SubscriptionsFile


def loaded(settings: Settings | None = None) -> Loaded:
    """Return settings, parties and subscriptions; raises ConfigError with one sentence."""
    settings = settings or load()
    parties = parties_of(read_yaml(settings.parties_file, PartiesFile))
    subscriptions = read_yaml(settings.subscriptions_file, SubscriptionsFile)
    for row in subscriptions.subscriptions:
        if row.agency not in parties.agencies:
            raise ConfigError(
                f"{settings.subscriptions_file}: subscription {row.id!r} is of the unknown agency "
                f"{row.agency!r}; name one of parties.yaml"
            )
    return Loaded(settings, parties, subscriptions)


def boarding_of(found: Loaded) -> BoardingFile:
    """Return what airlines are answered by; raises ConfigError with one sentence."""
    path = found.settings.boarding_file
    boarding = read_yaml(path, BoardingFile)
    for row in boarding.answers:
        if row.agency not in found.parties.agencies:
            raise ConfigError(
                f"{path}: {row.agency!r} is to answer and is no agency of parties.yaml; name one"
            )
    return boarding


def delivery_of(found: Loaded) -> DeliveryFile:
    """Return how agencies are reached; raises ConfigError with one sentence."""
    path = found.settings.delivery_file
    delivery = read_yaml(path, DeliveryFile)
    for row in delivery.agencies:
        if row.agency not in found.parties.agencies:
            raise ConfigError(
                f"{path}: {row.agency!r} is no agency of parties.yaml; name one that is"
            )
    return delivery


def webhooks_of(found: Loaded) -> tuple[Destination, ...]:
    """Return every webhook of delivery.yaml; raises ConfigError with one sentence."""
    return tuple(destinations_of(delivery_of(found), found.settings.delivery_file.parent))


def rules_of(found: Loaded) -> Rules:
    """Return what routing decides by; raises ConfigError without a secret."""
    return Rules(
        parties=found.parties,
        subscriptions=subscriptions_by_agency(found.subscriptions.subscriptions),
        min_score=found.settings.screening.min_score,
        secret=found.settings.secret(),
        escalations=delivery_of(found).escalations(),
    )
