"""Who is who on one flight: identifiers of a person, and the reference that stays.

Conservative: a wrong merge hides a person, a missed one only repeats an alert.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import NewType

from manifests.contract import Passenger

PassengerRef = NewType("PassengerRef", str)

# What senders write where there is no document number; so is one character repeated.
_FILLERS = frozenset({"UNKNOWN", "NONE", "NOTKNOWN"})


def identifiers(passenger: Passenger, sender: str) -> tuple[str, ...]:
    """Return what identifies the person on this flight, strongest first.

    docs/contracts.md: passenger_id, else documents (issuer, number), else names and birth date.
    """
    found = []
    if passenger.passenger_id:
        found.append(f"id:{sender}:{passenger.passenger_id}")
    numbers = [(one.issuer or "", _squeezed(one.number)) for one in passenger.documents]
    found += [f"doc:{issuer}:{number}" for issuer, number in numbers if _tells(number)]
    given = _squeezed(passenger.given_names or "")
    found.append(f"name:{_squeezed(passenger.surname)}:{given}:{passenger.birth_date or ''}")
    return tuple(found)


def signature(mine: tuple[str, ...]) -> str:
    """Return one alias for all of *mine*: a row told in the same words again is the same person.

    Without it, of two namesakes one of whom shows a document, that one is somebody new each time.
    """
    return f"row:{hashlib.blake2b(repr(mine).encode(), digest_size=8).hexdigest()}"


def known_ref(
    mine: Iterable[str], aliases: Mapping[str, PassengerRef], taken: Iterable[PassengerRef]
) -> PassengerRef | None:
    """Return the reference that one of *mine* leads to, unless something speaks against it.

    *taken* are the references of other rows of the same message: two rows are never merged.
    """
    own = tuple(mine)
    for one in own:
        ref = aliases.get(one)
        if ref is not None and ref not in taken and not _contradicted(own, one, ref, aliases):
            return ref
    return None


def new_ref(identifier: str, known: Iterable[PassengerRef]) -> PassengerRef:
    """Return a fresh reference that the same history gives again: a hash, so it tells nothing."""
    held = set(known)
    salt = 0
    while True:
        digest = hashlib.blake2b(f"{salt}:{identifier}".encode(), digest_size=8).hexdigest()
        if digest not in held:
            return PassengerRef(digest)
        salt += 1


def _contradicted(
    own: tuple[str, ...], by: str, ref: PassengerRef, aliases: Mapping[str, PassengerRef]
) -> bool:
    """Say whether another identifier says that *ref* is somebody else."""
    kind = by.partition(":")[0]
    if kind == "id":
        return False
    if kind == "doc" and aliases.get(own[-1], ref) != ref:
        return True  # the name is somebody else's: a child travels on a parent's passport
    theirs = [one for one, to in aliases.items() if to == ref]
    if _differ("id:", own, theirs):
        return True
    nameless_day = kind == "name" and by.endswith(":")
    return nameless_day and _differ("doc:", own, theirs)


def _differ(prefix: str, own: Iterable[str], theirs: Iterable[str]) -> bool:
    mine = {one for one in own if one.startswith(prefix)}
    known = {one for one in theirs if one.startswith(prefix)}
    return bool(mine and known and mine.isdisjoint(known))


def _tells(number: str) -> bool:
    return number not in _FILLERS and len(set(number)) > 1


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace("-", "").upper()
