"""Who may board: the people of one list, looked up in the index and judged by the policy."""

from dataclasses import replace
from datetime import datetime

from redis.asyncio import Redis

from alerts.boarding import DecidedBefore, Person, Policy, Verdict, deciding, verdict
from alerts.suppressions import NONE, InForce, SuppressionStore
from config.boarding_file import BoardingFile, Need
from manifests.contract import Manifest, Passenger
from manifests.cusres.answer import Answer, PersonAnswer
from manifests.cusres.writing import answer_to
from screening.lookup import Lookup
from screening.prepared import prepare_passenger
from screening.space import Space

EXCEPTION = "1"  # on the message as a whole: nobody says who may board (field table, CUSRES)
NOBODY_ANSWERS = "NO STATE ANSWERS FOR THIS FLIGHT"
_MISSING: dict[Need, str] = {
    "birth_date": "DATE OF BIRTH",
    "document": "DOCUMENT",
    "nationality": "NATIONALITY",
    "sex": "SEX",
    "given_names": "GIVEN NAMES",
}


class Decisions:
    """Looks people up in the index and says who may board."""

    def __init__(
        self, redis: Redis, file: BoardingFile, *, min_score: float, secret: bytes
    ) -> None:
        self._redis = redis
        self._file = file
        self._min_score = min_score
        self._before = SuppressionStore(redis)
        self.secret = secret
        self._lookup: tuple[Space, Lookup] | None = None

    def answered_by(self, agency: str) -> bool:
        """Say whether *agency* answers for any flight."""
        return any(row.agency == agency for row in self._file.answers)

    async def on(self, space: Space, manifest: Manifest, now: datetime) -> tuple[Answer, InForce]:
        """Return the answer to *manifest*, with nobody in it where none is to board.

        And the decisions of agencies that it goes by, on each entry that anybody may be.
        """
        rows = deciding(manifest.flight, self._file)
        if manifest.function in ("cancel_passengers", "cancel_flight"):
            return answer_to(manifest, ()), NONE
        if not rows:
            nobody = replace(answer_to(manifest, ()), code=EXCEPTION, text=NOBODY_ANSWERS)
            return nobody, NONE
        policy = Policy(self._file, self._min_score, now.date())
        people = await self._people(space, manifest, policy)
        entries = (listed.key for one in people for listed in one.candidates)
        decided = await self._before.on(space, entries)
        before = DecidedBefore(manifest.flight.key, now, self.secret, decided.by_entry)
        policy = replace(policy, decided=before)
        told = [(one.sent, verdict(one, rows, policy)) for one in people]
        return answer_to(manifest, tuple(self._told(*one) for one in told)), decided

    async def _people(self, space: Space, manifest: Manifest, policy: Policy) -> list[Person]:
        sent = manifest.passengers
        prepared = [prepare_passenger(one) for one in sent]
        found = await self._index(space).likely(prepared, policy.min_score, policy.day)
        return [Person(*one) for one in zip(sent, prepared, found, strict=True)]

    def _index(self, space: Space) -> Lookup:
        if self._lookup is None or self._lookup[0] != space:
            self._lookup = (space, Lookup(self._redis, space))
        return self._lookup[1]

    def _told(self, sent: Passenger, said: Verdict) -> PersonAnswer:
        text = self._file.texts.get(said.code)
        if said.code == "4Z":
            text = f"MISSING {', '.join(_MISSING[one] for one in said.missing)}"
        return PersonAnswer(said.code, sent.passenger_id, sent.record_locator, text)
