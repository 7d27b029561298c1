"""The keys of one name, each with its rest: how the other parts begin. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice

from screening.names import Token

PAIRED = 5  # parts of a name, those with the most consonants: at most 10 pairs
JOINED = 8  # pairs of a part with two neighbours written as one


@dataclass(frozen=True, slots=True)
class NameKeys:
    """The keys of one way to read a name, each with its rest, and how its parts begin."""

    keys: Mapping[str, int]
    beginnings: tuple[str, ...]


@lru_cache(maxsize=2_048)  # who is changed is compared with what was held
def name_keys(reading: tuple[Token, ...]) -> NameKeys:
    """Return the N, S, Q and T keys of a name with their rests, 0 where nothing is left."""
    joined = list(map(_joined, reading, reading[1:]))
    skeletons = [one.skeleton for one in reading]
    keys = _keys(skeletons, joined)
    others = [one.skeletons[:2][-1] if one.others else one.skeleton for one in reading]
    if others != skeletons:
        keys += _keys(others, joined)
        skeletons += others
    return NameKeys(_each_once(keys), tuple({one[:2] for one in skeletons}))


def _each_once(keys: list[tuple[str, int]]) -> Mapping[str, int]:
    found = dict(keys)
    return found if len(found) == len(keys) else joined_keys({}, keys)


def joined_keys(found: dict[str, int], keys: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """Add *keys* to those *found* and return them: of a key that is there, either rest will do."""
    for key, rest in keys:
        held = found.get(key, rest)
        found[key] = held | rest if held and rest else 0
    return found


def _keys(skeletons: Sequence[str], joined: Sequence[str]) -> list[tuple[str, int]]:
    bits = [1 << (ord(one[0]) & 15) for one in skeletons]
    if len(skeletons) == 2:
        one, other = skeletons
        whole = (_pair(one, other) if one != other else f"S{one}", 0)
        keys = [whole, (f"T{one}", bits[1]), (f"T{other}", bits[0])]
        return keys if len(joined[0]) == 1 else [*keys, (f"S{joined[0]}", 0)]
    if len(set(skeletons)) == 1:
        keys = [(f"T{one}", _without(bits, at)) for at, one in enumerate(skeletons)]
        return [*keys, (f"S{skeletons[0]}", 0)]
    whole = ("N" + ".".join(sorted(skeletons)), 0)
    if len(skeletons) == 3:
        return [whole, *_of_three(skeletons, joined, bits)]
    keys = [(f"T{one}", _without(bits, at)) for at, one in enumerate(skeletons)]
    return [whole, *keys, *_pairs(skeletons, bits), *_joined_pairs(skeletons, joined, bits)]


def _of_three(
    skeletons: Sequence[str], joined: Sequence[str], bits: list[int]
) -> Iterator[tuple[str, int]]:
    """Yield what `_without`, `_pairs` and `_joined_pairs` give for the many names of three."""
    one, two, three = skeletons
    first, second, third = bits
    yield f"T{one}", second | third
    yield f"T{two}", first | third
    yield f"T{three}", first | second
    yield _pair(one, two), third
    yield _pair(one, three), second
    yield _pair(two, three), first
    yield _pair(joined[0], three), 0
    yield _pair(joined[1], one), 0


def _pairs(skeletons: Sequence[str], bits: list[int]) -> list[tuple[str, int]]:
    telling = sorted(range(len(skeletons)), key=lambda at: (-len(skeletons[at]), skeletons[at]))
    return [
        (_pair(skeletons[one], skeletons[other]), _without(bits, one, other))
        for one, other in combinations(telling[:PAIRED], 2)
    ]


def _joined_pairs(
    skeletons: Sequence[str], joined: Sequence[str], bits: list[int]
) -> list[tuple[str, int]]:
    pairs = (
        (_pair(glued, one), _without(bits, at, at + 1, other))
        for at, glued in enumerate(joined)
        for other, one in enumerate(skeletons)
        if other not in (at, at + 1)
    )
    return list(islice(pairs, JOINED))


def _pair(one: str, other: str) -> str:
    return f"Q{one}.{other}" if one < other else f"Q{other}.{one}"


def _without(bits: list[int], *taken: int) -> int:
    rest = 0
    for at, bit in enumerate(bits):
        if at not in taken:
            rest |= bit
    return rest


def _joined(one: Token, other: Token) -> str:
    """Return the skeleton of both written as one word, made of theirs."""
    head = one.skeleton.rstrip("AIU") or "A"
    tail = other.skeleton.lstrip("A").rstrip("AIU")
    if one.text[-1] == other.text[0] and head[-1] == tail[:1]:
        tail = tail[1:]
    return head + tail
