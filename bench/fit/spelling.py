"""What it costs to write a name another way, learned from names known to be one person's.

Of words that correspond the cheapest way from one to the other is found, grapheme by grapheme; what
happens often on the way becomes cheap. A few rounds of this, from the phonetic costs below.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import exp, log

from rapidfuzz.distance import Indel

from screening.names import prepare_name
from screening.spelling import Costs, graphemes
from screening.tokens import Token, Tokens

ROUNDS = 4
BELIEF = 3.0  # how many sightings the phonetic costs are worth
ALIKE = 0.6  # of the sounds of two words that may be one
DECIMALS = 2
_VOWELS = frozenset("AEIOUY")
_SAME, _AKIN, _RELATED, _FOREIGN = 0.03, 1.6, 2.3, 5.0  # nats of a swap
_VOWEL_DROP, _WEAK_DROP, _DROP = 2.5, 2.3, 4.2
_WEAK = ("H", "W", "Y")
_CLASSES = tuple(
    frozenset(said.split())
    for said in (
        "KH K Q C CK G GH H X QU GU KS",
        "SH CH S SCH TSCH TCH TS TZ Z ZH J DJ DZ DZH CZ SZ X C SHCH G",
        "T TH D DH",
        "F PH V P B W",
        "V W U WA UA OU OO B",
        "N NG M",
        "L R",
        "J Y I G DJ",
        "YA IA A YE IE E YO IO YU IU U",
    )
)
Word = tuple[str, ...]
Step = tuple[str, str]  # a grapheme and what stands for it; "" where it is dropped


def learn(pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return the costs, as `screening.spelling.costs_from` reads them, that *pairs* show.

    Each of *pairs* is two full names of one person. {"swap": {"A E": nats}, "drop": {"A": nats}}.
    """
    words = sorted({(graphemes(one), graphemes(other)) for one, other in _words(pairs)})
    costs = _phonetic(sorted({grapheme for pair in words for word in pair for grapheme in word}))
    for _ in range(ROUNDS):
        costs = _estimate(
            Counter(step for one, other in words for step in way(one, other, costs)), costs
        )
    swap = {
        f"{one} {other}": _nats(cost) for (one, other), cost in costs.swap.items() if one < other
    }
    return {"swap": swap, "drop": {grapheme: _nats(cost) for grapheme, cost in costs.drop.items()}}


def way(one: Word, other: Word, costs: Costs) -> list[Step]:
    """Return the steps of the cheapest way from *one* word to the *other*, last step first."""
    table = _table(one, other, costs)
    steps: list[Step] = []
    i, j = len(one), len(other)
    while i or j:
        here = table[i][j]
        if i and j and here == table[i - 1][j - 1] + _swap(one[i - 1], other[j - 1], costs):
            i, j = i - 1, j - 1
            steps.append((one[i], other[j]))
        elif i and here == table[i - 1][j] + costs.drop[one[i - 1]]:
            i -= 1
            steps.append((one[i], ""))
        else:
            j -= 1
            steps.append((other[j], ""))
    return steps


def _words(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for left, right in pairs:
        mine, theirs = prepare_name(left).tokens, prepare_name(right).tokens
        for one, other in _each_others_best(mine, theirs):
            if min(len(one.text), len(other.text)) > 1 and _may_be_one(one, other):
                yield one.text, other.text


def _each_others_best(mine: Tokens, theirs: Tokens) -> Iterator[tuple[Token, Token]]:
    if not mine or not theirs:
        return
    for one in mine:
        other = max(theirs, key=lambda word, one=one: _alike(one, word))  # type: ignore[misc]
        if one is max(mine, key=lambda word, other=other: _alike(word, other)):  # type: ignore[misc]
            yield one, other


def _alike(one: Token, other: Token) -> float:
    return Indel.normalized_similarity(one.sound, other.sound)


def _may_be_one(one: Token, other: Token) -> bool:
    same_consonants = one.skeleton == other.skeleton and len(one.skeleton) > 1
    return same_consonants or _alike(one, other) >= ALIKE


def _phonetic(alphabet: Sequence[str]) -> Costs:
    swap = {(one, other): _believed(one, other) for one, other in product(alphabet, alphabet)}
    return Costs(swap, {grapheme: _believed_drop(grapheme) for grapheme in alphabet})


def _believed(one: str, other: str) -> float:
    if one == other:
        return _SAME
    if one[0] in _VOWELS and other[0] in _VOWELS:
        return _AKIN if set(one) & set(other) else _RELATED
    return _RELATED if any(one in said and other in said for said in _CLASSES) else _FOREIGN


def _believed_drop(grapheme: str) -> float:
    if grapheme[0] in _VOWELS:
        return _VOWEL_DROP
    return _WEAK_DROP if grapheme in _WEAK else _DROP


def _estimate(seen: Counter[Step], before: Costs) -> Costs:
    """Return costs as the steps *seen* tell, drawn towards the phonetic ones where few are."""
    times: Counter[str] = Counter()
    for (one, other), count in seen.items():
        times[one] += count
        times[other] += count
    swap = {}
    for one, other in before.swap:
        both = seen[one, other] + seen[other, one] + BELIEF * exp(-_believed(one, other))
        swap[one, other] = -log(
            min(1.0, both / ((times[one] + BELIEF) * (times[other] + BELIEF)) ** 0.5)
        )
    drop = {
        one: -log((seen[one, ""] + BELIEF * exp(-_believed_drop(one))) / (times[one] + BELIEF))
        for one in before.drop
    }
    return Costs(swap, drop)


def _table(one: Word, other: Word, costs: Costs) -> list[list[float]]:
    """Return the least cost between every two beginnings of the words."""
    table = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, j in product(range(len(one) + 1), range(len(other) + 1)):
        ways = []
        if i and j:
            ways.append(table[i - 1][j - 1] + _swap(one[i - 1], other[j - 1], costs))
        if i:
            ways.append(table[i - 1][j] + costs.drop[one[i - 1]])
        if j:
            ways.append(table[i][j - 1] + costs.drop[other[j - 1]])
        table[i][j] = min(ways, default=0.0)
    return table


def _swap(one: str, other: str, costs: Costs) -> float:
    return costs.swap[one, other]


def _nats(cost: float) -> float:
    return round(cost, DECIMALS)
