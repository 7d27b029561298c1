"""The operator's subscriptions are read where their file has changed, and not for each request."""

import time
from pathlib import Path

from config.settings import Settings
from streams.agencies.counter import _rows

ONE = "subscriptions: [{id: all, agency: uk-piu}]"


def test_file_is_read_again_only_where_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "subscriptions.yaml"
    many = "".join(f"\n  - {{id: s{one}, agency: uk-piu}}" for one in range(500))
    path.write_text(f"subscriptions:{many}\n")
    rows = _rows(Settings.model_construct(subscriptions_file=path))
    assert len(list(rows())) == 500
    began = time.monotonic()
    for _ in range(200):
        assert len(list(rows())) == 500
    assert time.monotonic() - began < 1  # read each time that takes a minute
    path.write_text(ONE)
    assert [one.id for one in rows()] == ["all"]
    path.write_text("nonsense: [")
    assert [one.id for one in rows()] == ["all"]
    path.unlink()
    assert [one.id for one in rows()] == ["all"]
    path.write_text(f"{ONE[:-1]}, {{id: more, agency: uk-piu}}]")
    assert [one.id for one in rows()] == ["all", "more"]
