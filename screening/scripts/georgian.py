"""Georgian by its national system; a nominative -I that other languages drop is tried without."""

from anyascii import anyascii

from screening.scripts.word import Reading, spelt


def read(word: str) -> Reading:
    """Return the word of Georgian *word*: GABRIELI is also GABRIEL."""
    plain = "".join(filter(str.isalnum, anyascii(word))).upper()
    others = []
    if plain.endswith("I") and len(plain) > 4 and plain[-2] not in "AEIOU":
        others = [plain[:-1]]
        if plain.endswith(("EVI", "OVI")):  # a Russian surname
            others.append(plain[:-1].replace("IEV", "IYEV"))
    return spelt([plain, *others, plain.replace("KH", "X"), plain.replace("GH", "G")])
