"""Pinyin to Wade-Giles, as Taiwan's passports and older records spell it, without its marks."""

import re

_WHOLE = {
    "ZHI": "CHIH", "CHI": "CHIH", "SHI": "SHIH", "RI": "JIH", "ZI": "TZU", "CI": "TZU",
    "SI": "SZU", "YI": "I", "YAN": "YEN", "YE": "YEH", "YOU": "YU", "YONG": "YUNG", "ER": "ERH",
    "GUO": "KUO", "KUO": "KUO", "HUO": "HUO", "SHUO": "SHUO", "GUI": "KUEI", "KUI": "KUEI",
    "GE": "KO", "KE": "KO", "HE": "HO", "E": "O", "YUE": "YUEH",
}  # fmt: skip
_INITIALS = (
    ("ZH", "CH"), ("CH", "CH"), ("SH", "SH"), ("Z", "TS"), ("C", "TS"), ("J", "CH"), ("Q", "CH"),
    ("X", "HS"), ("B", "P"), ("D", "T"), ("G", "K"), ("R", "J"),
)  # fmt: skip
_FINALS = (
    ("IONG$", "IUNG"), ("ONG$", "UNG"), ("IAN$", "IEN"), ("IE$", "IEH"), ("UE$", "UEH"),
    ("UO$", "O"),
)  # fmt: skip


def wade_giles(pinyin: str) -> str:
    """Return the upper-case *pinyin* syllable in Wade-Giles: XIAO is HSIAO, ZHONG is CHUNG."""
    if pinyin in _WHOLE:
        return _WHOLE[pinyin]
    initial, heard = next((pair for pair in _INITIALS if pinyin.startswith(pair[0])), ("", ""))
    final = pinyin.removeprefix(initial)
    for ending, instead in _FINALS:
        changed = re.sub(ending, instead, final)
        if changed != final:
            return heard + changed
    return heard + final
