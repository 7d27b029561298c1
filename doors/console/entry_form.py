"""The form of an entry: from an entry to its fields, back again, and what is wrong where. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, get_args

from pydantic import ValidationError

from access.parties import AgencyId
from doors.console.forms import unix_lines
from doors.console.labels import N_
from watchlist.entry import Entry, Redaction, parse_entry

Form = Mapping[str, str]
Faults = dict[str, str]  # by field; each is a message of the catalogues

NAME_FIELDS = {"full": "full", "surname": "surname", "given": "given_names", "kind": "kind"}
DOCUMENT_FIELDS = {"type": "type", "number": "number", "issuer": "issuer", "status": "status"}
REDACTIONS: tuple[Redaction, ...] = get_args(Redaction)
_ROW = re.compile(r"(full|number)-([0-9]{1,4})")
_DAY = N_("Write a day as 2026-11-24.")
_SLUG = N_("Write small letters, digits and _, as in wanted_person.")
_COUNTRY = N_("Write country codes such as GBR or GB.")
_TEXT = N_("Fill this in, with up to 2,048 characters.")
_BEFORE = N_("This is before the first day.")
NOBODY = N_("Give a name or a document.")
TAKEN = N_("You have an entry with this id; open it to change it.")
UNKNOWN = N_("An agency is named that there is not (any more); leave it out.")
_WHY = N_("Write up to 200 characters on one line.")
_SAID = {
    "id": N_("Write an id without blanks and slashes, up to 128 characters."),
    "list": _SLUG,
    "category": _SLUG,
    "birth_dates": N_("Write dates as 1947, 1947-02 or 1947-02-27."),
    "nationalities": _COUNTRY,
    "issuer": _COUNTRY,
    "valid_from": _DAY,
    "valid_until": _DAY,
    "sharing": UNKNOWN,
}
MAX_WHY = 200


def form_of_entry(entry: Entry) -> dict[str, str]:
    """Return the fields as they are filled in for *entry*."""
    form = {
        "id": entry.id,
        "list": entry.list,
        "category": entry.category,
        "severity": entry.severity,
        "birth_dates": ", ".join(entry.birth_dates),
        "sex": entry.sex or "",
        "nationalities": ", ".join(entry.nationalities),
        "birth_places": "\n".join(entry.birth_places),
        "instruction": entry.instruction or "",
        "valid_from": str(entry.valid_from or ""),
        "valid_until": str(entry.valid_until or ""),
        "share": _shared(entry),
    }
    for row, name in enumerate(entry.names):
        form |= {f"{key}-{row}": getattr(name, of) or "" for key, of in NAME_FIELDS.items()}
    for row, one in enumerate(entry.documents):
        form |= {f"{key}-{row}": getattr(one, of) or "" for key, of in DOCUMENT_FIELDS.items()}
    sharing = entry.sharing
    form |= {f"see.{one}": "on" for one in sharing.visible_to if one != "*"}
    form |= {f"hide.{one}": "on" for one in sharing.hidden_from}
    return form | {f"redact.{one}": "on" for one in sharing.redact}


def rows(form: Form, field: str) -> list[int]:
    """Return the numbers of the rows that have *field*, `full` or `number`; one at least."""
    found = (match for key in form if (match := _ROW.fullmatch(key)) and match[1] == field)
    return sorted(int(match[2]) for match in found) or [0]


def named(form: Form) -> set[AgencyId]:
    """Return the agencies that the form names, whether there are such or not."""
    found = (key.partition(".") for key in form)
    return {AgencyId(agency) for kind, _, agency in found if kind in ("see", "hide") and agency}


def entry_of_form(form: Form, owner: AgencyId, agencies: Collection[str]) -> Entry | Faults:
    """Return the entry that the form says, or what is wrong with which field.

    Sharing may name *agencies* alone.
    """
    names, documents = _kept(form, NAME_FIELDS, "full"), _kept(form, DOCUMENT_FIELDS, "number")
    said = _said(form, owner)
    said |= {"names": list(names.values()), "documents": list(documents.values())}
    faults = dict(_faults_of_rows(names, documents))
    if not names and not documents:
        faults["full-0"] = NOBODY
    if not named(form) <= set(agencies):
        faults["sharing"] = UNKNOWN
    why = form.get("why", "")
    if len(why) > MAX_WHY or not why.isprintable():
        faults["why"] = _WHY
    try:
        entry = parse_entry(said)
    except ValidationError as problem:
        kept = {"names": list(names), "documents": list(documents)}
        for error in problem.errors(include_url=False, include_input=False):
            field = _field(error["loc"], kept)
            faults.setdefault(field, _SAID.get(field.partition("-")[0], _TEXT))
        return faults
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        faults["valid_until"] = _BEFORE
    return faults or entry


def differing(one: Entry, other: Entry) -> tuple[str, ...]:
    """Return the names of the fields in which two entries differ."""
    return tuple(
        field for field in Entry.model_fields if getattr(one, field) != getattr(other, field)
    )


def _shared(entry: Entry) -> str:
    if "*" in entry.sharing.visible_to:
        return "all"
    return "some" if entry.sharing.visible_to else "none"


def _said(form: Form, owner: AgencyId) -> dict[str, Any]:
    said: dict[str, Any] = {
        "schema": "entry/1",
        "owner": owner,
        "id": form.get("id", "").strip(),
        "list": form.get("list", "").strip() or "default",
        "category": form.get("category", "").strip(),
        "severity": form.get("severity") or "medium",
        "birth_dates": tuple(_parts(form.get("birth_dates", ""), r"[,;\s]+")),
        "sex": form.get("sex") or None,
        "nationalities": tuple(_parts(form.get("nationalities", ""), r"[,;\s]+")),
        "birth_places": tuple(_parts(form.get("birth_places", ""), r"[\r\n]+")),
        "instruction": unix_lines(form.get("instruction", "")).strip() or None,
        "sharing": _sharing(form),
    }
    for key in ("valid_from", "valid_until"):
        text = form.get(key, "").strip()
        said[key] = _day(text) if text else None
    return said


def _sharing(form: Form) -> dict[str, Any]:
    def ticked(kind: str) -> tuple[str, ...]:
        return tuple(key.partition(".")[2] for key in form if key.startswith(f"{kind}."))

    visible = {"all": ("*",), "some": ticked("see")}.get(form.get("share", ""), ())
    return {"visible_to": visible, "hidden_from": ticked("hide"), "redact": ticked("redact")}


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return "-"  # the contract refuses it


def _parts(text: str, between: str) -> Iterator[str]:
    return (one.strip() for one in re.split(between, text) if one.strip())


def _kept(form: Form, fields: Mapping[str, str], first: str) -> dict[int, dict[str, str]]:
    """Return the rows that say anything beside their kind, by their numbers."""
    found = {}
    for row in rows(form, first):
        said = {of: text for key, of in fields.items() if (text := form.get(f"{key}-{row}", ""))}
        stripped = {of: text.strip() for of, text in said.items() if text.strip()}
        if stripped.keys() - {"kind"}:
            found[row] = stripped
    return found


def _faults_of_rows(
    names: Mapping[int, dict[str, str]], documents: Mapping[int, dict[str, str]]
) -> Iterator[tuple[str, str]]:
    yield from ((f"full-{row}", _TEXT) for row, said in names.items() if "full" not in said)
    yield from ((f"number-{row}", _TEXT) for row, said in documents.items() if "number" not in said)


def _field(loc: tuple[int | str, ...], kept: Mapping[str, list[int]]) -> str:
    """Return the field of the form where the contract found something."""
    head = str(loc[0]) if loc else "full-0"
    if head in kept and len(loc) > 2:
        fields = NAME_FIELDS if head == "names" else DOCUMENT_FIELDS
        of = {said: key for key, said in fields.items()}.get(str(loc[2]), "full")
        return f"{of}-{kept[head][int(loc[1])]}"
    return head
