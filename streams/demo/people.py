"""Invents people: a name put together from a culture's pools, a birth date, a nationality."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from streams.demo.pools import Culture, Part, Pool

Sex = Literal["M", "F"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented. A middle name is a father's, a patronymic or a second given name."""

    culture: Culture
    sex: Sex
    given: Part
    middle: Part | None
    surname: Part
    born: date
    nationality: str
    birth_place: str

    @property
    def given_names(self) -> str:
        """Return given and middle name in Latin script."""
        return " ".join(part.latin for part in (self.given, self.middle) if part)

    @property
    def full(self) -> str:
        """Return the whole name in Latin script, the surname in capitals, in its own order."""
        surname = self.surname.latin.upper()
        if self.culture.surname_first:
            return f"{surname} {self.given_names}"
        return f"{self.given_names} {surname}"

    @property
    def original(self) -> str:
        """Return the whole name in its own script, or nothing if the culture writes Latin."""
        if not self.surname.original:
            return ""
        given = [part.original for part in (self.given, self.middle) if part]
        order = [self.surname.original, *given]
        if not self.culture.surname_first:
            order = [*given, self.surname.original]
        return self.culture.joiner.join(order)


def person(rng: Random, culture: Culture, *, born: date, surname: Part | None = None) -> Person:
    """Return somebody of *culture*; *surname* makes relatives."""
    sex: Sex = "M" if rng.random() < 0.58 else "F"  # travellers and lists have more men
    given = _given(rng, culture, sex)
    middle = _middle(rng, culture, sex)
    if middle == given:
        middle = None
    second = middle if culture.middle == "surname" else None
    family = surname or _surname(rng, culture, sex)
    return Person(
        culture=culture,
        sex=sex,
        given=given,
        middle=None if second else middle,
        surname=_joined((family, second), " ") if second else family,
        born=born,
        nationality=rng.choice(culture.nationalities),
        birth_place=rng.choice(culture.cities),
    )


def birth_date(rng: Random, *, on: date, ages: tuple[float, float, float]) -> date:
    """Return a birth date that gives an age (lowest, highest, likeliest) *on* a day."""
    return on - timedelta(days=int(365.25 * rng.triangular(*ages)))


def _pool_of(culture: Culture, sex: Sex) -> Pool:
    return culture.male if sex == "M" else culture.female


def _given(rng: Random, culture: Culture, sex: Sex) -> Part:
    first = _pool_of(culture, sex).pick(rng)
    # One in six Chinese and Korean given names has a single syllable.
    if culture.syllables == 1 or rng.random() < 0.16:
        return first
    second = _pool_of(culture, sex).pick(rng)
    return Part(
        f"{first.latin}{culture.link}{second.latin.lower()}", first.original + second.original
    )


def _middle(rng: Random, culture: Culture, sex: Sex) -> Part | None:
    if rng.random() >= culture.middle_share:
        return None
    pools = {
        "father": culture.male,
        "given": _pool_of(culture, sex),
        "pool": culture.middle_male if sex == "M" else culture.middle_female,
        "surname": culture.surnames,
    }
    return pools[culture.middle].pick(rng)


def _surname(rng: Random, culture: Culture, sex: Sex) -> Part:
    part = (
        _composed(rng, culture) if rng.random() < culture.composed else culture.surnames.pick(rng)
    )
    if sex == "M" or not culture.feminine:
        return part
    return Part(_feminine(part.latin, culture), _feminine(part.original, culture))


def _composed(rng: Random, culture: Culture) -> Part:
    stem, ending, link = culture.stems.pick(rng), culture.endings.pick(rng), culture.stem_link
    original = f"{stem.original}{link}{ending.original}" if stem.original else ""
    return Part(f"{stem.latin}{link}{ending.latin}", original)


def _feminine(surname: str, culture: Culture) -> str:
    for masculine, feminine in culture.feminine:
        if surname.endswith(masculine):
            return surname.removesuffix(masculine) + feminine
    return surname


def _joined(parts: tuple[Part, ...], joiner: str) -> Part:
    return Part(
        joiner.join(part.latin for part in parts),
        joiner.join(part.original for part in parts).strip(),
    )
