"""Ordinary travellers: country, sex, age and name as on the world's flights. Seeded."""

import json
from datetime import date, timedelta
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from bench.accuracy.as_sent import as_sent
from bench.accuracy.naming import namer
from manifests.contract import Passenger

TODAY = date(2026, 6, 1)  # what ages are counted back from
SEED = 20261124


def ordinary_travellers(count: int, seed: int = SEED) -> list[Passenger]:
    """Return *count* travellers as airlines send them; the same ones for a seed."""
    random = Random(seed)  # noqa: S311  # seeded; no secret
    countries = _travel()["countries"]
    namers = {source: namer(source, seed) for _, _, source in countries}
    chosen = random.choices(countries, [share for _, share, _ in countries], k=count)
    found = []
    for country, _, source in chosen:
        sex = random.choice("MF")
        surname, given = namers[source].name(sex)
        found.append(
            Passenger(
                surname=as_sent(surname) or "X",
                given_names=as_sent(given) or None,
                birth_date=birth_date(random),
                sex="M" if sex == "M" else "F",
                nationality=country,
            )
        )
    return found


def birth_date(random: Random) -> str:
    """Return the birth date of a traveller of some age."""
    ages = _travel()["ages"]
    low, high, _ = random.choices(ages, [share for *_, share in ages])[0]
    days = random.randrange(int(low * 365.25), int((high + 1) * 365.25))
    return (TODAY - timedelta(days=days)).isoformat()


@cache
def _travel() -> dict[str, Any]:  # our own file; read above and nowhere else
    text = resources.files("bench.accuracy").joinpath("data/travel.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
