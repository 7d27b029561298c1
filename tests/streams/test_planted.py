"""A planted value is recognised however it is written, and is told by its line alone."""

import base64
import json

import pytest

from streams.held.planted import Planted


def quarantined(value: bytes) -> bytes:
    return json.dumps({"value_base64": base64.b64encode(value).decode()}).encode()


@pytest.mark.parametrize(
    ("line", "blob"),
    [
        pytest.param("zyxophrene", b'{"surname":"ZYXOPHRENE"}', id="another case"),
        pytest.param("MÜLLER", "müller".encode(), id="another case beyond ASCII"),
        pytest.param("Müller", json.dumps("MÜLLER").encode(), id="escaped in JSON"),
        pytest.param("😀plane", json.dumps("x😀PLANE").encode(), id="escaped as a pair"),
        pytest.param('a"b\\cd', json.dumps('A"B\\CD').encode(), id="quotes in JSON"),
        pytest.param("O'BRIEN", b"NAD+FL+++O?'BRIEN:JOHN", id="released in EDIFACT"),
        pytest.param("MÜLLER", "NAD+FL+++MÜLLER".encode("latin-1"), id="EDIFACT in UNOC"),
        pytest.param("التكريتي", "التكريتي".encode("iso8859-6"), id="EDIFACT in UNOI"),
        pytest.param("التكريتي", json.dumps("سبعاوي التكريتي").encode(), id="escaped Arabic"),
        pytest.param("AL TIKRITI", b"P<IRQAL<TIKRITI<<SABAWI", id="a machine readable zone"),
        pytest.param("Straße", b"STRASSE", id="capitals that differ in length"),
        pytest.param("Mu\u0308ller", "MÜLLER".encode(), id="composed"),
        pytest.param("Müller", "Mu\u0308ller".encode(), id="decomposed"),
        pytest.param("MÜLLER", quarantined(json.dumps("Müller").encode()), id="in quarantine"),
    ],
)
def test_planted_value_is_found(line: str, blob: bytes) -> None:
    assert Planted([(7, line)]).lines_in(None, b"nothing", blob) == {7}


def test_another_value_is_not_found() -> None:
    planted = Planted([(1, "ZYXOPHRENE"), (2, "Müller")])
    others = [b"ZYXOPHREN", b"Muller", b"\\\\u004duller", quarantined(b"Meier"), b"\xff\xfe"]
    assert planted.lines_in(*others) == set()


def test_each_line_is_told_by_itself() -> None:
    planted = Planted([(1, "ZYXOPHRENE"), (4, "PQZ9081726"), (9, "VEXILLONK")])
    assert planted.lines_in(b"pqz9081726", b"x vexillonk") == {4, 9}
