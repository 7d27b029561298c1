"""All that names are read and compared with; a worker has it in memory before it starts.

`python -m screening.tables` compiles what is compiled, and says so, unless that is done already.
"""

import struct
import sys

import numpy as np

from manifests.contract import Passenger
from manifests.identity import PassengerRef
from screening.asking import about, all_listed
from screening.brought_up import Left, candidates_in
from screening.compiled.compiling import is_compiled, note_compiled
from screening.compiled.marking import Pairs
from screening.held import Holding
from screening.judging import likely, marks_of
from screening.kin import may_be_one
from screening.person import Person, persons
from screening.prepared import prepare_entry
from screening.rarity import rarity
from screening.readings import load_tables
from screening.record import Recorded, record
from screening.score import compare
from screening.shelf import FIRST_SLOTS, Shelf
from screening.sketches import Words, sketches
from screening.sounds import one_syllable
from screening.tokens import token
from screening.variants import as_russian, stem, variants
from watchlist.entry import Entry

_PASSENGER = {"surname": "DOE", "given_names": "JANE", "birth_date": "1970-01-01"}
_ENTRY = {
    "schema": "entry/1", "id": "1", "owner": "nobody", "list": "none", "category": "none",
    "severity": "low", "names": [{"full": "Jayne Doe", "kind": "primary"}],
    "birth_dates": ["1971-01-01"],
}  # fmt: skip


def load() -> None:
    """Every table is in memory afterwards, and what is compiled: else the first passenger waits.

    Where the code of screening has changed it is compiled anew, which takes some minutes.
    """
    load_tables()
    rarity("ANNA")
    for spelt in (variants, stem, as_russian, one_syllable):
        spelt("ANNA")
    (who,), listed = persons([Passenger(**_PASSENGER)]), Entry.model_validate(_ENTRY)
    _compile(who, listed)
    compare(who.prepared, prepare_entry(listed))
    may_be_one(token("DOE"), token("ROE"))  # of names that are known to be one it is not asked
    note_compiled()


def _compile(who: Person, listed: Entry) -> None:
    """Take one person's way from postings to a comparison; what is kept grows on the way."""
    shelf, words = Shelf(0), Words()
    question, posting = about([who], ""), struct.pack(">IBBH", 1, 0, 0, 0)
    which, numbers = candidates_in(question.asked, question.sought.lists(([1, 1], posting)))
    shelf.begin()
    shelf.places(numbers)
    many = range(1, FIRST_SLOTS)
    one = record(listed)
    records, lengths = bytearray(one * len(many)), np.full(len(many), len(one))
    shelf.put(np.array(many, np.int64), *sketches(records, lengths, words))
    for _ in range(2):
        shelf.begin()
        shelf.places(numbers)
    pairs = Pairs(which, shelf.places(numbers), shelf.records, words.data)
    (mark,) = marks_of([who.packed], pairs, 0.0)
    list(likely([who], [Left(0, int(mark), Recorded(1, one))], 0.0, "1970-01-01"))
    all_listed([listed], [prepare_entry(listed)])
    Holding("", bytes(4)).moved({}, {PassengerRef("00" * 8): who.filed})


def main() -> None:
    """Compile, and say so where it takes time."""
    if not is_compiled():
        print("compiling what compares names (once, a few minutes)", file=sys.stderr)  # noqa: T201
    load()


if __name__ == "__main__":
    main()
