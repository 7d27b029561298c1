"""What an agency may see of an entry: decided here and nowhere else (rule 4)."""

from collections.abc import Iterable, Iterator
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
    return next((seen for _, seen in views(entry, (agency,))), None)


def views(entry: Entry, agencies: Iterable[AgencyId]) -> Iterator[tuple[AgencyId, View]]:
    """Yield each of *agencies* that may know of *entry* with what it sees; one object if alike."""
    shared: View | None = None
    for agency in agencies:
        if agency == entry.owner:
            yield agency, View(entry, owner_shown=True)
        elif _may_see(entry, agency):
            shared = shared or shared_view(entry)
            if shared is not None:
                yield agency, shared


def _may_see(entry: Entry, agency: AgencyId) -> bool:
    sharing = entry.sharing
    if agency in sharing.hidden_from:
        return False
    return agency in sharing.visible_to or "*" in sharing.visible_to


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
