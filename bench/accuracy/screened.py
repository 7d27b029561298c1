"""What a run of the real index found: scores of ordinary travellers and of listed ones. Pure."""

from dataclasses import dataclass, field

from bench.accuracy.aliases import AliasTraveller

SCENARIOS = ("as listed", "corrupted", "name only")


@dataclass(frozen=True, slots=True)
class Own:
    """A listed traveller and the log-odds of their own entry."""

    traveller: AliasTraveller
    log_odds: float


@dataclass(frozen=True, slots=True)
class Closest:
    """An ordinary traveller and the listed person most like them, with all their names."""

    log_odds: float
    sent: str
    listed: tuple[str, ...]
    entry: str


@dataclass(slots=True)
class Screened:
    """One scenario. `best` is the highest log-odds of each ordinary traveller.

    `false_pairs` are the log-odds of every pair of an ordinary traveller and a candidate.
    """

    name: str
    best: list[float] = field(default_factory=list)
    false_pairs: list[float] = field(default_factory=list)
    closest: list[Closest] = field(default_factory=list)
    own: list[Own] = field(default_factory=list)

    def good(self) -> list[float]:
        """Return the log-odds of those under an alias that the list does not call weak, rising."""
        return sorted(one.log_odds for one in self.own if not one.traveller.weak)

    def weak(self) -> list[float]:
        """Return the log-odds of those under a weak alias, rising."""
        return sorted(one.log_odds for one in self.own if one.traveller.weak)

    def all(self) -> list[float]:
        """Return the log-odds of all listed travellers, rising."""
        return sorted(one.log_odds for one in self.own)
