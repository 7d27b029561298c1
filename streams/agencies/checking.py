"""The officer's question, asked of the index: by command and by HTTP alike."""

import asyncio
from datetime import UTC, datetime

from pydantic import ValidationError
from redis.asyncio import Redis

from access.parties import AgencyId
from config.problems import sentence
from doors.problem import Declined
from doors.questions import Answered, Likely, ListedPerson, Question
from manifests.contract import Passenger
from screening import tables
from screening.asking import OFFICER
from screening.lookup import Lookup, space_in_force
from screening.prepared import PreparedPassenger, prepare_passenger
from screening.ranking import Found, ranked
from screening.score import ASKED_THRESHOLD
from screening.space import Space
from streams.declining import reached

NAMELESS = "?"  # stands for a name that nobody knows
_NOTHING = "name: no letter in it can be read; write it in its own script or in Latin letters"
_NO_DOCUMENT = "documents: none of them is one; write the number as it is printed"


class Checking:
    """Asks one index after another: what was read of the one in force is kept."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._lookup: tuple[Space, Lookup] | None = None
        self._ready = False

    async def ask(self, agency: AgencyId, question: Question) -> Answered:
        """Return whom the person may be, as *agency* may see them; raises Declined."""
        if not question.name and not question.documents:
            raise Declined(400, "give a name, a document or both")
        person = _person(question)
        if not self._ready:
            await asyncio.to_thread(tables.load)
            self._ready = True
        prepared = prepare_passenger(person)
        if not prepared.name.readings and not prepared.documents:
            raise Declined(400, _NOTHING if question.name else _NO_DOCUMENT)
        least = ASKED_THRESHOLD if question.min_score is None else question.min_score
        found = await reached(self.likely(prepared, asker=agency, min_score=least))
        likely = Likely(matches=tuple(map(_told, found)))
        return Answered(likely, about=())

    async def likely(
        self, prepared: PreparedPassenger, *, asker: AgencyId | None, min_score: float
    ) -> list[Found]:
        """Return the entries that *asker*, None: the operator, may see. Raises NotReady."""
        today = datetime.now(UTC).date()
        (candidates,) = await (await self._in_force()).likely([prepared], min_score, today)
        return ranked(prepared, candidates, asker=asker, min_score=min_score, day=today)

    async def _in_force(self) -> Lookup:
        space = await space_in_force(self._redis)
        if self._lookup is None or self._lookup[0] != space:
            self._lookup = (space, Lookup(self._redis, space, OFFICER))
        return self._lookup[1]


def _person(question: Question) -> Passenger:
    said = question.model_dump(exclude={"name", "min_score"}, exclude_none=True)
    try:
        return Passenger.model_validate({"surname": question.name or NAMELESS, **said})
    except ValidationError as problem:  # a name of blanks, a number that is none
        raise Declined(400, sentence(problem).replace("surname", "name")) from problem


def _told(one: Found) -> ListedPerson:
    entry = one.entry
    return ListedPerson(
        owner=entry.owner if one.owner_shown else None,
        id=entry.id if one.owner_shown else None,  # the id alone may name its owner
        names=tuple(name.full for name in entry.names),
        category=entry.category,
        severity=entry.severity,
        instruction=entry.instruction,
        **one.match.model_dump(),
    )
