"""Pair files out of fold: trained, and the threshold chosen, on four folds, judged on the fifth."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bench.accuracy.folds import FOLDS, folds_of
from bench.accuracy.goals import Anchor, pair_goal, sets_with_goals
from bench.accuracy.measures import best_threshold, scores_of
from bench.accuracy.model import Scorer, Train
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


def measure(sets: Sequence[PairSet], train: Train) -> PairsResult:
    """Return how *train* fares on each set, every pair judged by what has not seen its person."""
    pairs = [pair for one in sets for pair in one.pairs]
    folds = folds_of(pairs)
    scoring = _Scoring(pairs)
    thresholds, judged = [], []
    for fold in range(FOLDS):
        known = [at for at, its in enumerate(folds) if its != fold]
        scorer = train([pairs[at] for at in known])
        threshold = _threshold(scoring, scorer, known)
        thresholds.append(threshold)
        held_out = [at for at, its in enumerate(folds) if its == fold]
        judged += [(pairs[at], scoring.score(scorer, at) - threshold) for at in held_out]
    results = tuple(_result(one, judged) for one in sets)
    return PairsResult(results, _mean(results), tuple(thresholds), tuple(judged))


class _Scoring:
    """Scores each pair once for each scorer: one that learns nothing is the same in all folds."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = pairs
        self._held: dict[tuple[Scorer, int], float] = {}

    def score(self, scorer: Scorer, at: int) -> float:
        found = self._held.get((scorer, at))
        if found is None:
            pair = self._pairs[at]
            found = self._held[scorer, at] = scorer(pair.sent, pair.listed)
        return found

    def set_of(self, at: int) -> str:
        return self._pairs[at].set_name

    def same(self, at: int) -> bool:
        return self._pairs[at].same


def _threshold(scoring: _Scoring, scorer: Scorer, known: Sequence[int]) -> float:
    by_set: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for at in known:
        by_set[scoring.set_of(at)].append((scoring.score(scorer, at), scoring.same(at)))
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
