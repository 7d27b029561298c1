"""Rows that speak our own contract: what the importer's terms add, and what they refuse. Pure."""

from watchlist.entry import Entry, parse_entry
from watchlist.formats.rows import ForeignRowError, Terms


def entry_under(row: dict[str, object], terms: Terms) -> Entry:
    """Return the row as an entry; the terms fill what it leaves out.

    Raises ForeignRowError where owner or list is not that of the import, pydantic.ValidationError
    where the contract is broken.
    """
    filled = _defaults(terms) | _shared(row, terms)
    entry = parse_entry(filled)
    if terms.owner is None:
        return entry
    if entry.owner != terms.owner:
        raise ForeignRowError(
            f"owner is {entry.owner!r} but the import is for {terms.owner!r}; "
            "an agency imports its own entries only"
        )
    if terms.list_name not in (None, entry.list):
        raise ForeignRowError(
            f"list is {entry.list!r} but the import is of {terms.list_name!r}; "
            "put each list in a file of its own"
        )
    return entry


def _shared(row: dict[str, object], terms: Terms) -> dict[str, object]:
    """Return the row; where it only narrows sharing, the terms say with whom."""
    sharing = row.get("sharing")
    if not isinstance(sharing, dict):
        return row
    return row | {"sharing": {"visible_to": terms.sharing.visible_to} | sharing}


def _defaults(terms: Terms) -> dict[str, object]:
    given: dict[str, object] = {
        "list": terms.list_name,
        "category": terms.category,
        "severity": terms.severity,
    }
    said = {name: value for name, value in given.items() if value is not None}
    return said | {"sharing": terms.sharing}
