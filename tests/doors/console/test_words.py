"""Every language says everything that the pages say, and nothing else."""

import string

import pytest
from babel.messages.catalog import Catalog

from doors.console.catalogues import catalogues, said, updated
from doors.console.rendering import environment
from doors.console.words import languages, preferred

EVERY = [pytest.param(path, catalog, id=path.stem) for path, catalog in catalogues()]


@pytest.mark.parametrize(("path", "catalog"), EVERY)
def test_catalogue_is_up_to_date_and_whole(path: object, catalog: Catalog) -> None:
    before = path.read_bytes()  # type: ignore[attr-defined]  # it is a path
    assert updated(catalog) == before, "run `make words`"
    missing = [one.id for one in catalog if one.id and not all(_strings(one.string))]
    assert missing == []


@pytest.mark.parametrize(("path", "catalog"), EVERY)
def test_translations_fill_in_the_same_places(path: object, catalog: Catalog) -> None:
    for one in catalog:
        if one.id and isinstance(one.id, str):
            assert _places(one.id) == _places(str(one.string)), one.id


def test_pages_say_something() -> None:
    assert len(said()) > 100


def test_language_is_the_chosen_then_the_wanted_then_english() -> None:
    assert preferred("ar", "en").code == "ar"
    assert preferred(None, "fr;q=1, ar-EG;q=0.9, en;q=0.5").code == "ar"
    assert preferred("xx", "xx, ;q=b").code == "en"
    assert languages()["ar"].direction == "rtl"
    assert (
        languages()["ar"]
        .words.ungettext("%(num)s entry may be this person", "", 2)
        .startswith("قيدان")
    )


def test_all_text_of_a_page_is_escaped() -> None:
    text = environment("en").from_string("{{ one }} {{ _('by %(cause)s', cause=one) }}")
    assert text.render(one="<script>") == "&lt;script&gt; by &lt;script&gt;"


def _strings(text: object) -> list[str]:
    return list(text) if isinstance(text, tuple) else [str(text)]


def _places(text: str) -> list[str]:
    percent = [part.partition(")")[0] for part in text.split("%(")[1:]]
    braces = [name for _, name, _, _ in string.Formatter().parse(text.replace("%", "")) if name]
    return sorted(percent + braces)
