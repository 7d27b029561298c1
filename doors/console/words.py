"""What the console says, in each language: message catalogues (gettext .po), read once.

Languages are found by their catalogue: to add one, add `locale/<code>.po`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: how it names itself, which way it runs, and its catalogue."""

    code: str
    name: str
    direction: str  # ltr or rtl
    locale: Locale
    words: NullTranslations


@cache
def languages() -> Mapping[str, Language]:
    """Return every language by its code, English first; it is the text of the templates itself."""
    found = {ENGLISH: _language(ENGLISH, NullTranslations())}
    for one in sorted(files("doors.console").joinpath("locale").iterdir(), key=lambda f: f.name):
        code, dot, _ = one.name.partition(".po")
        if dot:
            found[code] = _language(code, _catalogue(code, one.read_bytes()))
    return found


def preferred(cookie: str | None, accepted: str) -> Language:
    """Return the language chosen before, else the first that the browser asks for, else English."""
    for code in (cookie or "", *_asked(accepted)):
        if code in languages():
            return languages()[code]
    return languages()[ENGLISH]


def _asked(accepted: str) -> Iterable[str]:
    """Return the languages of an Accept-Language header, the most wanted first."""
    wishes = []
    for place, one in enumerate(accepted[:500].split(",")):
        tag, _, weight = one.partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, tag.strip().lower().partition("-")[0]))
        except ValueError:
            continue
    return [code for _, _, code in sorted(wishes)]


def _language(code: str, words: NullTranslations) -> Language:
    locale = Locale.parse(code)
    name = locale.get_display_name(code) or code
    return Language(code, name, locale.text_direction, locale, words)


def _catalogue(code: str, raw: bytes) -> NullTranslations:
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(raw), locale=code))
    compiled.seek(0)
    return Translations(compiled)
