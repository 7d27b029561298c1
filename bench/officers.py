"""Officers who ask at a steady rate, from a process apart; timed from when each was due to."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

import httpx

from bench.figures import Figure, share
from bench.retrieval.people import travellers

RATE = 50  # questions a second
GOAL_MS = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """How many milliseconds after the question was due it was there, and its status, 0: none."""

    ms: float
    status: int


@dataclass(frozen=True, slots=True)
class Officers:
    """Where they ask, and with which key."""

    address: str
    key: str

    @contextmanager
    def asking(self, seconds: float) -> Iterator["Future[list[Answer]]"]:
        """Ask for *seconds*; the future has every answer, in the order of the questions.

        Officers are there before what is measured begins: a process that only starts would take
        the processor from it.
        """
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(_ask, self, 1).result()
            pool.submit(_questions, seconds).result()
            yield pool.submit(_ask, self, seconds)


def answered(what: str, runs: Sequence[Sequence[Answer]]) -> Iterator[Figure]:
    """Yield how soon officers had their answers, and how many had none."""
    slow = tuple(share([one.ms for one in run], 99) for run in runs)
    yield Figure(f"an officer's check at {RATE}/s {what}: 99 of 100", "ms", slow, GOAL_MS)
    refused = Counter(one.status for run in runs for one in run if one.status != 200)
    told = f" ({', '.join(f'status {one}' for one in sorted(refused))})" if refused else ""
    number = tuple(float(sum(one.status != 200 for one in run)) for run in runs)
    yield Figure(f"officers' checks {what} without an answer{told}", "", number, 0)


def _ask(officers: Officers, seconds: float) -> list[Answer]:
    return asyncio.run(_asked(officers, seconds))


@cache
def _questions(seconds: float) -> list[dict[str, str | None]]:
    return [
        {"name": f"{one.given_names or ''} {one.surname}".strip(), "birth_date": one.birth_date}
        for one in travellers(int(RATE * seconds), seed=31)
    ]


async def _asked(officers: Officers, seconds: float) -> list[Answer]:
    questions = _questions(seconds)
    headers = {"Authorization": f"Bearer {officers.key}"}
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(
        base_url=officers.address, headers=headers, timeout=60, limits=limits
    ) as client:
        await _answer(client, questions[0], time.perf_counter())
        begun, asked = time.perf_counter() + 0.1, []
        for number, one in enumerate(questions):
            due = begun + number / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            asked.append(asyncio.create_task(_answer(client, one, due)))
        return await asyncio.gather(*asked)


async def _answer(client: httpx.AsyncClient, question: dict[str, str | None], due: float) -> Answer:
    try:
        status = (await client.post("/v1/check", json=question)).status_code
    except httpx.TransportError:
        status = 0
    return Answer((time.perf_counter() - due) * 1e3, status)
