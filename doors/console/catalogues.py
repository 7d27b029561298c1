"""Brings the message catalogues up to what the pages say: `python -m doors.console.catalogues`.

What is new stands there untranslated; what is said no more goes.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

_HOME = Path(__file__).parent
_METHODS = [("**.html", "jinja2.ext.babel_extract"), ("**.py", "python")]
_OPTIONS = {"**.html": {"trimmed": "true", "encoding": "utf-8", "silent": "false"}}
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # so that a catalogue changes only with what it says


def said() -> Catalog:
    """Return every message of the pages."""
    catalog = Catalog(charset="utf-8", creation_date=_EPOCH, revision_date=_EPOCH)
    for file, _, message, comments, context in extract_from_dir(
        _HOME, _METHODS, _OPTIONS, _KEYWORDS
    ):
        catalog.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalog


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """Yield each file with its catalogue as it is now."""
    for path in sorted((_HOME / "locale").glob("*.po")):
        yield path, read_po(BytesIO(path.read_bytes()), locale=path.stem)


def updated(catalog: Catalog) -> bytes:
    """Return the file of a catalogue that holds what is said and nothing else."""
    catalog.update(said(), no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = _EPOCH
    written = BytesIO()
    write_po(written, catalog, width=100, sort_output=True, no_location=True)
    return written.getvalue()


if __name__ == "__main__":
    for path, catalog in catalogues():
        path.write_bytes(updated(catalog))
