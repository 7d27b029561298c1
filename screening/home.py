"""What Redis says of an entry in one line: which record it is of, and where its contents are.

The scripts read and write it (`lua/home.lua`); here it is read alone. Pure.
"""

from dataclasses import dataclass

from screening.space import text


@dataclass(frozen=True, slots=True)
class Home:
    """The record of `watchlist` that an entry is of, and the number of its contents.

    `number` is None where the entry was removed.
    """

    version: int
    partition: int
    number: int | None


def home_in(line: bytes | str | None) -> Home | None:
    """Return what a line says, None where there is none."""
    if line is None:
        return None
    version, partition, _, number, *_ = text(line).split(" ")
    return Home(int(version), int(partition), int(number) if number else None)


def number_in(line: bytes | str | None) -> int | None:
    """Return the number of an entry's contents, None where it is not listed."""
    home = home_in(line)
    return home.number if home else None
