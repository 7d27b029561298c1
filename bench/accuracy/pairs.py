"""Pair files out of fold: trained, and the threshold chosen, on four folds, judged on the fifth."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.accuracy.folds import FOLDS, Folds
from bench.accuracy.goals import Anchor, pair_goal, sets_with_goals
from bench.accuracy.measures import best_threshold, scores_of
from bench.accuracy.model import Model, Say, Train, silent
from bench.accuracy.pair_files import BadFolder, Pair, PairSet
from bench.fit.deciding import THRESHOLD
from screening.score import PRIOR

HELD = PRIOR + THRESHOLD  # what weights are fitted to decide at


@dataclass(frozen=True, slots=True)
class Teaching:
    """A model for each fold of people, the sets that taught them, and whether goals are judged.

    *learned*: the models are out of fold; the shipped data judge otherwise.
    """

    models: Sequence[Model]
    folds: Folds
    known: Sequence[PairSet]
    learned: bool
    goals: bool


@dataclass(frozen=True, slots=True)
class SetResult:
    """How one set fared at the one threshold, which its own fold had no part in choosing."""

    name: str
    pairs: int
    positives: int
    precision: float
    recall: float
    f1: float
    anchor: Anchor | None

    @property
    def ok(self) -> bool:
        """Say whether the goal is met; a set without one has nothing to meet."""
        return self.anchor is None or self.f1 >= self.anchor.goal


@dataclass(frozen=True, slots=True)
class PairsResult:
    """All sets, their mean, and the log-odds thresholds of the folds.

    *learned*: by models out of fold; the shipped data have judged otherwise.
    """

    sets: tuple[SetResult, ...]
    mean: SetResult
    thresholds: tuple[float, ...]
    judged: tuple[tuple[Pair, float], ...]  # each pair with its log-odds above the threshold
    learned: bool = True

    @property
    def ok(self) -> bool:
        """Say whether every goal is met."""
        return all(one.ok for one in (*self.sets, self.mean))


def trained(known: Sequence[PairSet], dealt: Folds, train: Train, say: Say = silent) -> list[Model]:
    """Return a model for each fold, trained on the pairs of the others. Raises BadFolder."""
    pairs = pairs_of(known)
    folds = dealt.of_each(pairs)
    others = [
        [pair for pair, its in zip(pairs, folds, strict=True) if its != fold]
        for fold in range(FOLDS)
    ]
    if not all(map(_teach, others)):
        raise BadFolder(
            f"{', '.join(one.name for one in known)}: too few people to learn from, as without a "
            "fifth of them no true pair, or no false one, is left; name other pairs with --learn, "
            "or judge the shipped data with --as-shipped"
        )
    models = []
    for fold, rest in enumerate(others):
        say(f"training without fold {fold + 1} of {FOLDS}")
        models.append(train(rest))
    return models


def measure(sets: Sequence[PairSet], by: Teaching) -> PairsResult:
    """Return how the models fare on each set, each pair judged by what has not seen who is asked.

    That is the person on its left; the other one of two may be among those trained on. The
    threshold, too, is chosen on the known pairs of the other folds.
    """
    pairs, taught = pairs_of(sets), pairs_of(by.known)
    folds, its_folds = by.folds.of_each(pairs), by.folds.of_each(taught)
    thresholds, judged = [], []
    for fold, model in enumerate(by.models):
        with model.in_force() as scorer:
            threshold = _threshold(
                (pair, scorer(pair.sent, pair.listed))
                for pair, its in zip(taught, its_folds, strict=True)
                if its != fold
            )
            judged += [
                (pair, scorer(pair.sent, pair.listed) - threshold)
                for pair, its in zip(pairs, folds, strict=True)
                if its == fold
            ]
        thresholds.append(threshold)
    results = tuple(_result(one, judged, goals=by.goals) for one in sets)
    mean = _mean(results, goals=by.goals)
    return PairsResult(results, mean, tuple(thresholds), tuple(judged), by.learned)


def pairs_of(sets: Sequence[PairSet]) -> list[Pair]:
    """Return the pairs of all *sets*."""
    return [pair for one in sets for pair in one.pairs]


def _teach(pairs: Sequence[Pair]) -> bool:
    return {pair.same for pair in pairs if pair.named} == {True, False}


def _threshold(known: Iterable[tuple[Pair, float]]) -> float:
    by_set: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for pair, score in known:
        by_set[pair.set_name].append((score, pair.same))
    if not by_set:
        return HELD
    return best_threshold({name: scores_of(scored) for name, scored in by_set.items()})


def _result(one: PairSet, judged: Sequence[tuple[Pair, float]], *, goals: bool) -> SetResult:
    counts = scores_of(
        (margin, pair.same) for pair, margin in judged if pair.set_name == one.name
    ).counts(0.0)
    return SetResult(
        name=one.name,
        pairs=len(one.pairs),
        positives=counts.right + counts.missed,
        precision=counts.precision,
        recall=counts.recall,
        f1=counts.f1,
        anchor=pair_goal(one.name) if goals else None,
    )


def _mean(results: Sequence[SetResult], *, goals: bool) -> SetResult:
    """Return the mean of the sets with a goal; of all that have a true pair where one lacks."""
    wanted = sets_with_goals()
    whole = wanted <= {one.name for one in results}
    meant = [one for one in results if (one.name in wanted if whole else one.positives)]
    many = max(len(meant), 1)
    return SetResult(
        name="mean",
        pairs=sum(one.pairs for one in meant),
        positives=sum(one.positives for one in meant),
        precision=sum(one.precision for one in meant) / many,
        recall=sum(one.recall for one in meant) / many,
        f1=sum(one.f1 for one in meant) / many,
        anchor=pair_goal("mean") if whole and goals else None,
    )
