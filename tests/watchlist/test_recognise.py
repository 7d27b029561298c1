"""Which format a file is in, and what is refused before a row is read."""

from pathlib import Path

import pytest

from watchlist.formats.reading import read_list
from watchlist.formats.recognise import recognise
from watchlist.formats.rows import ListError, Tally, Terms

ENTRY = '{"schema": "entry/1", "id": "1", "list": "ftf"}'


@pytest.mark.parametrize(
    ("content", "format_name", "list_name"),
    [
        pytest.param(ENTRY, "entry", "ftf", id="entry lines name their list"),
        pytest.param("{oops\n" + ENTRY, "entry", "ftf", id="after a broken line"),
        pytest.param('{"schema": "Person", "properties": {}}', "ftm", "ftm", id="ftm"),
        pytest.param("<CONSOLIDATED_LIST/>", "un-xml", "un_sc", id="un"),
        pytest.param("<!-- <x> -->\n<a:sdnList />", "ofac-xml", "ofac_sdn", id="prefixed root"),
        pytest.param("id,names,list\n1,A,x\n", "csv", "x", id="csv names its list"),
        pytest.param("id,names\n1,A\n", "csv", "default", id="csv that does not"),
        pytest.param("ID,Names,List\n1,A,x\n", "csv", "x", id="csv with a header in capitals"),
        pytest.param("id,names,list\n\n1,A,\n2,B,x\n", "csv", "default", id="the first row counts"),
        pytest.param(
            '{"schema": "entry/1", "id": "0"}\n' + ENTRY, "entry", "default", id="of lines too"
        ),
        pytest.param("\ufeffid,names\n", "csv", "default", id="byte order mark"),
    ],
)
def test_the_content_says_the_format(
    tmp_path: Path, content: str, format_name: str, list_name: str
) -> None:
    path = tmp_path / "any.name"
    path.write_text(content, encoding="utf-8")
    found = recognise(path)
    assert (found.format_name, found.list_name) == (format_name, list_name)
    assert found.size == path.stat().st_size


@pytest.mark.parametrize(
    ("content", "format_name", "said"),
    [
        pytest.param("", None, "is empty", id="empty"),
        pytest.param("[{}]", None, "one JSON object on each line", id="JSON array"),
        pytest.param('{\n "datasets": []\n}', None, "none of the formats", id="other JSON"),
        pytest.param("<html><body/></html>", None, "root 'html'", id="other XML"),
        pytest.param("PK\x03\x04", None, "none of the formats", id="an archive"),
        pytest.param(ENTRY, "csv", "looks like entry, not csv", id="another than named"),
        pytest.param(ENTRY, "ofac_csv", "did you mean 'ofac-csv'", id="misspelt format"),
        pytest.param(ENTRY, "zzz", "the formats are entry", id="no such format"),
        pytest.param("1,2", "ofac-csv", "keep the publisher's names", id="a trio by no name"),
    ],
)
def test_what_is_no_list_is_refused_with_one_sentence(
    tmp_path: Path, content: str, format_name: str | None, said: str
) -> None:
    path = tmp_path / "list"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ListError, match=said) as refused:
        recognise(path, format_name)
    assert "\n" not in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="there is no such file"):
        recognise(tmp_path / "absent")
    with pytest.raises(ListError, match="cannot be read"):
        recognise(tmp_path)


def test_a_foreign_list_without_an_owner_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "un.xml"
    path.write_text("<CONSOLIDATED_LIST/>", encoding="utf-8")
    with pytest.raises(ListError, match="does not say whose it is"):
        list(read_list(recognise(path), Terms(owner=None), tally=Tally()))
