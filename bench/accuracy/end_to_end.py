"""Ordinary and listed travellers screened against a whole list, in three scenarios."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bench.accuracy.alarms import NOT_FOUND
from bench.accuracy.aliases import AliasTraveller, alias_travellers, by_entry
from bench.accuracy.model import Judges, Say, Scorer
from bench.accuracy.real_index import RealIndex, real_index
from bench.accuracy.screened import SCENARIOS, Closest, Own, Screened
from manifests.contract import Passenger
from screening.candidates import in_each_view
from screening.prepared import PreparedEntry, PreparedPassenger, prepare_passenger
from watchlist.entry import Entry, EntryKey

AT_ONCE = 100  # travellers of one round trip


async def screen(
    entries: Sequence[Entry], ordinary: Sequence[Passenger], judges: Judges, say: Say
) -> dict[str, Screened]:
    """Return what each scenario found, by its name; each person judged by their fold's model.

    False alarms are the same as listed and corrupted: whose data are corrupted is listed.
    """
    listed = alias_travellers(entries)
    whole = {one.key: one for one in entries}
    parts = len(judges.models)
    found = {name: Screened(name) for name in SCENARIOS}
    say(f"indexing {len(entries):,} people")
    async with real_index(entries) as index:
        for fold, model in enumerate(judges.models):
            with model.in_force() as scorer:
                some = ordinary[fold::parts]
                own = [one for one in listed if judges.fold_of(whole[one.remaining.key]) == fold]
                say(
                    f"screening {len(some):,} ordinary travellers and {len(own):,} listed ones, "
                    f"each alias taken out of the list: part {fold + 1} of {parts}"
                )
                await _ordinary(index, some, scorer, found)
                await _own(index, own, whole, scorer, found)
    return found


async def _own(
    index: RealIndex,
    travellers: Sequence[AliasTraveller],
    whole: Mapping[EntryKey, Entry],
    scorer: Scorer,
    found: dict[str, Screened],
) -> None:
    for group in by_entry(travellers):
        for traveller in group:
            await _listed(index, traveller, scorer, found)
        await index.put(whole[group[0].remaining.key])


async def _ordinary(
    index: RealIndex, travellers: Sequence[Passenger], scorer: Scorer, found: dict[str, Screened]
) -> None:
    for at in range(0, len(travellers), AT_ONCE):
        some = travellers[at : at + AT_ONCE]
        whole = [prepare_passenger(one) for one in some]
        named = [prepare_passenger(_name_only(one)) for one in some]
        replies = await index.candidates([*whole, *named])
        for passenger, candidates in zip(whole, replies, strict=False):
            scores = [_score(scorer, passenger, _views(one)) for one in candidates]
            for name in ("as listed", "corrupted"):
                _note(found[name], passenger, candidates, scores)
        for passenger, candidates in zip(named, replies[len(whole) :], strict=True):
            scores = [_score(scorer, passenger, _names_of(one)) for one in candidates]
            _note(found["name only"], passenger, candidates, scores)


def _note(
    scenario: Screened,
    passenger: PreparedPassenger,
    candidates: Sequence[Entry],
    scores: list[float],
) -> None:
    scenario.best.append(max(scores, default=NOT_FOUND))
    scenario.false_pairs += scores
    if candidates:
        best, entry = max(zip(scores, candidates, strict=True), key=lambda one: one[0])
        names = tuple(name.full for name in entry.names)
        where = f"{entry.list} {entry.id}"
        scenario.closest.append(Closest(best, passenger.name.shown, names, where))


async def _listed(
    index: RealIndex, traveller: AliasTraveller, scorer: Scorer, found: dict[str, Screened]
) -> None:
    await index.put(traveller.remaining)
    sent = [traveller.as_listed, traveller.corrupted, traveller.name_only]
    people = [prepare_passenger(one) for one in sent]
    replies = await index.own(people, traveller.remaining.key)
    for name, passenger, own in zip(SCENARIOS, people, replies, strict=True):
        score = NOT_FOUND
        if own is not None:
            views = _names_of(own) if name == "name only" else _views(own)
            score = _score(scorer, passenger, views)
        found[name].own.append(Own(traveller, score))


def _score(scorer: Scorer, passenger: PreparedPassenger, views: Sequence[PreparedEntry]) -> float:
    return max(scorer(passenger, one) for one in views)


def _name_only(passenger: Passenger) -> Passenger:
    return Passenger(surname=passenger.surname, given_names=passenger.given_names)


_views = lru_cache(maxsize=16_384)(in_each_view)


def _names_of(entry: Entry) -> tuple[PreparedEntry, ...]:
    return tuple(_names_alone(one) for one in _views(entry))


@lru_cache(maxsize=16_384)
def _names_alone(entry: PreparedEntry) -> PreparedEntry:
    return replace(entry, birth_dates=(), nationalities=(), sex=None, birth_places=(), documents=())
