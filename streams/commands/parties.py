"""A party named on the command line, or the sentence that says which it might be."""

from collections.abc import Iterable
from difflib import get_close_matches

from access.parties import AgencyId, AirlineId, Parties
from streams.commands.problems import CommandFailed


def agency_named(name: str, parties: Parties) -> AgencyId:
    """Return the agency; raises CommandFailed with a near match where there is one."""
    if name not in parties.agencies:
        raise CommandFailed(_unknown(name, "agency", parties.agencies), 2)
    return AgencyId(name)


def airline_named(name: str, parties: Parties) -> AirlineId:
    """Return the airline; raises CommandFailed with a near match where there is one."""
    if name not in parties.airlines:
        raise CommandFailed(_unknown(name, "airline", parties.airlines), 2)
    return AirlineId(name)


def operator_named(name: str, parties: Parties) -> str:
    """Return the operator; raises CommandFailed with a near match where there is one."""
    if name not in parties.operators:
        raise CommandFailed(_unknown(name, "operator", parties.operators), 2)
    return name


def _unknown(name: str, what: str, known: Iterable[str]) -> str:
    names = sorted(known)
    folded = {one.casefold(): one for one in names}
    near = get_close_matches(name.casefold(), list(folded), n=1)
    hint = (
        f"did you mean {folded[near[0]]!r}?" if near else f"it names {', '.join(names) or 'none'}"
    )
    return f"{name!r} is no {what} in parties.yaml; {hint}"
