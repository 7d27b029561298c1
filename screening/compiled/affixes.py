"""What is glued to a name and is not of it: AL-, ABDUL-, ABU-, -UDDIN, -ULLAH."""

from screening.compiled.compiling import compiled, compiled_inside
from screening.compiled.letters import Letters, equal, letter_set

A, B, D, E, L, U = b"ABDELU"
_VOWEL, _BEFORE_L = letter_set("AEIOU"), letter_set("AEU")
_OF_ULLAH = letter_set("AOU")
_OF_THE_ARTICLE = letter_set("LRNSTDZ")  # as it is before those letters
_HARD = letter_set("DGJKTZ")
_KEPT = 2  # letters before an ending
_LEFT = 3  # behind what is glued before
ABDUL, UDDIN = b"ABTL", b"ATN"  # skeletons that are nothing but an affix


@compiled_inside
def without_affixes(word: Letters) -> Letters:
    """Return a word without a glued AL-, ABDUL-, -UDDIN or -ULLAH, where enough is left."""
    word = _from(word, _article(word))
    return Letters(word.data, word.at, _ending(word, any_affix=False))


@compiled_inside
def without_any_affix(word: Letters) -> Letters:
    """Return a word without those, and without ABD- and ABU-, and the N of NTAGANDA."""
    word = _from(word, _any_article(word))
    word = Letters(word.data, word.at, _ending(word, any_affix=True))
    return _from(word, 1 if _is_nasal(word) else 0)


@compiled
def is_servant_of_god(word: Letters) -> bool:
    """Say whether a word is ABDUL, ABDALLAH or ABDEL: ABD, vowels, L, vowels, perhaps H."""
    if not _begins(word, A, B, D):
        return False
    at = _behind_vowels(word, 3)
    behind = _behind(word, at, L)
    if behind == at:
        return False
    at = _behind_vowels(word, behind)
    return at == word.length or (at == word.length - 1 and _letter(word, at) == ord("H"))


@compiled
def is_affix(bones: Letters) -> bool:
    """Say whether a skeleton is nothing but an affix."""
    return equal(bones, Letters(ABDUL, 0, 4)) or equal(bones, Letters(UDDIN, 0, 3))


@compiled
def _article(word: Letters) -> int:
    """Return the length of what is glued before it."""
    at = 0
    if _begins(word, A, B, D):
        at = _behind_vowels(word, 3)
        at = at + 1 if at > 3 and _OF_THE_ARTICLE[_letter(word, at)] else 0
    elif _is_al(word):
        at = 2
    return at if at and _is_left(word, at) and not _VOWEL[_letter(word, at)] else 0


@compiled
def _any_article(word: Letters) -> int:
    if _begins(word, A, B, D):
        at = _behind_vowels(word, 3)
        if at > 3:
            at = at + 1 if _OF_THE_ARTICLE[_letter(word, at)] else 0
        if at and _is_left(word, at) and not _VOWEL[_letter(word, at)]:
            return at
        abdul = _BEFORE_L[_letter(word, 3)] and _letter(word, 4) == L
        return 5 if abdul and _is_left(word, 5) and _VOWEL[_letter(word, 5)] else 0
    if _is_al(word):
        behind = _letter(word, 2)
        return 2 if _is_left(word, 2) and not _VOWEL[behind] and behind != L else 0
    abu = _begins(word, A, B, U)
    return 3 if abu and _is_left(word, 3) and not _VOWEL[_letter(word, 3)] else 0


@compiled
def _ending(word: Letters, any_affix: bool) -> int:
    """Return the length without -UDDIN or -ULLAH."""
    last = word.length - 1
    if last < _KEPT:
        return word.length
    letter = _letter(word, last)
    if letter == ord("N") or (letter == E and _letter(word, last - 1) == ord("N")):
        return _before_uddin(word, last if letter == ord("N") else last - 1, any_affix)
    if letter == A or (letter == ord("H") and _letter(word, last - 1) == A):
        return _before_ullah(word, last if letter == A else last - 1, any_affix)
    return word.length


@compiled
def _before_uddin(word: Letters, n: int, any_affix: bool) -> int:
    """Return where vowels, D, E or I end before the N at a place: all, where they do not."""
    at = n
    while at and (_letter(word, at - 1) == E or _letter(word, at - 1) == ord("I")):
        at -= 1
    d = at
    while d and _letter(word, d - 1) == D:
        d -= 1
    if not d < at < n or at <= _KEPT:
        return word.length
    if any_affix and d and _letter(word, d - 1) == L:
        d -= 1
    while d and _VOWEL[_letter(word, d - 1)]:
        d -= 1
    return max(d, _KEPT)


@compiled
def _before_ullah(word: Letters, a: int, any_affix: bool) -> int:
    """Return where A, O or U and L end before the A at a place: all, where they do not."""
    ls = a
    while ls and _letter(word, ls - 1) == L:
        ls -= 1
    if ls == a or (any_affix and a - ls == 1 and a == word.length - 1):  # -ULA is none
        return word.length
    at = ls
    while at and _OF_ULLAH[_letter(word, at - 1)]:
        at -= 1
    at = max(at, _KEPT)
    return at if at < ls else word.length


@compiled
def _is_nasal(word: Letters) -> bool:
    if _letter(word, 0) != ord("N"):
        return False
    behind = _letter(word, 2)
    return bool(_HARD[_letter(word, 1)] and (_VOWEL[behind] or behind == ord("W")))


@compiled
def _is_al(word: Letters) -> bool:
    return bool(_letter(word, 1) == L and _BEFORE_L[_letter(word, 0)])


@compiled
def _begins(word: Letters, one: int, two: int, three: int) -> bool:
    return _letter(word, 0) == one and _letter(word, 1) == two and _letter(word, 2) == three


@compiled
def _is_left(word: Letters, at: int) -> bool:
    return word.length - at >= _LEFT


@compiled
def _behind_vowels(word: Letters, at: int) -> int:
    while at < word.length and _VOWEL[_letter(word, at)]:
        at += 1
    return at


@compiled
def _behind(word: Letters, at: int, letter: int) -> int:
    while at < word.length and _letter(word, at) == letter:
        at += 1
    return at


@compiled
def _letter(word: Letters, at: int) -> int:
    """Return the letter at a place, 0 behind the last."""
    return 0 + word.data[word.at + at] if at < word.length else 0


@compiled_inside
def _from(word: Letters, at: int) -> Letters:
    return Letters(word.data, word.at + at, word.length - at)
