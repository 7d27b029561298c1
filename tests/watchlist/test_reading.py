"""Whatever happens to a file, reading it ends in rows, bad rows or one ListError."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.watchlist.list_files import read
from watchlist.entry import entry_json, parse_entry
from watchlist.formats.rows import ListError

NULLS = "," + ",".join(["-0- "] * 7)
WHOLE = {
    "e.jsonl": '{"schema": "entry/1", "id": "1", "owner": "me", "category": "x",'
    ' "names": [{"full": "Jane Roe"}], "birth_dates": ["1951"], "nationalities": ["IRQ"]}\n' * 2,
    "f.json": '{"id": "Q1", "schema": "Person", "properties": {"name": ["Jane Roe"],'
    ' "birthDate": ["1951-02"], "nationality": ["iq"], "idNumber": ["1"]}}\n' * 2,
    "sdn.csv": f'1,"ROE, Jane",individual,"SDGT"{NULLS},"DOB 1 Jan 1951; Passport X1 (Iraq)."\n'
    * 2,
    "u.xml": "<CONSOLIDATED_LIST><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>J</FIRST_NAME>"
    "<INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1951</FROM_YEAR><TO_YEAR>1953</TO_YEAR>"
    "</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL></CONSOLIDATED_LIST>",
    "o.xml": "<sdnList><sdnEntry><uid>1</uid><lastName>R</lastName><sdnType>Individual</sdnType>"
    "<idList><id><idType>Passport</idType><idNumber>X1</idNumber></id></idList></sdnEntry></sdnList>",
    "h.csv": 'id,category,names,birth_dates,documents\n1,x,"Jane; J",1951,P:X1:IRQ\n' * 2,
}


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_damage_never_ends_in_another_error(name: str, data: st.DataObject) -> None:
    content = WHOLE[name].encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 20)))
    damage = data.draw(
        st.binary(max_size=6) | st.sampled_from([b'"', b"{}", b"[1]", b"null", b","])
    )
    with tempfile.TemporaryDirectory() as folder:
        for companion in ("alt.csv", "add.csv"):
            (Path(folder) / companion).touch()
        path = Path(folder) / name
        path.write_bytes(content[:start] + damage + content[end:])
        try:
            got = read(path)
        except ListError:
            return
    for entry in got.entries:
        assert parse_entry(entry_json(entry)) == entry
    assert all("\n" not in str(row) for row in got.bad)
