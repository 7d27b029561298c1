"""Pair files out of fold: trained, and the threshold chosen, on four folds, judged on the fifth."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bench.accuracy.folds import FOLDS, Folds
from bench.accuracy.goals import Anchor, pair_goal, sets_with_goals
from bench.accuracy.measures import best_threshold, scores_of
from bench.accuracy.model import Model, Say, Train, silent
from bench.accuracy.pair_files import Pair, PairSet


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
        return self.anchor is None or round(self.f1, 3) >= self.anchor.goal


@dataclass(frozen=True, slots=True)
class PairsResult:
    """All sets, their mean, and the log-odds thresholds of the folds."""

    sets: tuple[SetResult, ...]
    mean: SetResult
    thresholds: tuple[float, ...]
    judged: tuple[tuple[Pair, float], ...]  # each pair with its log-odds above the threshold

    @property
    def ok(self) -> bool:
        """Say whether every goal is met."""
        return all(one.ok for one in (*self.sets, self.mean))


def trained(sets: Sequence[PairSet], dealt: Folds, train: Train, say: Say = silent) -> list[Model]:
    """Return a model for each fold, trained on the pairs of the others."""
    pairs = [pair for one in sets for pair in one.pairs]
    folds = dealt.of_each(pairs)
    models = []
    for fold in range(FOLDS):
        say(f"training without fold {fold + 1} of {FOLDS}")
        known = [pair for pair, its in zip(pairs, folds, strict=True) if its != fold]
        models.append(train(known))
    return models


def measure(sets: Sequence[PairSet], dealt: Folds, models: Sequence[Model]) -> PairsResult:
    """Return how the models fare on each set, each pair judged by what has not seen who is asked.

    That is the person on its left; the other one of two may be among those trained on.
    """
    pairs = [pair for one in sets for pair in one.pairs]
    folds = dealt.of_each(pairs)
    thresholds, judged = [], []
    for fold, model in enumerate(models):
        with model.in_force() as scorer:
            scores = [scorer(pair.sent, pair.listed) for pair in pairs]
        scored = list(zip(pairs, folds, scores, strict=True))
        threshold = _threshold([(pair, score) for pair, its, score in scored if its != fold])
        thresholds.append(threshold)
        judged += [(pair, score - threshold) for pair, its, score in scored if its == fold]
    results = tuple(_result(one, judged) for one in sets)
    return PairsResult(results, _mean(results), tuple(thresholds), tuple(judged))


def _threshold(known: Sequence[tuple[Pair, float]]) -> float:
    by_set: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for pair, score in known:
        by_set[pair.set_name].append((score, pair.same))
    return best_threshold({name: scores_of(scored) for name, scored in by_set.items()})


def _result(one: PairSet, judged: Sequence[tuple[Pair, float]]) -> SetResult:
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
        anchor=pair_goal(one.name),
    )


def _mean(results: Sequence[SetResult]) -> SetResult:
    """Return the mean of the sets with a goal; of all sets where those are not all there."""
    wanted = sets_with_goals()
    whole = wanted <= {one.name for one in results}
    meant = [one for one in results if not whole or one.name in wanted]
    return SetResult(
        name="mean",
        pairs=sum(one.pairs for one in meant),
        positives=sum(one.positives for one in meant),
        precision=sum(one.precision for one in meant) / len(meant),
        recall=sum(one.recall for one in meant) / len(meant),
        f1=sum(one.f1 for one in meant) / len(meant),
        anchor=pair_goal("mean") if whole else None,
    )
