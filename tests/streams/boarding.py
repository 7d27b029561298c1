"""The lane that answers before boarding, on the bench: asked, and told of what agencies decide."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import config
from config.boarding_file import AnsweringRow, BoardingFile
from config.files import read_yaml
from manifests.contract import Manifest
from manifests.cusres.answer import Answer
from manifests.reading import understood
from screening.space import current_space
from streams.amending import Amending
from streams.answered import Answers
from streams.answering import Answering, Memories
from streams.decisions import Decisions
from streams.fates import Fates
from streams.receipts import Receipts, canonical
from streams.record import Record
from streams.topics import SUPPRESSIONS
from tests.streams.bench import KEEP, PARTIES
from tests.streams.deciding import NUMBERS, Desk
from tests.streams.handling import equipment, record

FILE = read_yaml(Path(config.__file__).with_name("boarding.yaml"), BoardingFile).model_copy(
    update={"answers": (AnsweringRow(agency="uk", arrivals=("GBR",)),)}
)


class Gate:
    """Asks by `requests.UA`, and lets the lane hear what was decided at the desk."""

    def __init__(self, desk: Desk) -> None:
        redis = desk.bench.redis
        self._desk = desk
        self.out = desk.bench.out
        things = equipment(self.out, redis)
        secret = desk.bench.rules.now.secret
        decisions = Decisions(redis, FILE, min_score=0.5, secret=secret)
        self.fates = Fates(redis, keep=timedelta(days=1))
        memories = Memories(Receipts(redis, keep=KEEP), self.fates, Answers(redis))
        self.answering = Answering(things, PARTIES, memories, decisions)
        self.amending = Amending(things, desk.store, memories, decisions)
        self._heard = 0

    async def ask(self, one: Manifest) -> None:
        """Ask about the people of *one*."""
        asked = one.model_copy(update={"respond": True})
        await self.answering.handle(record("requests.UA", canonical(asked)))

    async def hear(self, *, again: bool = False) -> None:
        """Hear what was decided since, or *again* all of it."""
        self._heard = 0 if again else self._heard
        for one in self.out.on(SUPPRESSIONS)[self._heard :]:
            self._heard += 1
            key = (one.key or "").encode()
            said = Record(SUPPRESSIONS, 0, next(NUMBERS), key, one.value, dict(one.headers), 0)
            await self.amending.handle(said)

    def told(self) -> list[bytes]:
        """Return every CUSRES that the airline was sent."""
        return [one.value or b"" for one in self.out.on("responses.UA")]

    async def kept(self, message_id: str) -> str:
        """Return the CUSRES that is kept for a message."""
        space = await current_space(self._desk.bench.redis, "test")
        found = await self.fates.of(space, "UA", message_id)
        assert found is None or found.answer is None or found.answer.message_id == message_id
        said = await self.fates.answer(space, "UA", message_id)
        assert said is not None
        return said.cusres


def verdicts(cusres: bytes | str) -> tuple[str, list[str]]:
    """Return the document and the codes of its people, in order."""
    raw = cusres.encode() if isinstance(cusres, str) else cusres
    (said,) = read(raw)
    return said.document, [one.code for one in said.people]


def read(cusres: bytes) -> tuple[Answer, ...]:
    return tuple(understood(cusres, received_at=datetime.now(UTC), sender="UA").answers)
