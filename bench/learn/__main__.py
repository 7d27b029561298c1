"""`python -m bench.learn`: write screening/data/name_shares.bin anew from its sources."""

from pathlib import Path

from bench.learn.shares import table
from bench.learn.sources import regions

data = table(regions())
Path("screening/data/name_shares.bin").write_bytes(data)
print(f"name_shares.bin: {len(data):,} bytes")  # noqa: T201  # this is the output
