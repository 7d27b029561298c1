"""What the end-to-end run comes to: recall at so many alarms and as shipped; calibration. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.accuracy.alarms import NOT_FOUND, share_above, share_from, threshold_at
from bench.accuracy.calibration import (
    Bin,
    Scale,
    calibration_error,
    fitted,
    predictions,
    reliability,
)
from bench.accuracy.goals import calibration_goal, recall_goals
from bench.accuracy.screened import Screened
from screening.score import ALERT_THRESHOLD, logit

ALARMS = (1.0, 2.7)  # false alarms per 1,000 travellers


@dataclass(frozen=True, slots=True)
class Recall:
    """Recall over the aliases not called weak, the weak ones, and both, at so many alarms.

    *shipped*: at the score from which on the product alarms, whatever alarms that costs.
    """

    scenario: str
    alarms_per_1000: float
    log_odds: float  # of the threshold
    recall: float
    weak_recall: float
    all_recall: float
    goal: float | None
    shipped: bool = False

    @property
    def ok(self) -> bool:
        """Say whether the goal is met, if there is one."""
        return self.goal is None or self.recall >= self.goal


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far a scenario's scores are from the truth, as shipped and after the best scaling."""

    scenario: str
    bins: tuple[Bin, ...]
    error: float
    error_of_all: float  # of pairs that score next to nothing, too
    scale: Scale
    scaled_error: float
    goal: float | None

    @property
    def ok(self) -> bool:
        """Say whether the goal is met, if there is one."""
        return self.goal is None or self.error <= self.goal


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """The whole run: everything that is printed of it."""

    recalls: tuple[Recall, ...]
    calibrations: tuple[Calibration, ...]
    retrieved: Mapping[str, float]  # by scenario: aliases whose entry the index brings up
    screened: Mapping[str, Screened]
    beside_logic_v2: bool = False  # which has scored the very same candidates

    @property
    def ok(self) -> bool:
        """Say whether every goal is met."""
        return all(one.ok for one in self.recalls) and all(one.ok for one in self.calibrations)


def judged(
    screened: Mapping[str, Screened], *, with_goals: bool, beside_logic_v2: bool = False
) -> EndToEnd:
    """Return the figures of a run; goals are for the usual lists only."""
    return EndToEnd(
        recalls=tuple(
            one for its in screened.values() for one in _recalls(its, with_goals=with_goals)
        ),
        calibrations=tuple(_calibration(its, with_goals=with_goals) for its in screened.values()),
        retrieved={name: share_above(NOT_FOUND, its.good()) for name, its in screened.items()},
        screened=screened,
        beside_logic_v2=beside_logic_v2,
    )


def _recalls(screened: Screened, *, with_goals: bool) -> Iterator[Recall]:
    goals = recall_goals(screened.name) if with_goals else {}
    good, weak = screened.good(), screened.weak()
    for alarms in ALARMS:
        threshold = threshold_at(alarms, screened.best)
        yield Recall(
            scenario=screened.name,
            alarms_per_1000=alarms,
            log_odds=threshold,
            recall=share_above(threshold, good),
            weak_recall=share_above(threshold, weak),
            all_recall=share_above(threshold, screened.all()),
            goal=goals.get(alarms),
        )
    yield _as_shipped(screened)


def _as_shipped(screened: Screened) -> Recall:
    """Return recall and alarms of who scores as much as the product alarms on, or more."""
    threshold = logit(ALERT_THRESHOLD)
    return Recall(
        scenario=screened.name,
        alarms_per_1000=1000 * share_from(threshold, sorted(screened.best)),
        log_odds=threshold,
        recall=share_from(threshold, screened.good()),
        weak_recall=share_from(threshold, screened.weak()),
        all_recall=share_from(threshold, screened.all()),
        goal=None,
        shipped=True,
    )


def _calibration(screened: Screened, *, with_goals: bool) -> Calibration:
    pairs = predictions(screened)
    bins, scale = reliability(pairs), fitted(pairs)
    return Calibration(
        scenario=screened.name,
        bins=tuple(bins),
        error=calibration_error(bins),
        error_of_all=calibration_error(reliability(pairs, least=0)),
        scale=scale,
        scaled_error=calibration_error(reliability(pairs, scale)),
        goal=calibration_goal() if with_goals and screened.name == "as listed" else None,
    )
