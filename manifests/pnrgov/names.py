"""Names in a reservation: titles written onto them, and the name of the travel document beside.

The document's name is nearer to the person's own; the booking's tells where its blanks were.
"""

_TITLES = frozenset(
    {"MR", "MRS", "MS", "MISS", "MSTR", "MASTER", "MDM", "DR", "PROF", "SIR", "REV", "CAPT"}
    | {"INF", "CHD", "MRDR", "MRSDR"}
)
# Written onto the name without a blank, the longest first. DR is not: ALEXANDR is a name.
_ATTACHED = ("MSTR", "MISS", "MRS", "MR", "MS")
_LEFT_AT_LEAST = 3  # AMR and OMR are names


def untitled(given: str) -> str:
    """Return the given names without a title: JOHNMR, JOHN MR and MR JOHN are JOHN."""
    words = given.split()
    while len(words) > 1 and words[0].upper() in _TITLES:
        words.pop(0)
    while len(words) > 1 and words[-1].upper() in _TITLES:
        words.pop()
    if len(words) == len(given.split()) and words:
        words[-1] = _detached(words[-1])
    return " ".join(words)


def surname(booked: str, document: str) -> str:
    """Return the surname: the document's, unless the two differ in blanks alone."""
    return booked if not document or squeezed(booked) == squeezed(document) else document


def given_names(booked: str, document: list[str]) -> str:
    """Return the given names of the document, with the booking's blanks where those are better."""
    bare = untitled(booked)
    told = " ".join(_without_title(one, booked) for one in document if one)
    if not told:
        return bare
    if squeezed(told) == squeezed(bare):
        return bare if " " in bare else told
    return told


def alike(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Say whether surname and given names can be one: a middle name or a title may be missing."""
    given, other = bare(mine[1]), bare(theirs[1])
    return squeezed(mine[0]) == squeezed(theirs[0]) and (
        given.startswith(other) or other.startswith(given)
    )


def akin(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Say whether the surname or a given name agrees: married since, or written the other way."""
    if squeezed(mine[0]) == squeezed(theirs[0]):
        return True
    (given, words), (other_given, others) = _words(mine), _words(theirs)
    return not (given.isdisjoint(others) and other_given.isdisjoint(words))


def bare(given: str) -> str:
    """Return the letters of the given names without a title."""
    return squeezed(untitled(given))


def squeezed(text: str) -> str:
    """Return the letters without blanks, in capitals."""
    return "".join(text.split()).upper()


def _words(named: tuple[str, str]) -> tuple[set[str], set[str]]:
    """Return the given names, of who has one name only that; and all names."""
    family, given = (set(one.upper().split()) for one in (named[0], untitled(named[1])))
    return given or family, given | family


def _without_title(one: str, booked: str) -> str:
    """Return a name of the document without the title that the booking shows to be one."""
    if squeezed(one) == squeezed(booked):
        return untitled(one)
    written, name = squeezed(one), bare(booked)
    titled = bool(name) and written.endswith(name) and written[: -len(name)] in _TITLES
    return untitled(booked) if titled else one


def _detached(word: str) -> str:
    for title in _ATTACHED:
        if word.upper().endswith(title) and len(word) - len(title) >= _LEFT_AT_LEAST:
            return word[: -len(title)]
    return word
