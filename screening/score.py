"""The score of one passenger against one entry: logistic(PRIOR + sum of contributions)."""

from math import exp

from screening.birth_evidence import birth_date_evidence
from screening.evidence import (
    SAME_DOCUMENT,
    SAME_NUMBER,
    birth_place_evidence,
    document_evidence,
    nationality_evidence,
    sex_evidence,
)
from screening.explanation import Feature, Match
from screening.name_evidence import name_evidence
from screening.prepared import PreparedEntry, PreparedPassenger

# One in 10,000: how often a passenger is the listed person an index lookup brings up, before
# anything is compared. Pair files assume 1:3 instead; they need another prior, not other weights.
PRIOR = -9.21
# A hit from here on: it is more likely than not that both are one person. Settable as
# TOCSIN_SCREENING__MIN_SCORE.
ALERT_THRESHOLD = 0.5
# Once a document decides, the rest says less: it fits whoever was given that document, and a person
# who lends or forges one differs in all of it.
BESIDE_SAME_DOCUMENT = 0.25
BESIDE_SAME_NUMBER = 0.5


def compare(passenger: PreparedPassenger, entry: PreparedEntry) -> Match:
    """Return score, basis and the evidence for and against, strongest first."""
    document = document_evidence(passenger, entry)
    person = _person_evidence(passenger, entry, document)
    if document is not None:
        person = _beside(document, person, entry)
    person.sort(key=lambda feature: -abs(feature.contribution))
    return Match(
        score=logistic(PRIOR + sum([feature.contribution for feature in person])),
        basis=tuple([feature.feature for feature in person if feature.contribution > 0]),
        explanation=tuple(person),
    )


def logistic(log_odds: float) -> float:
    """Return the probability of *log_odds*; strictly inside (0, 1) within +-36."""
    return 1.0 / (1.0 + exp(-log_odds))


def _person_evidence(
    passenger: PreparedPassenger, entry: PreparedEntry, document: Feature | None
) -> list[Feature]:
    """Return the evidence about the person; [] where neither name nor document leads to one."""
    born = birth_date_evidence(passenger.birth_date, entry.birth_dates)
    supported = document is not None or (born is not None and born.contribution > 0)
    name = name_evidence(passenger.name, entry.names, supported=supported)
    if name is None and document is None:
        return []  # a shared birthday alone leads nowhere
    found = (
        name,
        born,
        nationality_evidence(passenger, entry),
        sex_evidence(passenger, entry),
        birth_place_evidence(passenger, entry),
    )
    return [feature for feature in found if feature is not None]


def _beside(document: Feature, person: list[Feature], entry: PreparedEntry) -> list[Feature]:
    """Return document and person evidence together, each in its place."""
    if document.contribution < SAME_NUMBER:
        return [document, *person]
    if document.contribution < SAME_DOCUMENT:
        return [document, *(_scaled(feature, BESIDE_SAME_NUMBER) for feature in person)]
    if entry.documents_alone:
        document = _noted(document, "reported lost or stolen, whoever carries it")
    elif any(one.feature == "name" and one.contribution < 0 for one in person):
        document = _noted(document, "but it is carried under a wholly different name")
    return [document, *(_scaled(feature, BESIDE_SAME_DOCUMENT) for feature in person)]


def _noted(feature: Feature, more: str) -> Feature:
    return feature.model_copy(update={"note": f"{feature.note}; {more}"})


def _scaled(feature: Feature, factor: float) -> Feature:
    return feature.model_copy(update={"contribution": feature.contribution * factor})
