"""Which list format a file is in: from its first bytes, and for the OFAC trio from its name."""

import codecs
import csv
import re
from difflib import get_close_matches
from pathlib import Path

from watchlist.formats.ftm import is_delta
from watchlist.formats.header_csv import COLUMNS
from watchlist.formats.lines import json_object, text_field
from watchlist.formats.ofac_csv import ADD_WIDTH, ALT_WIDTH, SDN_WIDTH
from watchlist.formats.rows import FORMATS, FormatName, ListError, ListFile, RowError

_HEAD = 1 << 20  # bytes; an FtM entity with hundreds of names is one line of tens of KB
_SAMPLE = 100  # lines
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]")
_ROOTS: dict[bytes, FormatName] = {b"CONSOLIDATED_LIST": "un-xml", b"sdnList": "ofac-xml"}
_TRIO = re.compile(r"(?<![a-z])(sdn|alt|add)(?![a-z])", re.IGNORECASE)
_WIDTHS = {"sdn": SDN_WIDTH, "alt": ALT_WIDTH, "add": ADD_WIDTH}
_USUAL_LISTS: dict[FormatName, str] = {
    "un-xml": "un_sc",
    "ofac-csv": "ofac_sdn",
    "ofac-xml": "ofac_sdn",
    "ftm": "ftm",
}


def recognise(path: Path, format_name: str | None = None) -> ListFile:
    """Return what the file is; *format_name* only confirms it.

    Raises ListError with one sentence if the file cannot be read, is of no format we read, is not
    of the one named, or is one of the OFAC trio without its companions.
    """
    wanted = _known_format(format_name)
    head = _head(path)
    found = _sniffed(path, head) or wanted
    if found is None:
        raise ListError(
            f"{path}: is in none of the formats {', '.join(FORMATS)}; check that it is the "
            "publisher's own file, or name its format"
        )
    if wanted not in (None, found):
        raise ListError(f"{path}: looks like {found}, not {wanted}; name that format, or none")
    parts = _trio(path) if found == "ofac-csv" else (path,)
    read = parts[:2]  # the addresses of the trio are not read
    return ListFile(
        path=path,
        format_name=found,
        list_name=_USUAL_LISTS.get(found) or _list_named(found, head),
        parts=parts,
        size=sum(part.stat().st_size for part in read),
    )


def _known_format(name: str | None) -> FormatName | None:
    for known in FORMATS:
        if name == known:
            return known
    if name is None:
        return None
    near = get_close_matches(name, FORMATS, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"the formats are {', '.join(FORMATS)}"
    raise ListError(f"{name!r} is no list format; {hint}")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).removeprefix(codecs.BOM_UTF8)
    except FileNotFoundError as problem:
        raise ListError(f"{path}: there is no such file; check the path") from problem
    except OSError as problem:
        raise ListError(f"{path}: cannot be read ({problem.strerror})") from problem
    if not head.strip():
        raise ListError(f"{path}: is empty; fetch or export the list again")
    return head


def _sniffed(path: Path, head: bytes) -> FormatName | None:
    start = head.lstrip()[:1]
    if start == b"<":
        return _xml_format(path, head)
    if start == b"[":
        raise ListError(f"{path}: is one JSON array; write one JSON object on each line")
    if start == b"{":
        return _json_format(path, head)
    return _csv_format(path, head)


def _xml_format(path: Path, head: bytes) -> FormatName:
    bare = re.sub(rb"<!--.*?-->", b"", head, flags=re.DOTALL)
    root = _ROOT.search(bare)
    name = root[1] if root else b""
    if name not in _ROOTS:
        shown = name.decode("ascii", "replace")[:40]
        raise ListError(
            f"{path}: is XML with the root {shown!r}, no list we read; wanted is the UN's "
            "CONSOLIDATED_LIST or OFAC's sdnList (SDN.XML)"
        )
    return _ROOTS[name]


def _json_format(path: Path, head: bytes) -> FormatName | None:
    for record in _objects(head):
        if is_delta(record):
            raise ListError(f"{path}: is a delta of entities; import the whole entities.ftm.json")
        schema = text_field(record, "schema") or ""
        if schema.startswith("entry/"):
            return "entry"
        if schema and isinstance(record.get("properties"), dict):
            return "ftm"
    return None


def _csv_format(path: Path, head: bytes) -> FormatName | None:
    first = next(iter(_csv_rows(head)), [])
    trio = _TRIO.search(path.name)
    if trio and first and first[0].isdecimal() and len(first) == _WIDTHS[trio[1].casefold()]:
        return "ofac-csv"
    ours = {name.strip().casefold() for name in first} & set(COLUMNS)
    return "csv" if "id" in ours or len(ours) > 1 else None


def _list_named(format_name: FormatName, head: bytes) -> str:
    """Return the list that the first row is on."""
    if format_name == "entry":
        named = (text_field(record, "list") for record in _objects(head))
    else:
        header, *rows = _csv_rows(head) or [[]]
        columns = [name.casefold() for name in header]
        named = (dict(zip(columns, row, strict=False)).get("list") for row in rows if any(row))
    return next(named, None) or "default"


def _csv_rows(head: bytes) -> list[list[str]]:
    lines = head.decode("utf-8", "replace").splitlines()[:_SAMPLE]
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(lines)]
    except csv.Error:
        return []  # reading says so, with the line


def _objects(head: bytes) -> list[dict[str, object]]:
    found = []
    for line in head.splitlines()[:_SAMPLE]:
        try:
            found.append(json_object(line))
        except RowError:
            continue  # reading says so, with its number
    return found


def _trio(path: Path) -> tuple[Path, ...]:
    """Return the sdn, alt and add files that lie beside *path* under the same kind of name."""
    named = _TRIO.search(path.name)
    if named is None:
        raise ListError(f"{path}: its name has no sdn, alt or add; keep the publisher's names")
    beside = {one.name.casefold(): one for one in path.parent.iterdir()}
    found = []
    for member in _WIDTHS:
        name = f"{path.name[: named.start()]}{member}{path.name[named.end() :]}"
        companion = beside.get(name.casefold())
        if companion is None:
            raise ListError(f"{path}: {name} is not beside it; fetch all three files of the trio")
        found.append(companion)
    return tuple(found)
