"""Records that lie among others, each with its length."""

from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.views import number
from screening.packing import LENGTH


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
