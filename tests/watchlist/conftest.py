"""The fixture that writes list files and reads them."""

from pathlib import Path

import pytest

from tests.watchlist.list_files import Outcome, Reads, read
from watchlist.formats.rows import Terms


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    """Write files (name=content; the last is the one named) and read them."""

    def reads(
        files: dict[str, str | bytes], terms: Terms | None = None, *, format_name: str | None = None
    ) -> Outcome:
        path = tmp_path
        for name, content in files.items():
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, terms, format_name=format_name)

    return reads
