"""Letters as a machine readable zone writes them (ICAO Doc 9303-3, section 6 and 4.6).

Of a letter with several transliterations the first one that the table recommends is written.
"""

import unicodedata

from anyascii import anyascii

_LATIN = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Đ": "D", "Ħ": "H", "Ł": "L", "Ŋ": "N",
    "Ö": "OE", "Ø": "OE", "Œ": "OE", "ẞ": "SS", "ß": "SS", "Þ": "TH", "Ŧ": "T", "Ü": "UE",
    "Ĳ": "IJ", "Ŀ": "L", "\u0131": "I",
}  # fmt: skip
_CYRILLIC_LETTERS = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЭЮЯЁЂЄЅІЇЈЉЊЌЎЏѪѴҐҒҺ"  # no Latin
_CYRILLIC_READ = (
    "A B V G D E ZH Z I I K L M N O P R S T U F KH TS CH SH SHCH IE Y E IU IA E D IE DZ I I J "
    "LJ NJ K U DZ U Y G G C"
)
_CYRILLIC = dict(zip(_CYRILLIC_LETTERS, _CYRILLIC_READ.split(), strict=True))
# Arabic, Persian, Urdu and Pashto by code point; what is not encoded is empty.
_ARABIC = {
    0x0621: "XE", 0x0622: "XAA", 0x0623: "XAE", 0x0624: "U", 0x0625: "I", 0x0626: "XI",
    0x0627: "A", 0x0628: "B", 0x062A: "T", 0x062B: "XTH", 0x062C: "J", 0x062D: "XH",
    0x062E: "XKH", 0x062F: "D", 0x0630: "XDH", 0x0631: "R", 0x0632: "Z", 0x0633: "S",
    0x0634: "XSH", 0x0635: "XSS", 0x0636: "XDZ", 0x0637: "XTT", 0x0638: "XZZ", 0x0639: "E",
    0x063A: "G", 0x0640: "", 0x0641: "F", 0x0642: "Q", 0x0643: "K", 0x0644: "L", 0x0645: "M",
    0x0646: "N", 0x0647: "H", 0x0648: "W", 0x0649: "XAY", 0x064A: "Y", 0x064B: "", 0x064C: "",
    0x064D: "", 0x064E: "", 0x064F: "", 0x0650: "", 0x0652: "", 0x0670: "", 0x0671: "XXA",
    0x0679: "XXT", 0x067C: "XRT", 0x067E: "P", 0x0681: "XKE", 0x0685: "XXH", 0x0686: "XC",
    0x0688: "XXD", 0x0689: "XDR", 0x0691: "XXR", 0x0693: "XRR", 0x0696: "XRX", 0x0698: "XJ",
    0x069A: "XXS", 0x069C: "", 0x06A2: "", 0x06A7: "", 0x06A8: "", 0x06A9: "XKK", 0x06AB: "XXK",
    0x06AD: "XNG", 0x06AF: "XGG", 0x06BA: "XNN", 0x06BC: "XXN", 0x06BE: "XDO", 0x06C0: "XYH",
    0x06C1: "XXG", 0x06C2: "XGE", 0x06C3: "XTG", 0x06CC: "XYA", 0x06CD: "XXY", 0x06D0: "Y",
    0x06D2: "XYB", 0x06D3: "XBE",
}  # fmt: skip
_LETTERS = {**_LATIN, **_CYRILLIC, "\u042c": "", **{chr(at): to for at, to in _ARABIC.items()}}
_TEH_MARBUTA, _SHADDA = "\u0629", "\u0651"
_PARTING = frozenset(" -,/<_\t\n\u2010\u2011\u2013\u2014\u00a0")


def written(name: str) -> str:
    """Return *name* in capitals A to Z, blanks where it parts.

    Hyphens, commas and blanks part; apostrophes, digits and other signs are left out (4.6.1).
    """
    found: list[str] = []
    composed = unicodedata.normalize("NFC", name)
    for at, one in enumerate(composed):
        if one == _SHADDA and found:
            found.append(found[-1])  # doubles the letter before it
        elif one == _TEH_MARBUTA:
            ends = at + 1 == len(composed) or composed[at + 1] in _PARTING
            found.append("XAH" if ends else "XTA")
        else:
            found.append(_letter(one))
    return "".join(found).upper()


def _letter(one: str) -> str:
    if one in _PARTING:
        return " "
    if one.isascii():
        return one if one.isalpha() else ""
    upper = one if one in "\u00df\u0131" else one.upper()
    if upper in _LETTERS:
        return _LETTERS[upper]
    if unicodedata.combining(one):
        return ""
    plain = unicodedata.normalize("NFKD", upper)[0]
    text = plain if plain.isascii() else anyascii(upper)
    return "".join(letter for letter in text if letter.isascii() and letter.isalpha())
