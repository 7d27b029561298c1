"""All that names are read and compared with; a worker has it in memory before it starts.

`python -m screening.tables` compiles what is compiled, and says so, unless that is done already.
"""

import sys

from manifests.contract import Passenger
from screening.compiled.compiling import is_compiled
from screening.judging import possible
from screening.prepared import prepare_entry, prepare_passenger
from screening.rarity import rarity
from screening.readings import load_tables
from screening.record import Recorded, record
from screening.score import compare
from screening.variants import variants
from watchlist.entry import Entry

_PASSENGER = {"surname": "DOE", "given_names": "JANE", "birth_date": "1970-01-01"}
_ENTRY = {
    "schema": "entry/1", "id": "1", "owner": "nobody", "list": "none", "category": "none",
    "severity": "low", "names": [{"full": "Jayne Doe", "kind": "primary"}],
    "birth_dates": ["1971-01-01"],
}  # fmt: skip


def load() -> None:
    """Every table is in memory afterwards, and what is compiled: else the first passenger waits.

    Where the code of screening has changed it is compiled anew, which takes half a minute.
    """
    load_tables()
    rarity("ANNA")
    variants("ANNA")
    who, listed = prepare_passenger(Passenger(**_PASSENGER)), Entry.model_validate(_ENTRY)
    possible(who, [Recorded(b"", record(listed))], 0.0)
    compare(who, prepare_entry(listed))


def main() -> None:
    """Compile, and say so where it takes time."""
    if not is_compiled():
        print("compiling what compares names (once, half a minute)", file=sys.stderr)  # noqa: T201
    load()


if __name__ == "__main__":
    main()
