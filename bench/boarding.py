"""How soon an airline knows who may board, while bulk pushes pile up.

`python -m bench --only boarding`. Everything runs as `tocsin up` runs it, on embedded services.
Questions come by HTTP at a steady rate whatever the answers take, and each is timed from the moment
it was due.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence

import httpx

from bench.bulk import Bulk
from bench.figures import Figure, share
from bench.retrieval.people import travellers
from bench.site import Site, running
from manifests.contract import Passenger
from manifests.edifact.tokens import Segment
from manifests.edifact.writing import segment, written

ENTRIES = 20_000
RUNS = 3
RATE = 10  # questions a second, of one airline
RUN_S = 20
GOAL_MS = 500

Times = Sequence[float]  # milliseconds from when each question was due until its answer was there


def figures(entries: int = ENTRIES) -> Iterator[Figure]:
    """Yield the times without load and under it."""
    with running(entries) as site:
        alone = asyncio.run(_asked(site, 0))
        yield Figure("an answer before boarding, 99 of 100", "ms", (share(alone, 99),))
        with Bulk(site.settings) as bulk:
            bulk.piles_up()
            runs = [asyncio.run(_asked(site, number)) for number in range(1, RUNS + 1)]
            waiting = bulk.waiting()
            screened = bulk.screened_per_s()
        told = "while bulk pushes pile up"
        middle, slow = (tuple(share(one, percent) for one in runs) for percent in (50, 99))
        yield Figure(f"an answer before boarding, {told}: median", "ms", middle)
        yield Figure(f"an answer before boarding, {told}: 99 of 100", "ms", slow, GOAL_MS)
        yield Figure("lists of 180 that waited at the end", "", (float(waiting),))
        yield Figure("lists of 180 screened meanwhile", "/s", (screened,))


async def _asked(site: Site, run: int) -> Times:
    """Ask RATE times a second; a slow answer keeps no later question back."""
    people = list(travellers(RATE * RUN_S, seed=100 + run))
    questions = [question(one, f"R{run}Q{number}") for number, one in enumerate(people)]
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=site.address, timeout=60, limits=limits) as client:
        await _answer(client, site.key, question(people[0], f"R{run}"), time.perf_counter())
        begun = time.perf_counter() + 0.1
        asking = []
        for number, one in enumerate(questions):
            due = begun + number / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            asking.append(asyncio.create_task(_answer(client, site.key, one, due)))
        return await asyncio.gather(*asking)


async def _answer(client: httpx.AsyncClient, key: str, body: bytes, due: float) -> float:
    headers = {"Authorization": f"Bearer {key}", "Accept": "application/edifact"}
    said = await client.post("/v1/manifests?wait=30", content=body, headers=headers)
    if said.status_code != 200 or b"ERC+" not in said.content:
        raise RuntimeError(f"no answer: {said.status_code}")
    return (time.perf_counter() - due) * 1e3


def question(who: Passenger, control: str) -> bytes:
    """Return the PAXLST by which a desk asks for one passenger."""
    born = (who.birth_date or "1970-01-01").replace("-", "")
    body: list[Segment] = [
        segment("UNH", "1", ["PAXLST", "D", "05B", "UN", "IATA"], "", ["01", "F"]),
        segment("BGM", "745"),
        segment("RFF", ["TN", control]),
        segment("TDT", "20", "UA123"),
        segment("LOC", "125", "JFK"),
        segment("DTM", ["189", "3105051830", "201"]),
        segment("LOC", "87", "LHR"),
        segment("NAD", "FL", "", "", [who.surname, who.given_names or ""]),
        segment("ATT", "2", "", "F"),
        segment("DTM", ["329", born]),
        segment("RFF", ["ABO", control]),
        segment("DOC", ["P", "110", "111"], "X1234567"),
        segment("LOC", "91", "USA"),
    ]
    body.append(segment("UNT", str(len(body) + 1), "1"))
    opening = segment("UNB", ["UNOA", "4"], "UA", "PIU", ["310505", "0800"], control, "", "IAPI")
    return written([opening, *body, segment("UNZ", "1", control)]).encode()
