"""The score of one passenger against one entry: logistic(PRIOR + sum of contributions)."""

from collections.abc import Sequence
from math import exp, inf, log

from screening.birth_evidence import birth_date_evidence
from screening.compiled.scaling import CEILING
from screening.document_evidence import DECIDES, SAME_NUMBER, document_evidence
from screening.evidence import birth_place_evidence, nationality_evidence, sex_evidence
from screening.explanation import Feature, Match
from screening.finding import Finding
from screening.name_evidence import NOTHING_IN_COMMON, NameEvidence, name_evidence
from screening.names import PreparedName
from screening.prepared import PreparedEntry, PreparedPassenger
from screening.weights import Weights

# One in 22,000: how often a passenger is the listed person whom an index lookup brings up, before
# anything is compared. One traveller in 1,000 is listed, as docs/accuracy.md states, and a list of
# a million entries brings up some 22 for each (decision 5). Pair files assume 1:3 instead; they
# need another prior, not other weights.
PRIOR = -10.0
# A hit from here on: it is more likely than not that both are one person. Settable as
# TOCSIN_SCREENING__MIN_SCORE.
ALERT_THRESHOLD = 0.5
# What an officer who asks about one person is shown from: there is a reason to ask, so one in ten
# is worth a look.
ASKED_THRESHOLD = 0.1
# Once a document decides, the rest says less: it fits whoever was given that document, and a person
# who lends or forges one differs in all of it.
BESIDE_DECIDING = 0.25
BESIDE_SAME_NUMBER = 0.5

_Weighed = tuple[NameEvidence | None, list[Finding]]


def compare(passenger: PreparedPassenger, entry: PreparedEntry) -> Match:
    """Return score, basis and the evidence for and against, strongest first."""
    name, findings = _weigh(passenger, entry, None)
    if name is not None:
        findings.append(Finding("name", name.nats, name.sent.shown, name.listed.shown, name.note))
    features = [_told(one) for one in _beside_a_document(findings, entry)]
    features.sort(key=lambda feature: -abs(feature.contribution))
    return Match(
        score=logistic(PRIOR + sum([feature.contribution for feature in features])),
        basis=tuple([feature.feature for feature in features if feature.contribution > 0]),
        explanation=tuple(features),
    )


def log_odds(
    passenger: PreparedPassenger, entry: PreparedEntry, weights: Weights | None = None
) -> float:
    """Return logit(score) of the comparison, in a tenth of the time: nothing is put into words."""
    name, findings = _weigh(passenger, entry, weights)
    if any(one.feature == "document" for one in findings):
        if name is not None:
            findings.append(Finding("name", name.nats, "", "", ""))
        findings = _beside_a_document(findings, entry)
        return PRIOR + sum([one.nats for one in findings])
    nats = sum([one.nats for one in findings])
    return PRIOR + nats + (name.nats if name is not None else 0.0)


def reaches(
    passenger: PreparedPassenger,
    entry: PreparedEntry,
    needed: float,
    among: Sequence[PreparedName] | None = None,
) -> bool:
    """Say whether the log-odds are *needed* or more; asks about names only where it matters.

    Where *among* is given, no other of the entry's names is known to come to so much.
    """
    if document_evidence(passenger, entry) is not None:
        return log_odds(passenger, entry) >= needed
    born = birth_date_evidence(passenger.birth_date, entry.birth_dates)
    others = PRIOR + sum([one.nats for one in _rest(passenger, entry, born)])
    nobody = not passenger.name.readings or not entry.names  # nothing then leads to a person
    if nobody or others + CEILING < needed:
        return nobody and needed <= PRIOR
    support = born.nats if born else 0.0
    name = name_evidence(passenger.name, entry.names, support=support, among=among)
    return name is not None and others + name.nats >= needed


def logit(score: float) -> float:
    """Return the log-odds of a score in (0, 1); infinite at its ends."""
    if score <= 0.0:
        return -inf
    return inf if score >= 1.0 else log(score / (1.0 - score))


def logistic(log_odds: float) -> float:
    """Return the probability of *log_odds*; strictly inside (0, 1) within +-36."""
    return 1.0 / (1.0 + exp(-log_odds))


def _weigh(passenger: PreparedPassenger, entry: PreparedEntry, weights: Weights | None) -> _Weighed:
    """Return the evidence; (None, []) where neither name nor document leads to a person."""
    document = document_evidence(passenger, entry)
    born = birth_date_evidence(passenger.birth_date, entry.birth_dates)
    support = max((one.nats for one in (document, born) if one is not None), default=0.0)
    name = name_evidence(passenger.name, entry.names, support=support, weights=weights)
    if name is None and document is None:
        return None, []  # a shared birthday alone leads nowhere
    rest = _rest(passenger, entry, born)
    return name, rest if document is None else [document, *rest]


def beside_the_name(passenger: PreparedPassenger, entry: PreparedEntry) -> list[Finding]:
    """Return what is neither name nor document."""
    return _rest(passenger, entry, birth_date_evidence(passenger.birth_date, entry.birth_dates))


def _rest(
    passenger: PreparedPassenger, entry: PreparedEntry, born: Finding | None
) -> list[Finding]:
    found = (
        born,
        nationality_evidence(passenger, entry),
        sex_evidence(passenger, entry),
        birth_place_evidence(passenger, entry),
    )
    return [one for one in found if one is not None]


def _beside_a_document(findings: list[Finding], entry: PreparedEntry) -> list[Finding]:
    """Return the findings, each with the weight it has beside the document among them."""
    document = next((one for one in findings if one.feature == "document"), None)
    if document is None or document.nats < SAME_NUMBER:
        return findings
    others = [one for one in findings if one is not document]
    if document.nats < DECIDES:
        return [document, *(_scaled(one, BESIDE_SAME_NUMBER) for one in others)]
    name = next((one for one in others if one.feature == "name"), None)
    if entry.documents_alone:
        document = _noted(document, "reported lost or stolen, whoever carries it")
    elif name is not None and name.nats < 0:
        which = "a wholly different" if name.note.startswith(NOTHING_IN_COMMON) else "another"
        document = _noted(document, f"but it is carried under {which} name")
    return [document, *(_scaled(one, BESIDE_DECIDING) for one in others)]


def _noted(finding: Finding, more: str) -> Finding:
    return finding._replace(note=f"{finding.note}; {more}")


def _scaled(finding: Finding, factor: float) -> Finding:
    return finding._replace(nats=finding.nats * factor)


def _told(finding: Finding) -> Feature:
    return Feature(
        feature=finding.feature,
        contribution=finding.nats,
        passenger=finding.sent,
        entry=finding.listed,
        note=finding.note,
    )
