"""Words in a name that name nobody: particles, titles, fillers such as FNU."""

import json
from functools import cache
from importlib import resources
from itertools import pairwise

from screening.rarity import established

PARTICLE, EITHER = 0.3, 0.6  # of what a name would tell


@cache
def _listed(kind: str) -> tuple[str, ...]:
    text = resources.files("screening").joinpath("data/particles.json").read_text("utf-8")
    return tuple(json.loads(text)[kind])


_PARTICLES = frozenset(_listed("particles"))
_PARTICLES_OR_NAMES = frozenset(_listed("particles_or_names"))  # van Gogh, but LE VAN HUNG
_TITLES = frozenset(_listed("titles"))
_FILLERS = frozenset(_listed("fillers"))
_FILLERS_OR_NAMES = frozenset(_listed("fillers_or_names"))  # NA for not applicable, but LI NA
_EITHER = _PARTICLES_OR_NAMES | _FILLERS_OR_NAMES
_FILLER_PHRASES = tuple((f" {said} ", " ") for said in _listed("filler_phrases"))
_SERVANT_OF_GOD = tuple((f" {said} ALLAH ", " ABDULLAH ") for said in ("ABD", "ABDUL", "ABDU"))
_TITLES_OR_NAMES = frozenset(_listed("titles_or_names"))  # names behind an article
_ARTICLES = frozenset(_listed("articles"))
_LESSER = _PARTICLES | _TITLES | _FILLERS
_SERVANT, _SIRE = "ABDUL", "ABU"
_BEGINNINGS = dict.fromkeys(_listed("servant"), _SERVANT) | dict.fromkeys(_listed("sire"), _SIRE)
_BEGUN = "ABD"  # ABU ABDALLAH stays ABDALLAH
_WRITTEN_AS_ONE = 3  # letters behind ABDUL or ABU
_VOWELS = frozenset("AEIOUY")
_OF_GOD, _OF_FAITH, _FAITH = map(frozenset, map(_listed, ("of_god", "of_the_faith", "faith")))
_ENDINGS = _OF_GOD | _OF_FAITH | _FAITH
_GLUED_TITLES = _listed("glued_titles")
_GLUED_TITLES_OR_ENDINGS = _listed("glued_titles_or_endings")  # ANNAMS, but ABRAHAMS
# Titles that may be glued to a given name, and words that may name nobody, or not alone: `naming`
# may change names with them.
ANY_GLUED = _GLUED_TITLES + _GLUED_TITLES_OR_ENDINGS
_TELLING_TOGETHER = frozenset({"ALLAH", "NO", "NOT", "UNKNOWN"})  # with a neighbour
_WEIGHTS = (
    dict.fromkeys(_EITHER, EITHER)
    | dict.fromkeys(_PARTICLES, PARTICLE)
    | dict.fromkeys(_TITLES | _FILLERS, 0.0)
)
WATCHED = _TELLING_TOGETHER.union(_WEIGHTS)


def naming(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that name somebody, each once, in order.

    Where nothing else is there the lesser words stay, as in the single name LE: first the
    particles, then the titles. Fillers alone name nobody.
    """
    if WATCHED.isdisjoint(words):
        return words if len(set(words)) == len(words) else tuple(dict.fromkeys(words))
    said = tuple(
        dict.fromkeys(word for word in _whole(tuple(dict.fromkeys(words))) if word not in _FILLERS)
    )
    named = _named_by_titles(words)
    untitled = tuple(word for word in said if word not in _TITLES or word in named) or said
    names = tuple(word for word in untitled if word not in _PARTICLES) or untitled
    telling = tuple(word for word in names if word not in _EITHER)
    kept = telling if len(telling) > 1 else names
    whole = _servants(kept)
    return kept if whole == kept else naming(whole)


def particle_weight(word: str) -> float:
    """Return how much of a name *word* is: 0 a title or filler, .3 a particle, .6 either, 1 a name.

    Source of the particle's part: findings of the scoring spike; either lies between it and 1.
    """
    return _WEIGHTS.get(word, 1.0)


def without_glued_title(word: str) -> str:
    """Return *word* without the titles airlines glue to given names: JOHNMR and JOHNDRMR give JOHN.

    Only where a name is left: OMR and ALEKSANDR stay as they are.
    """
    if not word.endswith(ANY_GLUED):
        return word
    for title in _GLUED_TITLES:
        bare = word.removesuffix(title)
        if bare != word and (len(bare) > 3 or (len(bare) == 3 and established(bare))):
            return without_glued_title(bare)
    if established(word):
        return word
    for title in _GLUED_TITLES_OR_ENDINGS:
        bare = word.removesuffix(title)
        if bare != word and len(bare) > 3 and established(bare):
            return bare
    return word


def _named_by_titles(words: tuple[str, ...]) -> frozenset[str]:
    """Return the titles that are names here: HAJJI is a title, AL HAJJ a family.

    But EL HADJ is how West Africa writes the title, so that is not among them.
    """
    if _TITLES_OR_NAMES.isdisjoint(words):
        return frozenset()
    behind = frozenset(word for before, word in pairwise(words) if before in _ARTICLES)
    return behind & _TITLES_OR_NAMES


def _servants(words: tuple[str, ...]) -> tuple[str, ...]:
    """Write ABD ALLAH as the one name it is."""
    return _rewritten(words, _SERVANT_OF_GOD) if "ALLAH" in words else words


def _whole(words: tuple[str, ...]) -> tuple[str, ...]:
    """Write ABD AL KARIM, HAYAT ULLAH and SALAH AL DIN as the names they are; leave out NO NAME."""
    words = _with_beginnings(_with_endings(_servants(words)))
    if "NO" in words or "NOT" in words or "UNKNOWN" in words:
        words = _rewritten(words, _FILLER_PHRASES)
    return words


def _with_endings(words: tuple[str, ...]) -> tuple[str, ...]:
    if _ENDINGS.isdisjoint(words):
        return words
    whole: list[str] = []
    for word in words:
        if word in _FAITH and len(whole) > 1 and whole[-1] in _ARTICLES:
            whole.pop()
            word = "UDDIN"  # noqa: PLW2901  # SALAH AL DIN is SALAH UDDIN
        ending = "ULLAH" if word in _OF_GOD else "UDDIN" if word in _OF_FAITH else None
        if ending and whole and whole[-1] not in _LESSER:
            whole[-1] += ending
        else:
            whole.append(word)
    return tuple(whole)


def _with_beginnings(words: tuple[str, ...]) -> tuple[str, ...]:
    """Write ABD AL KARIM and ABU BAKR as one word each: KARIM and BAKR are other people's names."""
    if _BEGINNINGS.keys().isdisjoint(words):
        return words
    whole: list[str] = []
    waiting: list[str] = []  # for the name that they begin
    for word in words:
        if word in _BEGINNINGS:
            waiting = [word]
        elif waiting and word in _ARTICLES:
            waiting.append(word)
        else:
            begun = _BEGINNINGS[waiting[0]] if waiting else ""
            whole.append(begun + word if _may_begin(begun, word) else word)
            waiting = []
    if waiting:  # RAHMAN, Abdul: where the family name comes first, what begins it comes last
        at = next((at for at, word in enumerate(whole) if word not in _LESSER), None)
        if at is None or not _may_begin(_BEGINNINGS[waiting[0]], whole[at]):
            return (*whole, *waiting)
        whole[at] = _BEGINNINGS[waiting[0]] + whole[at]
    return tuple(whole)


def _may_begin(begun: str, word: str) -> bool:
    """Say whether a name may be written so that its consonants, by which it is found, stay."""
    if len(word) < _WRITTEN_AS_ONE or word in _LESSER or word.startswith(_BEGUN):
        return False
    return begun != _SIRE or word[0] not in _VOWELS


def _rewritten(words: tuple[str, ...], phrases: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    joined = f" {' '.join(words)} "
    for said, meant in phrases:
        joined = joined.replace(said, meant)
    return tuple(joined.split())
