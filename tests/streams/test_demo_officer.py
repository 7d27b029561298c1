"""The demo's officer: a key of their own beside all that parties.yaml holds."""

import stat
from pathlib import Path

from access.keys import caller_with, operator_with
from access.parties import parties_of
from config.files import PartiesFile, read_yaml
from config.settings import Settings
from streams.demo.officer import demo_officer


def test_key_is_in_force_in_a_copy_and_nothing_else_is_changed(tmp_path: Path) -> None:
    given = Settings().parties_file
    before = given.read_bytes()
    one = demo_officer(given, tmp_path)
    assert given.read_bytes() == before
    parties = parties_of(read_yaml(one.parties_file, PartiesFile))
    caller = caller_with(one.key, parties.agencies.values())
    assert caller is not None
    assert (caller.agency, caller.role) == (one.agency, "admin")
    own = parties_of(read_yaml(given, PartiesFile))
    assert parties.airlines == own.airlines
    assert parties.agencies.keys() == own.agencies.keys()
    desk = operator_with(one.operators_key, parties.operators.values())
    assert desk is not None
    assert desk.party not in own.operators
    assert caller_with(one.operators_key, parties.agencies.values()) is None
    for key in (one.key, one.operators_key):
        assert key not in one.parties_file.read_text()
    assert stat.S_ISREG(one.parties_file.stat().st_mode)
    assert demo_officer(given, tmp_path).key != one.key
