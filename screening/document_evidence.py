"""What documents say for one person: log-odds and a sentence; different ones say nothing.

log(m / u) less log(10^6 / 22,000): PRIOR is one in 22,000 of those whom a name brings up, while a
number is sought among a million listed documents. For an exact number u is 10^-9 where the issuer
agrees (one in 20 has that issuer, which has fifty million numbers in use), 7 x 10^-7 where it is
not stated.

A slip makes that less by log(share / ways): for one document written right, so many are written in
this way; and so many other documents stand beside a number in just this way. Two in 100 numbers are
typed wrongly; of these 79% have one wrong character, 10% two neighbours swapped (Verhoeff, Error
Detecting Decimal Codes, 1969). The other shares and ways are estimates.
"""

from math import log
from typing import NamedTuple

from config.countries import country_code, issuing_country
from screening.document_numbers import MOST_BEFORE, SHORT, as_misread, check_digit, core
from screening.finding import Finding
from screening.prepared import PreparedDocument, PreparedEntry, PreparedPassenger

SAME_DOCUMENT = 16.8  # .9 / 10^-9: a hit whatever else differs, and a hit that says so
SAME_NUMBER = 10.3  # .9 / (7 x 10^-7), the issuer is missing on a side: a hit unless a name differs
OTHER_ISSUER = 3.0  # one document in 700 is listed under another issuer
SHORT_NUMBER = -5.0  # ways: some 150 documents bear each number of five characters
A_CHARACTER_LESS = -log(10)  # and ten times as many one that is a character shorter
# .02 / .1: formats fix where letters stand and leave out these, so the other number is hardly ever
# given out. With the issuer it still decides; without, it needs a name.
CONFUSED = -1.6
CHECK_DIGIT = -3.4  # .01 / .3: an issuer that has numbers of both lengths may have given out both
BEFORE = -3.4  # .02 / .6: the same, and any letters will do
# .002 / 6 and .016 / 70: all the neighbours of a number are given out too. Even with the issuer it
# is a hit only where a name agrees.
SWAPPED = -8.0
ONE_CHARACTER = -8.4
DECIDES = 14.0  # from here on it is that document; what remains open is who carries it


class Slip(NamedTuple):
    """What a number loses against the exact one, how it differs, and the letters before it."""

    nats: float
    difference: str = ""
    before: str = ""


def document_evidence(passenger: PreparedPassenger, entry: PreparedEntry) -> Finding | None:
    """Return the evidence of the documents that agree best; None where no number is shared.

    People have several documents, so different ones say nothing.
    """
    best: Finding | None = None
    for sent in passenger.documents:
        for listed in entry.documents:
            slip = slip_between(sent.number, listed.number)
            found = None if slip is None else _finding(sent, listed, slip)
            if found is not None and (best is None or found.nats > best.nats):
                best = found
    return best


def slip_between(sent: str, listed: str) -> Slip | None:
    """Return the one slip that makes one number of the other; None where it takes more.

    Short numbers have too many neighbours: they count only if they are equal.
    """
    if sent == listed:
        missing = SHORT - 1 - len(sent)
        return Slip(0.0 if missing < 0 else SHORT_NUMBER + missing * A_CHARACTER_LESS)
    if len(sent) < SHORT or len(listed) < SHORT:
        return None
    return _within(sent, listed) if len(sent) == len(listed) else _at_an_end(sent, listed)


def _within(sent: str, listed: str) -> Slip | None:
    if as_misread(sent) == as_misread(listed):
        pairs = dict.fromkeys(pair for pair in zip(listed, sent, strict=True) if len({*pair}) > 1)
        return Slip(CONFUSED, " and ".join(f"{one} read as {other}" for one, other in pairs))
    at = next(at for at, sign in enumerate(sent) if sign != listed[at])
    if sent[at + 1 :] == listed[at + 1 :]:
        return Slip(ONE_CHARACTER, f"one character, {sent[at]} for {listed[at]}")
    pair = listed[at : at + 2]
    if sent[at : at + 2] == pair[::-1] and sent[at + 2 :] == listed[at + 2 :]:
        return Slip(SWAPPED, f"two neighbours, {pair} written {pair[::-1]}")
    return None


def _at_an_end(sent: str, listed: str) -> Slip | None:
    longer, shorter = (sent, listed) if len(sent) > len(listed) else (listed, sent)
    where = "added" if longer is sent else "missing"
    if longer[:-1] == shorter and longer[-1] == check_digit(shorter):
        return Slip(CHECK_DIGIT, f"the check digit {longer[-1]} {where} after it")
    before = longer.removesuffix(shorter)
    plain = before.isalpha() or not before.strip("0")
    if len(before) > MOST_BEFORE or not plain or core(longer) != core(shorter):
        return None
    return Slip(BEFORE, f"{before} {where} before it", before)


def _finding(sent: PreparedDocument, listed: PreparedDocument, slip: Slip) -> Finding | None:
    """Return the evidence of two documents; None where the slip leaves nothing of it."""
    nats, issuer = _issuers(sent, listed, slip)
    if nats + slip.nats <= 0:
        return None
    number = "document numbers agree"
    if slip.difference:
        number = f"document number agrees but for {slip.difference}"
    note = f"{number}; {issuer}"
    if nats == SAME_DOCUMENT and not slip.difference:
        note = "the same document: number and issuer agree"
    return Finding("document", nats + slip.nats, _written(sent), _written(listed), note)


def _issuers(sent: PreparedDocument, listed: PreparedDocument, slip: Slip) -> tuple[float, str]:
    """Return what the exact number is worth beside the issuers of both, and what they say."""
    bare = min((sent, listed), key=lambda one: len(one.number))
    if slip.before and bare.issuer and _country(slip.before) == bare.issuer:
        return SAME_DOCUMENT, f"{slip.before} is the issuer"
    if not (sent.issuer and listed.issuer):
        return SAME_NUMBER, "an issuer is not stated"
    if sent.issuer == listed.issuer:
        return SAME_DOCUMENT, "issuer agrees"
    return OTHER_ISSUER, "issuers differ"


def _country(letters: str) -> str | None:
    try:
        return issuing_country(country_code(letters))
    except ValueError:
        return None


def _written(document: PreparedDocument) -> str:
    return f"{document.number} {document.issuer}" if document.issuer else document.number
