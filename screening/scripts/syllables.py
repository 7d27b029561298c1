"""Vowels for a word written without: where a syllable must have one, an A."""

_VOWELS = frozenset("AEIOU")


def with_vowels(sounds: list[str]) -> str:
    """Fill consonant-vowel-consonant syllables from the end: SH H B N D R is SHAHBANDAR."""
    filled: list[str] = []
    closed = False  # the syllable that is being read backwards has its end already
    for at in range(len(sounds) - 1, -1, -1):
        one, follows = sounds[at], filled[-1] if filled else ""
        if one[0] in _VOWELS or (follows and follows[0] in _VOWELS):
            closed = False
        elif at == 0 or closed:
            filled.extend(["A"] if follows else [])
            closed = False
        else:
            closed = True
        filled.append(one)
    return "".join(filled[::-1])
