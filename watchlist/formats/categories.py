"""Which category and severity a sanctions programme or FollowTheMoney topic stands for. Pure."""

from collections.abc import Iterable

from watchlist.entry import Severity

Class = tuple[str, Severity]

TERRORISM: Class = ("terrorism", "top")
PROLIFERATION: Class = ("proliferation", "high")
NARCOTICS: Class = ("narcotics", "high")
ORGANISED_CRIME: Class = ("organised_crime", "high")
SANCTIONS: Class = ("sanctions", "high")
LISTED: Class = ("listed", "medium")
ASSOCIATE: Class = ("associate", "low")

# OFAC programme tags and UN list types; every other one is plain `sanctions`.
_PROGRAMMES: dict[str, Class] = {
    "SDGT": TERRORISM,
    "FTO": TERRORISM,
    "SDT": TERRORISM,
    "Al-Qaida": TERRORISM,
    "Taliban": TERRORISM,
    "NPWMD": PROLIFERATION,
    "DPRK": PROLIFERATION,
    "Iran": PROLIFERATION,
    "SDNT": NARCOTICS,
    "SDNTK": NARCOTICS,
    "ILLICIT-DRUGS-EO14059": NARCOTICS,
    "TCO": ORGANISED_CRIME,
}

# FollowTheMoney topics, the gravest first; a topic includes those below it (`crime.fin`).
_TOPICS: tuple[tuple[str, Class], ...] = (
    ("crime.terror", TERRORISM),
    ("wanted", ("wanted", "high")),
    ("sanction", SANCTIONS),
    ("crime.war", ("war_crimes", "high")),
    ("crime.traffick", ("trafficking", "high")),
    ("crime", ("crime", "medium")),
    ("asset.frozen", SANCTIONS),
    ("role.pep", ("politically_exposed", "low")),
    ("role.rca", ASSOCIATE),
)

# What imports set: rules and subscriptions that name none of these pass imported lists by.
CLASSES = frozenset((*_PROGRAMMES.values(), *(found for _, found in _TOPICS), LISTED, SANCTIONS))


def of_programmes(programmes: Iterable[str]) -> Class:
    """Return the gravest class among *programmes*; terrorism before all others."""
    classes = {_PROGRAMMES.get(one, SANCTIONS) for one in programmes}
    order = (TERRORISM, PROLIFERATION, NARCOTICS, ORGANISED_CRIME)
    return next((one for one in order if one in classes), SANCTIONS)


def of_topics(topics: Iterable[str], *, target: bool) -> Class:
    """Return the gravest class among *topics*; a person named beside a target is an associate."""
    given = tuple(topics)
    for topic, found in _TOPICS:
        if any(one == topic or one.startswith(f"{topic}.") for one in given):
            return found
    return LISTED if target else ASSOCIATE
