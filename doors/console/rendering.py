"""Pages of the console from their templates, in the reader's language; all text is escaped."""

from datetime import UTC, datetime, timedelta
from functools import cache, partial

import pycountry
from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from jinja2 import Environment, PackageLoader, StrictUndefined

from doors.console import labels
from doors.console.assets import address
from doors.console.words import Language, languages
from manifests.airports import clock, known

NOTHING = "\N{EN DASH}"


def render(language: Language, template: str, **context: object) -> str:
    """Return one template filled in."""
    return environment(language.code).get_template(template).render(**context)


@cache
def environment(code: str) -> Environment:
    """Return what fills in templates in one language."""
    language = languages()[code]
    made = Environment(
        loader=PackageLoader("doors.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(language.words, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"language": language, "languages": languages(), "asset": address}
    made.globals |= {"labels": labels}
    made.filters |= {
        "label": lambda value, words: language.words.ugettext(labels.label(words, value)),
        "day": partial(_day, language.locale),
        "short_time": partial(_short_time, language.locale),
        "local_time": partial(_local_time, language.locale),
        "instant": partial(_instant, language.locale),
        "country": partial(_country, language.locale),
        "number": _number,
        "percent": partial(_percent, language),
        "since_epoch": lambda ms: _instant(
            language.locale, datetime.fromtimestamp(ms / 1000, UTC).isoformat()
        ),
        "moment": lambda value: _instant(language.locale, value.isoformat()),
        "shown": partial(_shown, language),
        "lasting": partial(_lasting, language.locale),
    }
    return made


def _day(locale: Locale, written: str) -> str:
    """Return a date as people say it; as much of it as is known."""
    if len(written) != 10:
        return written
    return str(format_date(datetime.fromisoformat(written), "d MMM y", locale=locale))


def _short_time(locale: Locale, written: str, airport: str = "") -> str:
    """Return a time as clocks at the airport show it; without one, as it is written."""
    return str(format_datetime(clock(written, airport), "d MMM HH:mm", locale=locale))


def _local_time(locale: Locale, written: str, airport: str) -> str:
    """Return a local time with the airport whose time it is."""
    moment = format_datetime(clock(written, airport), "EEE d MMM HH:mm", locale=locale)
    return f"{moment} {airport if known(airport) else ''}".strip()


def _instant(locale: Locale, written: str) -> str:
    """Return an instant, in UTC."""
    moment = datetime.fromisoformat(written).astimezone(UTC)
    return f"{format_datetime(moment, 'd MMM y HH:mm:ss', locale=locale)} UTC"


def _lasting(locale: Locale, seconds: float) -> str:
    """Return how long that is, in the largest unit of which it is one or more."""
    return str(format_timedelta(timedelta(seconds=seconds), threshold=1, locale=locale))


def _country(locale: Locale, code: str) -> str:
    """Return a country by its code and its name, where it has one."""
    found = pycountry.countries.get(alpha_3=code)
    name = locale.territories.get(found.alpha_2) if found else None
    return f"{code} · {name}" if name else code


def _shown(language: Language, value: object, field: str) -> str:
    """Return what a change of *field* was from or to."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return language.words.ugettext(labels.N_("yes") if value else labels.N_("no"))
    if isinstance(value, float):
        return _percent(language, value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or NOTHING
    words = labels.CHANGED_WORDS.get(field)
    return str(value) if words is None else language.words.ugettext(labels.label(words, str(value)))


def _number(value: float, digits: int = 1) -> str:
    """Return a number with its sign, as a contribution to a sum is written."""
    return f"{value:+.{digits}f}".replace("-", "\N{MINUS SIGN}")


def _percent(language: Language, score: float) -> str:
    """Return a probability in per cent, never rounded up to certainty."""
    share = min(score * 100, 99.9) if score < 1 else 100.0
    said = f"{share:.1f} %" if share > 99 else f"{share:.0f} %"
    return (
        said
        if language.direction == "ltr"
        else f"\N{LEFT-TO-RIGHT ISOLATE}{said}\N{POP DIRECTIONAL ISOLATE}"
    )
