"""Words in a name that name nobody: particles, titles, fillers such as FNU."""

import json
from functools import cache
from importlib import resources


@cache
def _listed(kind: str) -> tuple[str, ...]:
    text = resources.files("screening").joinpath("data/particles.json").read_text("utf-8")
    return tuple(json.loads(text)[kind])


_PARTICLES = frozenset(_listed("particles"))
_PARTICLES_OR_NAMES = frozenset(_listed("particles_or_names"))  # van Gogh, but LE VAN HUNG
_TITLES = frozenset(_listed("titles"))
_FILLERS = frozenset(_listed("fillers"))
_GLUED_TITLES = _listed("glued_titles")


def naming(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that name somebody, each once, in order.

    Where nothing else is there the lesser words stay, as in the single name LE: first the
    particles, then the titles. Fillers alone name nobody.
    """
    said = tuple(dict.fromkeys(word for word in _whole(words) if word not in _FILLERS))
    untitled = tuple(word for word in said if word not in _TITLES) or said
    names = tuple(word for word in untitled if word not in _PARTICLES) or untitled
    telling = tuple(word for word in names if word not in _PARTICLES_OR_NAMES)
    return telling if len(telling) > 1 else names


def _whole(words: tuple[str, ...]) -> tuple[str, ...]:
    """Write ABD ALLAH as the one name it is; in other pairs with ABD or ALLAH the rest tells."""
    if "ALLAH" not in words:
        return words
    joined = " ".join(words)
    for servant in ("ABD", "ABDUL", "ABDU"):
        joined = f" {joined} ".replace(f" {servant} ALLAH ", " ABDULLAH ").strip()
    return tuple(joined.split())


def without_glued_title(word: str) -> str:
    """Return *word* without the title airlines glue to given names: JOHNMR gives JOHN."""
    for title in _GLUED_TITLES:
        bare = word.removesuffix(title)
        if bare != word and len(bare) >= 4:
            return bare
    return word
