"""An entry as it lies in the index: its JSON, compressed by what entries have in common. Pure.

`data/entry.dict` says that; `python -m bench.learn.entry_dictionary` writes it anew. Then LAYOUT of
`space.py` has to be raised: what was compressed by another cannot be read.
"""

from importlib.resources import files
from threading import local

import zstandard

from watchlist.entry import Entry, parse_entry

LEVEL = 3
_DICTIONARY = zstandard.ZstdCompressionDict(
    files("screening").joinpath("data/entry.dict").read_bytes()
)
# Who reads an index has what wrote it: so no frame names format or dictionary.
_FORMAT = zstandard.FORMAT_ZSTD1_MAGICLESS
_PARAMETERS = zstandard.ZstdCompressionParameters.from_level(
    LEVEL, format=_FORMAT, write_content_size=True, write_dict_id=False
)


class _Ready(local):
    """Of each thread its own: making one takes longer than what it does."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(
            dict_data=_DICTIONARY, compression_params=_PARAMETERS
        )
        self.decompressor = zstandard.ZstdDecompressor(dict_data=_DICTIONARY, format=_FORMAT)


_READY = _Ready()


def stored(json: bytes) -> bytes:
    """Return an entry, by its JSON, as it is stored; the same for the same JSON."""
    return _READY.compressor.compress(json)


def json_in(stored: bytes) -> bytes:
    """Return the JSON of an entry that is stored."""
    return _READY.decompressor.decompress(stored)


def entry_in(stored: bytes) -> Entry:
    """Return an entry that is stored."""
    return parse_entry(json_in(stored))
