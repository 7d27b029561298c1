"""What Redis says of an entry in one line: which record it is of, and where its contents are.

The scripts read and write it (`lua/home.lua`); here it is read alone. Pure.
"""

from dataclasses import dataclass

from screening.space import text


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in its agency's own topic a record was, and when it was sent there."""

    offset: int
    sent_ms: int


@dataclass(frozen=True, slots=True)
class Home:
    """The record of `watchlist` that an entry is of, and the number of its contents.

    `number` is None where the entry was removed, `origin` where no record came through intake.
    """

    version: int
    partition: int
    number: int | None
    origin: Origin | None


def home_in(line: bytes | str | None) -> Home | None:
    """Return what a line says, None where there is none."""
    if line is None:
        return None
    version, partition, _, number, _, offset, sent_ms, _ = text(line).split(" ")
    origin = Origin(int(offset), int(sent_ms)) if offset else None
    return Home(int(version), int(partition), int(number) if number else None, origin)


def number_in(line: bytes | str | None) -> int | None:
    """Return the number of an entry's contents, None where it is not listed."""
    home = home_in(line)
    return home.number if home else None
