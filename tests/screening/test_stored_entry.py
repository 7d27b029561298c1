"""What an entry says comes back out of the index; how it is compressed is part of the layout."""

from hashlib import sha256
from importlib.resources import files

from screening.space import LAYOUT
from screening.stored_entry import entry_in, json_in, stored
from tests.builders import entry
from watchlist.entry import entry_json


def test_an_entry_comes_back_as_it_was() -> None:
    one = entry(names=[{"full": "سبعاوي ابراهيم"}], instruction="Detain " * 200)
    assert entry_in(stored(entry_json(one))) == one


def test_the_same_json_is_stored_in_the_same_bytes() -> None:
    json = entry_json(entry())
    assert stored(json) == stored(json)
    assert json_in(stored(json)) == json


def test_an_entry_takes_a_third_of_its_json() -> None:
    json = entry_json(entry())
    assert 3 * len(stored(json)) < len(json)


def test_another_dictionary_is_another_layout() -> None:
    dictionary = files("screening").joinpath("data/entry.dict").read_bytes()
    assert (LAYOUT, sha256(dictionary).hexdigest()[:16]) == ("10", "042466cc4216a404")
