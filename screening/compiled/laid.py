"""Records that lie among others, each with its length."""

from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.views import number
from screening.packing import LENGTH

_LINE = 64  # bytes that memory sends; most sketches lie in two


@compiled
def lengths_of(records: bytearray, places: Whole, lengths: Whole) -> int:
    """Put the length of each record at *places* into *lengths*; return what all come to."""
    together = 0
    for nth in range(len(places)):
        lengths[nth] = number(records, places[nth] + LENGTH, 4)
        together += lengths[nth]
    return together


@compiled
def copy_all(records: bytearray, places: Whole, lengths: Whole, into: Marks) -> None:
    """Copy the records at *places*, of these *lengths*, one behind the other."""
    end = 0
    for nth in range(len(places)):
        for i in range(lengths[nth]):
            into[end + i] = records[places[nth] + i]
        end += lengths[nth]


@compiled
def bring_near(records: bytearray, places: Whole) -> int:
    """Touch the records at *places*, so that memory sends for many of them at a time.

    Who reads them one by one waits for each. What is returned means nothing; but were nothing
    returned, nothing would be touched.
    """
    found, last = 0, len(records) - 1
    for nth in range(len(places)):
        found += records[places[nth]] + records[min(last, places[nth] + _LINE)]
    return found
