"""The officer's question, asked of the index: by command and by HTTP alike."""

from contextlib import suppress
from datetime import UTC, date, datetime

from pydantic import ValidationError
from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.about import About, entry
from config.problems import sentence
from doors.problem import Declined
from doors.questions import Answered, Likely, ListedPerson, Question
from manifests.contract import Passenger
from screening.asking import OFFICER
from screening.lookup import Lookup
from screening.prepared import PreparedPassenger, prepare_passenger
from screening.ranking import Found, ranked
from screening.score import ASKED_THRESHOLD
from screening.space import NotReady, space_in_force
from streams.declining import reached
from watchlist.entry import Entry

NAMELESS = "?"  # stands for a name that nobody knows
_NOTHING = "name: no letter in it can be read; write it in its own script or in Latin letters"
_NO_DOCUMENT = "documents: none of them is one; write the number as it is printed"


class Listing:
    """Asks one index after another; what was read of the one in force is kept."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._lookup: Lookup | None = None

    async def likely(
        self, prepared: PreparedPassenger, *, asker: AgencyId | None, min_score: float
    ) -> list[Found]:
        """Return the entries that *asker*, None: the operator, may see. Raises NotReady."""
        today = datetime.now(UTC).date()
        candidates = await self._candidates(prepared, min_score, today)
        return ranked(prepared, candidates, asker=asker, min_score=min_score, day=today)

    async def _candidates(
        self, prepared: PreparedPassenger, min_score: float, day: date
    ) -> list[Entry]:
        """Ask the index that was in force last; Redis says if it no longer is."""
        if self._lookup is not None:
            with suppress(NotReady):
                return (await self._lookup.likely([prepared], min_score, day))[0]
        self._lookup = Lookup(self._redis, await space_in_force(self._redis), OFFICER)
        return (await self._lookup.likely([prepared], min_score, day))[0]


class Checking:
    """Answers agencies, and says whom their questions and the answers are about."""

    def __init__(self, listing: Listing, about: About) -> None:
        self._listing = listing
        self._about = about

    async def ask(self, agency: AgencyId, question: Question) -> Answered:
        """Return whom the person may be, as *agency* may see them; raises Declined."""
        if not question.name and not question.documents:
            raise Declined(400, "give a name, a document or both")
        prepared = prepare_passenger(_person(question))
        if not prepared.name.readings and not prepared.documents:
            raise Declined(400, _NOTHING if question.name else _NO_DOCUMENT)
        # Below that everybody is like everybody: an answer would be the whole list.
        least = max(ASKED_THRESHOLD, question.min_score or 0)
        found = await reached(self._listing.likely(prepared, asker=agency, min_score=least))
        entries = (entry(one.entry.key) for one in found)
        likely = Likely(matches=tuple(map(_told, found)))
        return Answered(likely, (*self._about.person(prepared), *entries))


def _person(question: Question) -> Passenger:
    said = question.model_dump(exclude={"name", "min_score"}, exclude_none=True)
    try:
        return Passenger.model_validate({"surname": question.name or NAMELESS, **said})
    except ValidationError as problem:  # a name of blanks, a number that is none
        raise Declined(400, sentence(problem).replace("surname", "name")) from problem


def _told(one: Found) -> ListedPerson:
    seen = one.entry
    return ListedPerson(
        owner=seen.owner if one.owner_shown else None,
        id=seen.id if one.owner_shown else None,  # the id alone may name its owner
        names=tuple(name.full for name in seen.names),
        category=seen.category,
        severity=seen.severity,
        instruction=seen.instruction,
        **one.match.model_dump(),
    )
