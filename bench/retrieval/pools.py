"""Name pools by culture from faker, mimesis and the demo, commoner names first. Latin capitals."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from itertools import accumulate
from random import Random

from screening.letters import words
from streams.demo.pools import cultures

# Zipf-Mandelbrot: the weight of rank r is 1 / (r + SHIFT) ** STEEP.
SHIFT, STEEP = 4.0, 1.0


@dataclass(frozen=True, slots=True)
class Culture:
    """How many of the listed and of the travellers (per mille), and where their names are from.

    `form` is the order of a name: G given, F a father's given name, S surname.
    """

    name: str
    listed: int
    travelling: int
    form: str
    faker: tuple[str, ...]
    mimesis: tuple[str, ...] = ()
    demo: str = ""


CULTURES = (
    Culture("arabic", 230, 70, "GFS GFFS GS", ("ar_AA", "fr_DZ"), ("ar", "ar-dz", "ar-ye"),
            "arabic"),
    Culture("persian", 70, 15, "GS GS GGS", ("fa_IR",), ("fa",), "persian"),
    Culture("pakistani", 70, 30, "GS GFS GF", ("en_PK",), (), "urdu"),
    Culture("indian", 40, 100, "GS GS GFS", ("en_IN", "hi_IN", "ta_IN"), (), "hindi"),
    Culture("bengali", 20, 15, "GS GGS", ("bn_BD",)),
    Culture("turkish", 50, 40, "GS GS GGS", ("tr_TR",), ("tr",), "turkish"),
    Culture("central asian", 30, 10, "GFS GS", ("uz_UZ", "az_AZ"), ("kk", "az")),
    Culture("russian", 110, 30, "GFS GS", ("ru_RU", "uk_UA", "bg_BG"), ("ru", "uk"), "russian"),
    Culture("balkan", 30, 20, "GS", ("hr_HR", "sl_SI", "mk_MK"), ("hr",)),
    Culture("chinese", 50, 130, "SG", ("zh_CN", "zh_TW"), ("zh",), "chinese"),
    Culture("korean", 20, 30, "SG", ("ko_KR",), ("ko",), "korean"),
    Culture("japanese", 4, 40, "GS", ("ja_JP",), ("ja",), "japanese"),
    Culture("vietnamese", 6, 20, "SGG", ("vi_VN",)),
    Culture("spanish", 110, 70, "GSS GGSS GS", ("es_MX", "es_CO", "es_ES"), ("es-mx",), "spanish"),
    Culture("portuguese", 20, 30, "GSS GGS", ("pt_BR", "pt_PT"), ("pt-br",)),
    Culture("african", 50, 20, "GS GGS", ("en_KE", "sw", "yo_NG", "tw_GH", "zu_ZA"), (), "kenyan"),
    Culture("french", 20, 50, "GS GGS", ("fr_FR", "fr_BE", "fr_CA"), ("fr",), "french"),
    Culture("english", 30, 180, "GS GGS", ("en_US", "en_GB", "en_IE"), ("en",), "english"),
    Culture("german", 12, 60, "GS GGS", ("de_DE", "de_AT", "de_CH"), ("de", "de-ch"), "german"),
    Culture("other european", 28, 40, "GS", ("it_IT", "nl_NL", "pl_PL", "ro_RO", "el_GR", "sv_SE"),
            ("it", "nl", "pl", "sv", "cs", "hu")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pools:
    """Given names and surnames of one culture, with cumulative weights."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    given_weights: tuple[float, ...]
    surname_weights: tuple[float, ...]
    syllables: bool  # a given name is put together from two, as passports write Chinese ones

    def part(self, rng: Random, kind: str) -> str:
        """Return a given name, a father's name or a surname; every fifth surname is a rare one."""
        if kind != "S":
            first, second = rng.choices(self.given, cum_weights=self.given_weights, k=2)
            return first + second if self.syllables and rng.random() < 0.84 else first
        name = rng.choices(self.surnames, cum_weights=self.surname_weights)[0]
        if len(name) > 4 and rng.random() < 0.2:
            return _rare(name, rng.choice(self.surnames))
        return name


@cache
def pools(culture: Culture, *, listed: bool) -> Pools:
    """Return the pools for the list, or for travellers; both begin with the demo's common names."""
    given, surnames = _demo(culture.demo)
    for more_given, more_surnames in (
        _faker(culture.faker),
        _mimesis(culture.mimesis if listed else ()),
    ):
        given, surnames = given + more_given, surnames + more_surnames
    given, surnames = _latin(given), _latin(surnames)
    syllables = culture.form == "SG"
    if syllables:
        given = list(dict.fromkeys(one for name in given for one in name.split()))
    return Pools(tuple(given), tuple(surnames), _weights(given), _weights(surnames), syllables)


def _demo(name: str) -> tuple[list[str], list[str]]:
    if name not in cultures():
        return [], []
    found = cultures()[name]
    given = _in_turn([[part.latin for part in pool.parts] for pool in (found.male, found.female)])
    return given, [part.latin for part in found.surnames.parts]


def _rare(name: str, other: str) -> str:
    """Return a surname that few bear: the beginning of one and the end of another."""
    first, _, _ = name.partition(" ")
    return first[: 2 + len(name) // 4] + other.rpartition(" ")[2][-4:]


def _faker(locales: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return given names and surnames of the locales, one of each in turn, most frequent first."""
    given, surnames = [], []
    for locale in locales:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        men = _ranked(getattr(provider, "first_names_male", None) or provider.first_names)
        women = _ranked(getattr(provider, "first_names_female", ()))
        given.append(_in_turn([men, women]))
        surnames.append(_ranked(getattr(provider, "last_names", ()) or provider.last_names_male))
    return _in_turn(given), _in_turn(surnames)


def _ranked(names: Mapping[str, float] | Sequence[str]) -> list[str]:
    if isinstance(names, Mapping):  # to how frequent each is
        return [name for name, _ in sorted(names.items(), key=lambda item: -item[1])]
    drawn = list(dict.fromkeys(names))
    return _shuffled(drawn, 1)  # alphabetical there: any rank is as likely


def _mimesis(locales: tuple[str, ...]) -> tuple[list[str], list[str]]:
    given: list[str] = []
    surnames: list[str] = []
    for locale in locales:
        file = resources.files("mimesis") / "datasets" / locale / "person.json"
        known = json.loads(file.read_text("utf-8"))
        given += [name for names in known["names"].values() for name in names]
        last = known["surnames"]
        surnames += (
            [n for names in last.values() for n in names] if isinstance(last, dict) else last
        )
    return _shuffled(given, 2), _shuffled(surnames, 3)


def _shuffled(names: list[str], seed: int) -> list[str]:
    Random(seed).shuffle(names)  # noqa: S311  # the same in every run
    return names


def _in_turn(lists: list[list[str]]) -> list[str]:
    longest = max(map(len, lists))
    return [one[at] for at in range(longest) for one in lists if at < len(one)]


def _latin(names: list[str]) -> list[str]:
    return list(dict.fromkeys(latin for name in names if (latin := " ".join(words(name)))))


def _weights(names: list[str]) -> tuple[float, ...]:
    return tuple(accumulate((rank + SHIFT) ** -STEEP for rank in range(len(names))))
