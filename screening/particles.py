"""Words in a name that name nobody: particles, titles, fillers such as FNU."""

import json
from functools import cache
from importlib import resources
from itertools import pairwise

from screening.sounds import one_syllable

_NONE: frozenset[str] = frozenset()


@cache
def _listed(kind: str) -> tuple[str, ...]:
    text = resources.files("screening").joinpath("data/particles.json").read_text("utf-8")
    return tuple(json.loads(text)[kind])


_PARTICLES = frozenset(_listed("particles"))
_PARTICLES_OR_NAMES = frozenset(_listed("particles_or_names"))  # van Gogh, but LE VAN HUNG
_TITLES_OR_SURNAMES = frozenset(_listed("titles_or_surnames"))  # a sheikh, but Imran SHEIKH
_TITLES_OR_SYLLABLES = frozenset(_listed("titles_or_syllables"))  # an engineer, but TSAI ING WEN
_TITLES = frozenset(_listed("titles")) | _TITLES_OR_SURNAMES | _TITLES_OR_SYLLABLES
FILLERS = frozenset(_listed("fillers"))
_FILLERS_OR_NAMES = frozenset(_listed("fillers_or_names"))  # NA for not applicable, but LI NA
_EITHER = _PARTICLES_OR_NAMES | _FILLERS_OR_NAMES
_FILLER_PHRASES = tuple((f" {said} ", " ") for said in _listed("filler_phrases"))
_TITLE_PHRASES = tuple((f" {said} ", " ") for said in _listed("title_phrases"))
_IN_TITLES = frozenset(said.split()[-1] for said in _listed("title_phrases"))
_BURMESE_TITLES = frozenset(_listed("burmese_titles"))
_BURMESE_TITLES_OR_NAMES = frozenset(_listed("burmese_titles_or_names"))  # MIN KO NAING
_BURMESE = frozenset(_listed("burmese_names"))  # and hardly any other people's
_SERVANT_OF_GOD = tuple((f" {said} ALLAH ", " ABDULLAH ") for said in ("ABD", "ABDUL", "ABDU"))
_TITLES_OR_NAMES = frozenset(_listed("titles_or_names"))  # names behind an article
_ARTICLES = frozenset(_listed("articles"))
_LESSER = _PARTICLES | _TITLES | FILLERS
# Of which a name may be all there is: DE LA CRUZ, but LI DE.
PARTICLES_OR_SYLLABLES = frozenset(_listed("particles_or_syllables"))
PARTICLES_PERHAPS = PARTICLES_OR_SYLLABLES | _PARTICLES_OR_NAMES
_GIVEN_NAMES = PARTICLES_OR_SYLLABLES | _TITLES_OR_SYLLABLES
_SERVANT, _SIRE = "ABDUL", "ABU"
_SIRE_OR_NAMES = frozenset(_listed("sire_or_names"))  # BOU SALEH is ABU SALEH, but BOU MENG
_BEGINNINGS = dict.fromkeys(_listed("servant"), _SERVANT) | dict.fromkeys(_listed("sire"), _SIRE)
_BEGUN = "ABD"  # ABU ABDALLAH stays ABDALLAH
_TITLED = 4  # words from which TAN SRI is no name
_WRITTEN_AS_ONE = 3  # letters behind ABDUL or ABU
_SIRED = 3  # words from which BOU may be of another
_VOWELS = frozenset("AEIOUY")
_OF_GOD, _OF_FAITH, _FAITH = map(frozenset, map(_listed, ("of_god", "of_the_faith", "faith")))
# Of the faith behind SALAH and NOUR, but Eldin HADZIC.
_OF_FAITH_OR_NAMES = frozenset(_listed("of_the_faith_or_names"))
_FAITH_BEGUN = frozenset(_listed("of_the_faith_begun"))
_ENDINGS = _OF_GOD | _OF_FAITH | _FAITH | _OF_FAITH_OR_NAMES
_BESIDE_FILLERS = frozenset({"NO", "NOT", "UNKNOWN", "GIVEN"})
_SURNAMES = _GIVEN_NAMES | _TITLES_OR_SURNAMES | _PARTICLES_OR_NAMES | _BURMESE_TITLES_OR_NAMES
_BEFORE_BURMESE = _BURMESE_TITLES | _BURMESE_TITLES_OR_NAMES
_WITH_A_NEIGHBOUR = (
    frozenset({"ALLAH"})
    | _BESIDE_FILLERS
    | _OF_FAITH_OR_NAMES
    | _SIRE_OR_NAMES
    | _IN_TITLES
    | _BEFORE_BURMESE
)
LESSER = _EITHER | _LESSER  # name nobody, or not alone
WATCHED = LESSER | _WITH_A_NEIGHBOUR


def naming(words: tuple[str, ...], names: frozenset[str] = _NONE) -> tuple[str, ...]:
    """Return the words that name somebody, each once, in order; among them those of *names*.

    Where nothing else is there the lesser words stay, as in the single name LE: first the
    particles, then the titles. Fillers alone name nobody.
    """
    if WATCHED.isdisjoint(words):
        return words if len(set(words)) == len(words) else tuple(dict.fromkeys(words))
    once = tuple(dict.fromkeys(_untitled(words, names)))
    said = tuple(dict.fromkeys(word for word in _whole(once) if word not in FILLERS))
    named = names | _named_by_titles(words) | _named_by_syllables(said)
    untitled = tuple(word for word in said if word not in _TITLES or word in named) or said
    found = tuple(word for word in untitled if word not in _PARTICLES or word in named) or untitled
    telling = tuple(word for word in found if word not in _EITHER or word in named)
    kept = telling if len(telling) > 1 else found
    whole = _whole(kept)  # what was between its parts is gone
    return kept if whole == kept else naming(whole, names)


def names_alone(surname: tuple[str, ...], given_names: tuple[str, ...] = ()) -> frozenset[str]:
    """Return the titles and particles that are all there is of a surname, or of given names.

    So they are names: Imran SHAIKH, LE Minh Tuan, and WANG De.
    """
    names = frozenset(surname if _SURNAMES.issuperset(surname) else ())
    return names.union(given_names) if _GIVEN_NAMES.issuperset(given_names) else names


def names_perhaps(words: tuple[str, ...]) -> frozenset[str]:
    """Return the titles and particles among *words* that may be the name of somebody."""
    return (_TITLES | PARTICLES_OR_SYLLABLES).intersection(words)


def surname_perhaps(words: tuple[str, ...]) -> frozenset[str]:
    """Return the particle that *words* begin with, if it may be a surname: LE Minh Tuan."""
    return _PARTICLES_OR_NAMES.intersection(words[:1])


def _untitled(words: tuple[str, ...], names: frozenset[str]) -> tuple[str, ...]:
    """Leave out titles of several words, and U, DAW or KO before the name of a Burmese."""
    if len(words) >= _TITLED and not _IN_TITLES.isdisjoint(words):
        words = _rewritten(words, _TITLE_PHRASES)
    if _BEFORE_BURMESE.isdisjoint(words) or _BURMESE.isdisjoint(words):
        return words
    first, *others = (word for word in words if word not in _BURMESE_TITLES)
    title = first in _BURMESE_TITLES_OR_NAMES and first not in (*names, *others)
    return tuple(others) if title and len(others) > 1 else (first, *others)


def _named_by_titles(words: tuple[str, ...]) -> frozenset[str]:
    """Return the titles that are names here: HAJJI is a title, AL HAJJ a family.

    But EL HADJ is how West Africa writes the title, so that is not among them.
    """
    if _TITLES_OR_NAMES.isdisjoint(words):
        return _NONE
    behind = frozenset(word for before, word in pairwise(words) if before in _ARTICLES)
    return behind & _TITLES_OR_NAMES


def _named_by_syllables(words: tuple[str, ...]) -> frozenset[str]:
    """Return the titles that are names where all words are syllables, as in Chinese."""
    if _TITLES_OR_SYLLABLES.isdisjoint(words) or not all(map(one_syllable, words)):
        return _NONE
    return _TITLES_OR_SYLLABLES


def _servants(words: tuple[str, ...]) -> tuple[str, ...]:
    """Write ABD ALLAH as the one name it is."""
    return _rewritten(words, _SERVANT_OF_GOD) if "ALLAH" in words else words


def _whole(words: tuple[str, ...]) -> tuple[str, ...]:
    """Write ABD AL KARIM, HAYAT ULLAH and SALAH AL DIN as the names they are; leave out NO NAME."""
    words = _with_beginnings(_with_sires(_with_endings(_servants(words))))
    if not _BESIDE_FILLERS.isdisjoint(words):
        words = _rewritten(words, _FILLER_PHRASES)
    return words


def _with_endings(words: tuple[str, ...]) -> tuple[str, ...]:
    if _ENDINGS.isdisjoint(words):
        return words
    whole: list[str] = []
    for word in words:
        if word in _OF_FAITH_OR_NAMES and not (whole and whole[-1] in _FAITH_BEGUN):
            whole.append(word)
            continue
        if word in _FAITH and len(whole) > 1 and whole[-1] in _ARTICLES:
            whole.pop()
            word = "UDDIN"  # noqa: PLW2901  # SALAH AL DIN is SALAH UDDIN
        of_faith = word in _OF_FAITH or word in _OF_FAITH_OR_NAMES
        ending = "ULLAH" if word in _OF_GOD else "UDDIN" if of_faith else None
        if ending and whole and whole[-1] not in _LESSER:
            whole[-1] += ending
        else:
            whole.append(word)
    return tuple(whole)


def _with_sires(words: tuple[str, ...]) -> tuple[str, ...]:
    """Write BOU as ABU where it begins a name; BOU MENG and BOU SOPHEAP are Khmer."""
    if _SIRE_OR_NAMES.isdisjoint(words) or len(words) < _SIRED:
        return words
    begun = [not one_syllable(behind) for behind in words[1:]] + [False]
    return tuple(
        _SIRE if word in _SIRE_OR_NAMES and begins else word
        for word, begins in zip(words, begun, strict=True)
    )


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
