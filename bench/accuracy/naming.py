"""Names of ordinary people by country, from Faker and names.json: nothing the score learns from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any, Protocol

from faker import Factory

_SECOND_GIVEN = 0.3  # of the travellers of countries where a passport often shows two


class Namer(Protocol):
    """Makes a surname and given names; either may have several words, given names may be ""."""

    def name(self, sex: str) -> tuple[str, str]: ...


def namer(source: str, seed: int) -> Namer:
    """Return the namer of a Faker locale, or of a group of names.json."""
    groups = _groups()
    if source in groups:
        random = Random(f"{seed} {source}")  # noqa: S311  # seeded; no secret
        return _Group(groups[source], random, fathers=source in _FATHERS)
    return _Locale(source, seed)


# Given names are followed by the father's, often the grandfather's.
_FATHERS = frozenset(
    {"arab_gulf", "arab_levant", "arab_egypt", "arab_iraq", "horn", "bengali", "afghan"}
)
_TWO_SURNAMES = frozenset({"es_MX", "es_CO", "es_CL", "es_VE", "es_ES", "pt_BR", "pt_PT"})
_ONE_GIVEN = frozenset(
    {"ru_RU", "uk_UA", "bg_BG", "ja_JP", "zh_TW", "tr_TR", "az_AZ", "uz_UZ", "en_TH", "fr_DZ"}
)
_ROMANISED = frozenset({"ja_JP", "zh_TW"})
_SINGLE_NAMES = frozenset({"id_ID"})


@dataclass(frozen=True, slots=True)
class _Group:
    names: Mapping[str, Sequence[str]]
    random: Random
    fathers: bool

    def name(self, sex: str) -> tuple[str, str]:
        given = [self._one("male" if sex == "M" else "female")]
        if self.fathers:
            given += [self._one("male") for _ in range(self.random.choice((0, 0, 1, 1, 2)))]
        return self._one("family"), " ".join(given)

    def _one(self, kind: str) -> str:
        names = self.names[kind]
        weights = _weights(len(names))
        return self.random.choices(names, cum_weights=weights)[0]


class _Locale:
    def __init__(self, locale: str, seed: int) -> None:
        # Only what makes names: all else that Faker can make takes ten times as long to load.
        self._fake: Any = Factory.create(locale, providers=["faker.providers.person"])
        self._fake.seed_instance(f"{seed} {locale}")
        self._random = Random(f"{seed} {locale}")  # noqa: S311  # seeded; no secret
        self._locale = locale

    def name(self, sex: str) -> tuple[str, str]:
        if self._locale in _ROMANISED:
            return self._fake.last_romanized_name(), self._fake.first_romanized_name()
        given = [self._given(sex)]
        surname = [self._surname(sex)]
        if self._locale in _SINGLE_NAMES and self._random.random() < 0.15:
            return given[0], ""
        if self._locale in _TWO_SURNAMES:
            surname.append(self._surname(sex))
        if self._locale not in _ONE_GIVEN and self._random.random() < _SECOND_GIVEN:
            given.append(self._given(sex))
        return " ".join(surname), " ".join(given)

    def _given(self, sex: str) -> str:
        fake = self._fake
        return str(fake.first_name_male() if sex == "M" else fake.first_name_female())

    def _surname(self, sex: str) -> str:
        fake = self._fake
        return str(fake.last_name_male() if sex == "M" else fake.last_name_female())


@cache
def _weights(count: int) -> list[float]:
    """Return cumulated weights 1 / (rank + 5): about how names of a country are distributed."""
    total, found = 0.0, []
    for rank in range(count):
        total += 1 / (rank + 5)
        found.append(total)
    return found


@cache
def _groups() -> dict[str, dict[str, list[str]]]:
    text = resources.files("bench.accuracy").joinpath("data/names.json").read_text("utf-8")
    return {
        group: {kind: names.split() for kind, names in kinds.items()}
        for group, kinds in json.loads(text)["groups"].items()
    }
