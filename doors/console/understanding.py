"""What an officer types or pastes into one field, understood as a question. Pure.

A machine readable zone, or any mix of a name, document numbers and a date of birth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from config.partial_date import partial_date
from doors.questions import AskedDocument, Question
from manifests.mrz.reading import zone
from manifests.mrz.zone import NoZone, Zone

_ZONE_LINE = re.compile(r"^[A-Z0-9< \t]{28,}$", re.IGNORECASE)
_ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_YEAR = re.compile(r"^(19|20)\d\d$")
_DOCUMENT = re.compile(r"^(?=(?:[^0-9]*[0-9]){4})[A-Z0-9]{5,20}$", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WRITTEN_DAY = re.compile(
    rf"\b(\d{{1,2}})\.?\s*({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{4}})\b", re.IGNORECASE
)
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class Understood:
    """A question, None where there is nothing to ask yet; what was wrong with a zone.

    `day` is a date that nothing else was said with; `swapped` is the other way to read a date
    that may be either; `too_much` is more than can be asked about at once.
    """

    question: Question | None = None
    zone: Zone | None = None
    broken_zone: bool = False
    too_much: bool = False
    day: str | None = None
    swapped: str | None = None


def understood(text: str, *, today: date) -> Understood:
    """Return what *text* asks; *today* tells the century of a birth in a zone."""
    said = text.strip()
    if _looks_like_zone(said):
        return _of_zone(said, today)
    day, said, swapped = _day_in(said.translate(_EASTERN))
    words = [one for one in re.split(r"[\s,;]+", said) if one]
    documents = [one for one in words if _DOCUMENT.match(one)]
    name = " ".join(one for one in words if one not in documents)
    if not name and not documents:
        return Understood(day=day)
    asked = _question(name, documents, birth_date=day)
    return Understood(asked, swapped=swapped, too_much=asked is None)


def _looks_like_zone(text: str) -> bool:
    lines = [one for one in text.splitlines() if one.strip()]
    return "<" in text and bool(lines) and all(_ZONE_LINE.match(one.strip()) for one in lines)


def _of_zone(text: str, today: date) -> Understood:
    try:
        found = zone(text, by=today)
    except NoZone:
        return Understood(broken_zone=True)
    holder = found.passenger
    name = " ".join(part for part in (holder.given_names, holder.surname) if part)
    documents = [(one.number, one.issuer) for one in holder.documents]
    asked = _question(
        "" if holder.unnamed else name,
        documents,
        birth_date=holder.birth_date,
        nationality=holder.nationality,
        sex=holder.sex,
    )
    return Understood(asked, zone=found)


def _question(
    name: str, documents: list[str] | list[tuple[str, str | None]], **more: str | None
) -> Question | None:
    pairs = [one if isinstance(one, tuple) else (one, None) for one in documents]
    try:
        return Question.model_validate(
            {
                "name": name or None,
                "documents": [AskedDocument(number=one, issuer=of) for one, of in pairs],
                **more,
            }
        )
    except ValidationError:  # longer than anybody is named, or more documents than anybody has
        return None


def _day_in(text: str) -> tuple[str | None, str, str | None]:
    """Return the date of birth in *text*, the rest, and the other way to read the date."""
    written = _WRITTEN_DAY.search(text)
    if written:
        month = _MONTHS.index(written[2].lower()) + 1
        day = _real(f"{written[3]}-{month:02}-{int(written[1]):02}")
        if day:
            return day, text[: written.start()] + " " + text[written.end() :], None
    words = re.split(r"[\s,;]+", text)
    for at, word in enumerate(words):
        readings = list(_readings(word))
        if readings:
            rest = " ".join(words[:at] + words[at + 1 :])
            return readings[0], rest, readings[1] if len(readings) > 1 else None
    return None, text, None


def _readings(word: str) -> Iterator[str]:
    """Yield the dates that *word* may be: day before month first, as most of the world writes."""
    if _YEAR.match(word):
        yield word
        return
    iso = _ISO.match(word)
    if iso:
        parts = [iso[1], *(f"{int(one):02}" for one in iso.groups()[1:] if one)]
        found = [_real("-".join(parts))]
    else:
        day_first = _DAY_FIRST.match(word)
        if not day_first:
            return
        one, other, year = day_first.groups()
        found = [
            _real(f"{year}-{int(other):02}-{int(one):02}"),
            _real(f"{year}-{int(one):02}-{int(other):02}"),
        ]
    yield from dict.fromkeys(one for one in found if one)


def _real(day: str) -> str | None:
    try:
        return partial_date(day)
    except ValueError:
        return None
