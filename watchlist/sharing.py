"""What an agency may see of an entry: decided here and nowhere else (rule 4)."""

from dataclasses import dataclass

from access.parties import AgencyId
from watchlist.entry import Entry, Redaction


@dataclass(frozen=True, slots=True)
class View:
    """An entry as one agency sees it: redacted fields are gone, not blanked.

    `owner_shown` is false where the owner asked not to be named. Score and explanation are
    computed on `entry`, so nothing of what is left out can be inferred from them.
    """

    entry: Entry
    owner_shown: bool


def view(entry: Entry, agency: AgencyId) -> View | None:
    """Return what *agency* sees of *entry*, or None if it may not know that it exists."""
    if agency == entry.owner:
        return View(entry, owner_shown=True)
    if agency in entry.sharing.hidden_from:
        return None
    if agency not in entry.sharing.visible_to and "*" not in entry.sharing.visible_to:
        return None
    return shared_view(entry)


def shared_view(entry: Entry) -> View | None:
    """Return what every agency but the owner sees, or None if nothing is left to find by."""
    redact = frozenset(entry.sharing.redact)
    changes = {field: value for hidden in redact for field, value in _redacted(entry, hidden)}
    if not changes:
        return View(entry, owner_shown="owner" not in redact)
    if not changes.get("names", entry.names) and not changes.get("documents", entry.documents):
        return None
    return View(entry.model_copy(update=changes), owner_shown="owner" not in redact)


def _redacted(entry: Entry, hidden: Redaction) -> list[tuple[str, object]]:
    if hidden == "owner":
        return []
    if hidden == "instruction":
        return [("instruction", None)]
    if hidden == "names":
        return [("names", tuple(name for name in entry.names if name.kind == "primary"))]
    return [(hidden, ())]
