"""`tocsin keys new` tells a key once, and its hash is what parties.yaml takes."""

from access.keys import key_hash
from tests.conftest import Tocsin


def test_key_and_hash_belong_together_and_no_two_are_alike(tocsin: Tocsin) -> None:
    first, second = (tocsin("keys", "new", "--airline", "UA") for _ in range(2))
    assert first.code == 0
    said = dict(line.split(": ", 1) for line in first.out.splitlines())
    assert said["hash"].strip() == key_hash(said["key"].strip())
    assert first.out != second.out
    assert said["key"].strip() not in first.err


def test_unknown_airline_is_a_sentence(tocsin: Tocsin) -> None:
    ran = tocsin("keys", "new", "--airline", "ua")
    assert (ran.code, "did you mean 'UA'?" in ran.err) == (2, True)
