"""CSV records and the lines they begin on."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from watchlist.formats.csv_lines import CsvRecord, csv_records
from watchlist.formats.rows import BadRow, Tally

# Fields come back without white space around them; a field of other line ends is no matter here.
fields = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8
).map(str.strip)
tables = st.lists(st.tuples(st.sampled_from("abc"), fields, fields), min_size=1, max_size=8)


def read(content: bytes) -> tuple[list[CsvRecord | BadRow], int]:
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(content)
        return list(csv_records(path, tally, widths=None)), tally.bytes_read


@given(tables)
def test_what_a_csv_writer_writes_is_read_back(table: list[tuple[str, str, str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    content = text.getvalue().encode()
    records, bytes_read = read(content)
    assert [one.fields for one in records if isinstance(one, CsvRecord)] == table
    assert bytes_read == len(content)


@given(st.binary(max_size=200))
def test_any_bytes_end_and_are_all_read(content: bytes) -> None:
    _, bytes_read = read(content)
    assert bytes_read == len(content)


def test_lines_are_those_of_the_file() -> None:
    records, _ = read(b'a,b\n\n"x\ny",2\nz,"3\nq,4\n')
    lines = [one.line if isinstance(one, CsvRecord) else one.where for one in records]
    assert lines == [1, 3, "line 5", 6]
