"""Shared fixtures: an installation for each module, and the command run against it.

Take the smallest that has what you need: `tocsin` alone runs a command without any service.
"""

import gc
import os
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import pytest
from hypothesis import settings

from config.settings import PREFIX
from screening import tables
from streams.cli import run
from tests.running import Site
from tests.running import site as new_site

# Where a change is judged, the same tree gives the same answer; a person's runs keep looking.
settings.register_profile("judged", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("judged")


def pytest_sessionstart() -> None:
    """Compile before the first test, whose time is limited."""
    tables.load()


@dataclass(frozen=True, slots=True)
class Ran:
    """How one call of the command ended."""

    code: int
    out: str
    err: str


class Tocsin(Protocol):
    """Runs the command in this process, with these variables and no other TOCSIN_ ones."""

    def __call__(self, *arguments: str, variables: Mapping[str, str] = ...) -> Ran: ...


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Yield an installation with topics, of this module alone; no worker runs."""
    with new_site() as found:
        yield found


@pytest.fixture(scope="module")
def served(site: Site) -> Iterator[Site]:
    """Yield the module's installation with one worker at work."""
    with site.running("worker"):
        yield site


@pytest.fixture
def tocsin(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Tocsin]:
    """Run the command; with `variables=site.variables` against an installation."""

    def tocsin(*arguments: str, variables: Mapping[str, str] | None = None) -> Ran:
        for name in [one for one in os.environ if one.startswith(PREFIX)]:
            monkeypatch.delenv(name)
        for name, text in (variables or {}).items():
            monkeypatch.setenv(name, text)
        capfd.readouterr()
        code = run(arguments)
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    gc.freeze()  # what was there before is not looked through after each test
    yield tocsin
    with warnings.catch_warnings():  # kafka-python leaves sockets open where it was refused
        warnings.filterwarnings("ignore", "unclosed", ResourceWarning)
        gc.collect()
    gc.unfreeze()
