"""What judges: models that have learned from labelled pairs, out of fold, or the shipped data.

Labelled pairs teach where they are: those beside the checkout, or named with --learn; or the folder
that is judged, where it holds every set with a goal. Another folder teaches nothing: it is judged
as pairs that nobody here has seen are, by models without the people whom it asks about.
"""

from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bench.accuracy.folds import FOLDS, Folds
from bench.accuracy.goals import sets_with_goals
from bench.accuracy.lists import people_on, usual_lists
from bench.accuracy.model import Say, Train, as_shipped
from bench.accuracy.pair_files import BadFolder, PairSet, read_sets
from bench.accuracy.pairs import Teaching, pairs_of, trained
from bench.fit.samples import travellers_met
from bench.fit.training import train
from watchlist.entry import Entry

SHARED = Path(__file__).parents[2].parent / "shared"
_NOTHING = "no labelled pairs with every goal's set to learn from: the shipped data are judged"


def pairs_in(shared: Path) -> Path:
    """Return the folder of labelled pairs in *shared*, which lies beside the checkout."""
    return shared / "accuracy"


def teaching(asked: Namespace, judged: Sequence[PairSet], say: Say) -> Teaching:
    """Return what judges *judged*, and those who travel end to end. Raises BadFolder."""
    if asked.as_shipped:
        return _shipped(goals=True)
    known = _known(asked, judged)
    if not known:
        say(_NOTHING)
        return _shipped(goals=False)
    folds = dealt(asked, known, judged)
    models = trained(known, folds, _teacher(asked), say)
    whole = sets_with_goals() <= {one.name for one in known}
    return Teaching(models, folds, known, learned=True, goals=whole)


def _shipped(*, goals: bool) -> Teaching:
    return Teaching([as_shipped()] * FOLDS, Folds(()), (), learned=False, goals=goals)


def dealt(asked: Namespace, known: Sequence[PairSet], judged: Sequence[PairSet]) -> Folds:
    """Return the folds of all people in pairs; those of the lists whole, whatever is measured."""
    entries = [*_people(_usual(asked.samples)), *_people(asked.lists or ())]
    return Folds(pairs_of(known), entries, pairs_of(judged))


def read(folder: Path, say: Say) -> list[PairSet]:
    """Return the sets of *folder*; says what in them could not be read. Raises BadFolder."""
    sets = read_sets(folder)
    for one in sets:
        for sentence in one.left_out():
            say(sentence)
    return sets


def _known(asked: Namespace, judged: Sequence[PairSet]) -> Sequence[PairSet]:
    folder = asked.learn or (asked.usual if any(asked.usual.glob("*.csv")) else None)
    if folder is not None:
        same = judged and folder.resolve() == asked.data.resolve()
        return judged if same else read_sets(folder)
    return judged if sets_with_goals() <= {one.name for one in judged} else ()


def _teacher(asked: Namespace) -> Train:
    lists = _usual(asked.samples) or asked.lists
    if not lists:
        raise BadFolder(
            f"{asked.samples}: lacks un/*.xml or ofac/sdn*.csv, which learning needs; name lists "
            "with --list, or judge the shipped data with --as-shipped"
        )
    return lambda pairs: train(pairs, travellers_met(tuple(lists)))


def _usual(samples: Path) -> list[Path]:
    with suppress(BadFolder):
        return usual_lists(samples)
    return []


def _people(lists: Sequence[Path]) -> list[Entry]:
    return people_on(lists) if lists else []
