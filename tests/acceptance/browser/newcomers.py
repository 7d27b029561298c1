"""Somebody listed whom nobody has heard of, on a flight to London."""

from random import Random
from typing import Any

from tests.acceptance.browser.conftest import WITHIN_S
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import Leg, Traveller


def newcomer(number: int, surname: str, severity: str) -> tuple[Traveller, Leg, dict[str, Any]]:
    """Return somebody listed, their flight to London, and the entry."""
    given = "".join(Random(number).choices("BCDFGHKLMNPRSTVZ", k=5)) + "A"
    born = f"{1940 + number % 37}-0{number % 9 + 1}-1{number % 7}"  # nobody looks like another
    one = Traveller(f"N-{number}", surname, given, born, f"N{number:08}")
    leg = Leg("UA", number, ("JFK", "LHR"), (one,))
    return one, leg, one.entry(severity=severity)


def brought(running: Deployment, number: int, surname: str, severity: str = "high") -> Leg:
    """List somebody and let them fly; return their flight once the manifest is sent."""
    _, leg, entry = newcomer(number, surname, severity)
    running.contribute(entry)
    running.flush()
    assert running.settled(within_s=WITHIN_S)
    running.push(leg.manifest())
    running.flush()
    return leg
