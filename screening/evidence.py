"""Nationality, sex and place of birth: evidence for or against, silence is none.

Each value is log(m / u): m how often it holds for one person, u for two strangers.
"""

from screening.alignment import align
from screening.finding import Finding
from screening.prepared import Place, PreparedEntry, PreparedPassenger

# Names tell part of it: a stranger with a like name is far likelier to have the same nationality.
# So it is worth .8 of log(.90 / .05) and of log(.10 / .95); the .8 is an estimate.
SAME_NATIONALITY = 2.31
OTHER_NATIONALITY = -1.80
SAME_SEX = 0.67  # .98 / .50
OTHER_SEX = -3.2  # .02 / .50
SAME_PLACE = 1.5  # weak: a city is written in many ways and shared by many
OTHER_PLACE = -0.3
_NATIONALITY = {
    True: (SAME_NATIONALITY, "nationality agrees"),
    False: (OTHER_NATIONALITY, "nationality differs"),
}
_SEX = {True: (SAME_SEX, "sex agrees"), False: (OTHER_SEX, "sex differs")}
_PLACE = {
    True: (SAME_PLACE, "place of birth agrees"),
    False: (OTHER_PLACE, "place of birth differs"),
}


def nationality_evidence(passenger: PreparedPassenger, entry: PreparedEntry) -> Finding | None:
    """Return the evidence of the nationalities; any one listed may agree."""
    if passenger.nationality is None or not entry.nationalities:
        return None
    same = passenger.nationality in entry.nationalities
    nats, note = _NATIONALITY[same]
    listed = entry.nationalities
    shown = listed[0] if len(listed) == 1 else ", ".join(listed)
    return Finding("nationality", nats, passenger.nationality, shown, note)


def sex_evidence(passenger: PreparedPassenger, entry: PreparedEntry) -> Finding | None:
    """Return the evidence of the sexes; None unless both sides say M or F."""
    if passenger.sex is None or entry.sex is None:
        return None
    same = passenger.sex == entry.sex
    nats, note = _SEX[same]
    return Finding("sex", nats, passenger.sex, entry.sex, note)


def birth_place_evidence(passenger: PreparedPassenger, entry: PreparedEntry) -> Finding | None:
    """Return the weak evidence of the places of birth: one word in common is agreement."""
    sent = passenger.birth_place
    listed = [place for place in entry.birth_places if place.tokens]
    if sent is None or not sent.tokens or not listed:
        return None
    alike = next((place for place in listed if _share_a_word(sent, place)), None)
    nats, note = _PLACE[alike is not None]
    return Finding("birth_place", nats, sent.shown, (alike or listed[0]).shown, note)


def _share_a_word(one: Place, other: Place) -> bool:
    return any(len(pair.sent[0].text) > 2 for pair in align(one.tokens, other.tokens).pairs)
