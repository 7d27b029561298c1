"""Which topics a worker reads, and what deals with their records: everything, or boarding alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import faust
from redis.asyncio import Redis

from access.parties import Parties
from alerts.decided import DecisionsMade
from alerts.known_hits import KnownHits
from alerts.ledger import Ledger
from alerts.pattern_counts import PatternCounts
from alerts.suppressions import SuppressionStore
from config.boarding_file import BoardingFile
from config.settings import Settings
from screening.entry_join import EntryJoin
from screening.held_entry import HeldEntries
from screening.passenger_join import PassengerJoin
from streams.amending import Amending
from streams.answered import Answers
from streams.answering import Answering, Memories
from streams.audit import Audit
from streams.dealing import Noted
from streams.deciding import Deciding, Known
from streams.decision_notes import DecisionNotes
from streams.decisions import Decisions
from streams.disposing import Disposing, DispositionIds
from streams.edge import MOST, Edge, Together
from streams.entry_intake import EntryIntake
from streams.entry_notes import EntryNotes
from streams.equipment import Equipment
from streams.fates import Fates
from streams.hands import ONE, InHand, Precedence
from streams.intake import ManifestIntake
from streams.patterns import Patterns
from streams.receipts import Receipts
from streams.record import Record
from streams.rescreen import Rescreen
from streams.route import Route
from streams.rules import RulesInForce
from streams.screen import Screen
from streams.stages import (
    AMENDING,
    ANSWERING,
    DISPOSING,
    ENTRIES,
    INTAKE,
    PATTERNS,
    RESCREEN,
    ROUTE,
    SCREEN,
    SUPPRESSING,
    Stage,
)
from streams.suppressing import Suppressing
from streams.telling import Telling


class Handling(Protocol):
    """Deals with the records of some topics.

    May also have `refused`, told of the quarantine, and `handle_all`, for many at once.
    """

    async def handle(self, record: Record) -> None: ...


@dataclass(frozen=True, slots=True)
class Lane:
    """What the agents of one worker are made of."""

    app: faust.App
    edge: Edge
    equipment: Equipment
    redis: Redis
    settings: Settings
    parties: Parties

    def screens(
        self, ledger: Ledger, hits: KnownHits, rules: RulesInForce, audit: Audit
    ) -> PassengerJoin:
        """Take in what parties send, screen it and tell agencies by *rules*.

        Returns what screens, which learns of the list beside that.
        """
        keep = timedelta(hours=self.settings.retention.after_arrival_h)
        min_score = self.settings.screening.min_score
        things, redis = self.equipment, self.redis
        receipts, fates = self._memories()
        passengers = PassengerJoin(redis, min_score=min_score, keep=keep)
        entries = EntryJoin(redis, min_score=min_score)
        counts = PatternCounts(redis, keep=timedelta(days=self.settings.retention.patterns_days))

        worker = self.settings.worker
        manifests, alerts_first = worker.manifests_in_hand, Precedence()
        intake = ManifestIntake(things, self.parties, receipts, fates)
        self._agent(INTAKE, intake, InHand(manifests))
        secret = self.settings.secret()
        self._agent(ENTRIES, EntryIntake(things, self.parties, EntryNotes(audit.note, secret)))
        screen = Screen(things, passengers, fates)
        self._agent(SCREEN, screen, InHand(manifests, behind=alerts_first))
        self._agent(RESCREEN, Rescreen(things, entries, ledger))
        route = routing(things, redis, ledger, hits, rules)
        self._agent(ROUTE, route, InHand(worker.hits_in_hand, ahead=alerts_first))
        notes = DecisionNotes(audit.note, secret)
        self._agent(DISPOSING, Disposing(things, DispositionIds(redis), notes))
        self._agent(SUPPRESSING, Suppressing(things, SuppressionStore(redis), ledger))
        self._agent(PATTERNS, Patterns(things, counts))
        return passengers

    def answers(self, file: BoardingFile) -> None:
        """Answer before boarding by *file*, and do nothing else."""
        min_score, secret = self.settings.screening.min_score, self.settings.secret()
        decisions = Decisions(self.redis, file, min_score=min_score, secret=secret)
        receipts, fates = self._memories()
        things, answers = self.equipment, Answers(self.redis)
        keeping = Memories(receipts, fates, answers)
        self._agent(ANSWERING, Answering(things, self.parties, keeping, decisions))
        store = SuppressionStore(self.redis)
        self._agent(AMENDING, Amending(things, store, keeping, decisions))

    def _memories(self) -> tuple[Receipts, Fates]:
        keep = timedelta(days=self.settings.retention.receipts_days)
        return Receipts(self.redis, keep=keep), Fates(self.redis, keep=keep)

    def _agent(self, stage: Stage, handling: Handling, in_hand: InHand | None = None) -> None:
        """Let *handling* have every record of the stage through the edge, so many *in_hand*.

        Where it deals with many together it has all that are there, in their order, or at most so
        many if that is given. Else it has one at a time.
        """
        topics = stage.topics(self.parties)
        if not topics:
            return
        noted: Noted | None = getattr(handling, "refused", None)
        together: Together | None = getattr(handling, "handle_all", None)

        async def agent(stream: Any) -> None:  # noqa: ANN401  # Faust has no types
            if together is not None:
                most = in_hand.most if in_hand else MOST
                await self.edge.run_together(stream, together, noted, stage.name, most=most)
            else:
                await self.edge.run(
                    stream, handling.handle, noted, stage.name, in_hand=in_hand or ONE
                )

        topic = self.app.topic(*topics, value_type=bytes, key_type=bytes, value_serializer="raw")
        self.app.agent(topic, name=f"tocsin.{type(handling).__name__}")(agent)


def routing(
    things: Equipment, redis: Redis, ledger: Ledger, hits: KnownHits, rules: RulesInForce
) -> Route:
    """Return what alone writes the ledger and tells agencies."""
    telling = Telling(things, ledger)
    known = Known(HeldEntries(redis), hits, SuppressionStore(redis), DecisionsMade(redis))
    return Route(things, telling, known, Deciding(things, telling, known, rules), rules)
