"""Who is listed: the individuals of OFAC and the UN, or of any list that import reads."""

from collections.abc import Sequence
from pathlib import Path

from bench.accuracy.pair_files import BadFolder
from watchlist.entry import Entry
from watchlist.formats.reading import read_list
from watchlist.formats.recognise import recognise
from watchlist.formats.rows import BadRow, ListError, Tally, Terms


def usual_lists(folder: Path) -> list[Path]:
    """Return the newest UN list and OFAC's SDN list in *folder*. Raises BadFolder."""
    newest = sorted(folder.glob("un/*.xml"))[-1:]
    found = [*newest, *sorted(folder.glob("ofac/sdn*.csv"))[:1]]
    if len(found) < 2:
        raise BadFolder(f"{folder}: lacks un/*.xml or ofac/sdn*.csv; name lists with --list")
    return found


def people_on(files: Sequence[Path]) -> list[Entry]:
    """Return everybody with a name on the lists; rows that import refuses are left out.

    Each list that names no owner has one of its own, so that no id is taken twice. Raises
    BadFolder.
    """
    found: list[Entry] = []
    for at, file in enumerate(files):
        try:
            source = recognise(file)
            owner = None if source.format_name == "entry" else f"list{at}"
            rows = read_list(source, Terms(owner=owner), tally=Tally())
            found += [row for row in rows if not isinstance(row, BadRow) and row.names]
        except ListError as problem:
            raise BadFolder(str(problem)) from problem
    if not found:
        raise BadFolder(f"{', '.join(map(str, files))}: nobody is listed by name; name other lists")
    return found
