"""What an entry may say beyond its shape: known agencies, the right owner, days in order."""

from collections.abc import Collection

from watchlist.entry import Entry


def refusal(entry: Entry, contributor: str, agencies: Collection[str]) -> str | None:
    """Return why *contributor* may not contribute *entry*, or None if it may."""
    if entry.owner != contributor:
        return (
            f"owner is {entry.owner!r} but the contributor is {contributor!r}; "
            "an agency contributes its own entries only"
        )
    begun, over = entry.valid_from, entry.valid_until
    if begun and over and over < begun:
        return "valid_until is before valid_from, so it would never be in force; mend one of them"
    named = (*entry.sharing.visible_to, *entry.sharing.hidden_from)
    unknown = [one for one in named if one != "*" and one not in agencies]
    if unknown:
        return f"sharing names the unknown agency {unknown[0]!r}; see config/parties.yaml"
    return None
