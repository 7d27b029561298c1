"""What the audit trail says that somebody saw: things by their ids, people by tokens. Pure."""

import re
from collections.abc import Iterable, Iterator

from access.audit_tokens import Tokens
from alerts.alert import Alert
from alerts.routing import hidden_id
from manifests.contract import Passenger
from screening.letters import words
from screening.names import PreparedName, prepare_name
from screening.prepared import PreparedPassenger, prepare_passenger
from watchlist.entry import EntryKey

TOKEN = re.compile(r"(name|sound|document):[0-9a-f]{32}")


class About:
    """Names what a record of the trail is about, with the tokens of one installation."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._tokens = Tokens(secret)

    def alerts(self, found: Iterable[Alert]) -> Iterator[str]:
        """Yield the alerts with entry, flight and person.

        An entry whose owner is withheld goes by what stands for it with that agency; `asked` knows.
        """
        for one in found:
            yield f"alert:{one.alert_id}"
            yield flight(one.flight.key)
            shown = one.entry
            yield entry(f"{shown.owner}/{shown.id}" if shown.owner is not None else shown.id)
            yield from self.passenger(one.passenger)

    def passenger(self, person: Passenger) -> Iterator[str]:
        """Yield the tokens of a passenger, or of a person asked about: names and documents."""
        yield from self.person(prepare_passenger(person))

    def person(self, person: PreparedPassenger) -> Iterator[str]:
        """Yield the tokens of one who is ready for comparing."""
        yield from self._name(person.name)
        yield from (self._tokens.document(one.number) for one in person.documents)

    def asked(self, text: str, agencies: Iterable[str] = ()) -> frozenset[str]:
        """Return everything that *text* may stand for in a record, of what *agencies* saw too."""
        number = "".join(words(text.rpartition(":")[2]))
        kinds = (
            *("alert", "disposition", "entry", "flight"),
            *("record", "subscription", "suppression", "webhook"),
        )
        return frozenset(
            [text, *(f"{one}:{text}" for one in kinds), self._tokens.document(number)]
        ).union(
            self._name(prepare_name(text)),
            # Whoever asks may say the surname first: SHAIKH IMRAN, of which SHAIKH is no title.
            self._name(prepare_name(text, surname=text.partition(" ")[0])),
            (entry(hidden_id(self._secret, EntryKey(text), one)) for one in agencies),
        )

    @staticmethod
    def tokens(names: Iterable[str]) -> Iterator[str]:
        """Yield those of *names* that stand for a person without telling who it is."""
        yield from (one for one in names if TOKEN.fullmatch(one))

    def _name(self, name: PreparedName) -> Iterator[str]:
        """Yield two tokens for each way to read the name: as it is spelt, and as it sounds."""
        for reading in name.readings:
            yield self._tokens.name(word.text for word in reading)
            yield self._tokens.sound(word.sound for word in reading)


def entry(key: str) -> str:
    """Return what stands for an entry, by its key `owner/id`."""
    return f"entry:{key}"


def flight(key: str) -> str:
    """Return what stands for a flight."""
    return f"flight:{key}"
