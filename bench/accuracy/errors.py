"""Which errors are made, by class: told from the names as written, not from how they are scored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from rapidfuzz.distance import JaroWinkler

from bench.accuracy.alarms import NOT_FOUND, threshold_at
from bench.accuracy.as_sent import as_sent
from bench.accuracy.pair_files import Pair
from bench.accuracy.pairs import PairsResult
from bench.accuracy.screened import Own, Screened

ALIKE = 0.86  # Jaro-Winkler from which two words are taken for one


@dataclass(frozen=True, slots=True)
class Error:
    """One error: its class, both names, where it stands, and how far off the threshold it is."""

    group: str
    sent: str
    listed: str
    where: str
    off: float  # log-odds between score and threshold; infinite where the index missed it


def missed_aliases(screened: Screened, alarms_per_1000: float = 1) -> list[Error]:
    """Return the aliases, not weak ones, that fall below the threshold."""
    threshold = threshold_at(alarms_per_1000, screened.best)
    return [
        _missed_alias(one, threshold)
        for one in screened.own
        if not one.traveller.weak and one.log_odds <= threshold
    ]


def false_alarms(screened: Screened, alarms_per_1000: float = 1) -> list[Error]:
    """Return the ordinary travellers above the threshold, as many as may be."""
    threshold = threshold_at(alarms_per_1000, screened.best)
    return [
        Error(
            group=f"false alarm: {_false(one.sent, one.listed)}",
            sent=one.sent,
            listed=_nearest(one.sent, one.listed),
            where=one.entry,
            off=one.log_odds - threshold,
        )
        for one in screened.closest
        if one.log_odds > threshold
    ]


def wrong_pairs(result: PairsResult) -> list[Error]:
    """Return the labelled pairs on the wrong side of the threshold."""
    return [
        _wrong_pair(pair, margin) for pair, margin in result.judged if pair.same != (margin >= 0)
    ]


def by_group(errors: Iterable[Error]) -> dict[str, list[Error]]:
    """Return the errors of each class, the worst first; the largest class first."""
    found: defaultdict[str, list[Error]] = defaultdict(list)
    for one in errors:
        found[one.group].append(one)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return {
        name: sorted(some, key=lambda one: (-one.off, one.sent, one.listed))
        for name, some in ordered
    }


def public(errors: Iterable[Error]) -> list[Error]:
    """Return the errors whose names stand on a public list, the only ones to be shown in docs."""
    return [one for one in errors if one.where.startswith(("ofac_", "un_"))]


def worst(errors: Iterable[Error], count: int = 20) -> list[Error]:
    """Return *count* errors: the worst of each class, then the second worst of each, ..."""
    rounds = zip_longest(*by_group(errors).values())
    return [one for one in chain(*rounds) if one is not None][:count]


def _missed_alias(one: Own, threshold: float) -> Error:
    remaining = one.traveller.remaining
    names = [name.full for name in remaining.names]
    group = _missed(one.traveller.alias.full, names)
    if one.log_odds == NOT_FOUND and not group.startswith("nothing"):
        group += ", and the index does not bring it up"
    return Error(
        group=f"missed: {group}",
        sent=one.traveller.alias.full,
        listed=_nearest(one.traveller.alias.full, names),
        where=f"{remaining.list} {remaining.id}",
        off=threshold - one.log_odds,
    )


def _wrong_pair(pair: Pair, margin: float) -> Error:
    listed = pair.listed_names or ("",)
    judge, verb = (_missed, "missed") if pair.same else (_false, "false")
    return Error(
        group=f"{verb}: {judge(pair.sent_name, listed)}",
        sent=pair.sent_name,
        listed=_nearest(pair.sent_name, listed),
        where=pair.set_name,
        off=abs(margin),
    )


def _missed(sent: str, listed: Sequence[str]) -> str:
    agreed = max((len(_agreed(sent, one)) for one in listed), default=0)
    if not agreed:
        return "nothing aligns (a nom de guerre, another name)"
    return "one part aligns" if agreed == 1 else "two parts or more align"


def _false(sent: str, listed: Sequence[str]) -> str:
    nearest = _nearest(sent, listed)
    agreed = _agreed(sent, nearest)
    equal = [pair for pair in agreed if pair[0] == pair[1]]
    if not agreed:
        return "nothing aligns as written"
    if len(agreed) < min(len(_words(sent)), len(_words(nearest))):
        return "a part is shared, others differ (relatives, namesakes)"
    if sorted(_words(sent)) == sorted(_words(nearest)):
        return "the same name (namesakes, doubtful labels)"
    if len(equal) < len(agreed):
        return "every part is alike (close names, spellings of two people)"
    return "every part of the shorter name is the same (namesakes)"


def _nearest(sent: str, listed: Sequence[str]) -> str:
    return max(listed, key=lambda one: (len(_agreed(sent, one)), -len(_words(one))))


def _agreed(sent: str, listed: str) -> list[tuple[str, str]]:
    """Return the words of both names that are alike, each taken once, equal ones first."""
    left = list(_words(listed))
    found: list[tuple[str, str]] = []
    for least in (1.0, ALIKE):
        for word in _words(sent):
            if word in {one for one, _ in found}:
                continue
            alike = [other for other in left if JaroWinkler.similarity(word, other) >= least]
            if alike:
                other = max(alike, key=lambda its: JaroWinkler.similarity(word, its))
                left.remove(other)
                found.append((word, other))
    return found


def _words(name: str) -> tuple[str, ...]:
    words = as_sent(name).split()
    return tuple(word for word in words if len(word) > 2) or tuple(words)
