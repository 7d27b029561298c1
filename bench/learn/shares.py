"""From names and shares to the table that screening ships."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from math import log, sqrt
from struct import pack
from zlib import crc32

from bench.learn.sources import Name, Region
from screening.rarity import COMMONEST, HEADER, MAGIC, RAREST, STEPS_A_NAT, surprise
from screening.sounds import heard

PRESSED_FROM, PRESSED = 7.0, 0.4  # nats beyond this count for less: see rarity()
RAREST_KEPT = RAREST - 0.1  # what is rarer is as good as not listed
_SMOOTH = 0.05  # of a trigram's chance comes from its last two letters, and of that from one


def table(world: Iterable[Region]) -> bytes:
    """Return the contents of name_shares.bin; the same world gives the same bytes."""
    world = tuple(world)
    listed = {}
    for key, share in _by_sound(world).items():
        if (nats := pressed(share)) <= RAREST_KEPT:
            listed[crc32(key.encode())] = round(nats * STEPS_A_NAT)
    spellings = sorted({crc32(one.encode()) for one in _established(world)})
    weights = _by_spelling(world)
    trigrams = _trigrams(weights)
    low, high = _ordinary_and_odd(trigrams, weights)
    keys = sorted(listed)
    return b"".join((
        HEADER.pack(MAGIC, len(keys), len(spellings), low, high),
        pack(f"<{len(keys)}I", *keys),
        bytes(listed[key] for key in keys),
        pack(f"<{len(spellings)}I", *spellings),
        trigrams,
    ))  # fmt: skip


def pressed(share: float) -> float:
    """Return the rarity of a share of travellers, pressed together beyond 7 nats and clipped."""
    nats = -log(share)
    if nats > PRESSED_FROM:
        nats = PRESSED_FROM + PRESSED * (nats - PRESSED_FROM)
    return min(RAREST, max(COMMONEST, nats))


def _by_sound(world: Iterable[Region]) -> Mapping[str, float]:
    """Return shares of travellers by sound; where a region has two sources, the larger counts."""
    shares: defaultdict[str, float] = defaultdict(float)
    for region in world:
        there: defaultdict[str, float] = defaultdict(float)
        for source in region.sources:
            for key, share in _within(source).items():
                there[key] = max(there[key], share)
        for key, share in there.items():
            shares[key] += region.travellers * min(share, 0.9)
    return shares


def _within(source: Iterable[Name]) -> Mapping[str, float]:
    shares: defaultdict[str, float] = defaultdict(float)
    for name in source:
        for key in dict.fromkeys(heard(spelt) for spelt in name.spellings):
            shares[key] += name.share
    return shares


def _established(world: Iterable[Region]) -> Iterable[str]:
    for region in world:
        for source in region.sources:
            for name in source:
                if name.established:
                    yield from name.spellings


def _by_spelling(world: Iterable[Region]) -> Mapping[str, float]:
    """Weigh each spelling; the root keeps a few common names from being all that is learned."""
    weights: defaultdict[str, float] = defaultdict(float)
    for region in world:
        for source in region.sources:
            for name in source:
                for spelt in name.spellings:
                    weights[spelt] += region.travellers * name.share
    return {spelt: sqrt(weight) for spelt, weight in weights.items() if spelt.isascii()}


def _trigrams(weights: Mapping[str, float]) -> bytes:
    """Return tenths of a nat for every three letters (0 is the edge of a word), smoothed."""
    threes, twos, ones = [0.0] * 27**3, [0.0] * 27**2, [0.0] * 27
    for word, weight in weights.items():
        codes = [0, 0, *(ord(letter) - 64 for letter in word), 0]
        for place, (before, last) in enumerate(pairwise(codes[1:])):
            threes[codes[place] * 729 + before * 27 + last] += weight
            twos[before * 27 + last] += weight
            ones[last] += weight
    one = _shares(ones, lambda _: 1 / 27)
    two = _shares(twos, lambda pair: one[pair % 27])
    three = _shares(threes, lambda triple: two[triple % 729])
    return bytes(min(255, round(-10 * log(chance))) for chance in three)


def _shares(counts: list[float], fallback: Callable[[int], float]) -> list[float]:
    """Return the chance of each last letter after the ones before it."""
    chances, seen = [], 0.0
    for place, count in enumerate(counts):
        if place % 27 == 0:
            seen = sum(counts[place : place + 27])
        own = count / seen if seen else fallback(place)
        chances.append((1 - _SMOOTH) * own + _SMOOTH * fallback(place))
    return chances


def _ordinary_and_odd(trigrams: bytes, weights: Mapping[str, float]) -> tuple[int, int]:
    """Return the surprise that half of all listed names exceed, and the one that 1 in 50 does."""
    found = sorted(surprise(trigrams, word) for word in weights if len(word) > 4)
    return round(found[len(found) // 2]), round(found[len(found) * 49 // 50])
