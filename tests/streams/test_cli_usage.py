"""What a person did wrong is told in one sentence, with exit code 2; what is away, with 1."""

import re
import shlex
from pathlib import Path

import pytest

from tests.builders import entry, manifest, manifest_json
from tests.conftest import Tocsin
from watchlist.entry import entry_json

NOWHERE = "127.0.0.1:1"
AWAY = {
    "TOCSIN_KAFKA__BOOTSTRAP": NOWHERE,
    "TOCSIN_KAFKA__REQUEST_TIMEOUT_S": "1",
    "TOCSIN_KAFKA__SESSION_TIMEOUT_S": "0.8",
    "TOCSIN_REDIS__URL": f"redis://{NOWHERE}/0",
    "TOCSIN_ALERT_SECRET": "a secret of the tests, long enough",
}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write files of every kind into the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    contents = {
        "list.jsonl": entry_json(entry()),
        "empty": b"",
        "notes.txt": b"nothing but words\n",
        "ua.json": manifest_json(manifest()),
        "array.json": b"[" + manifest_json(manifest()) + b"]",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("chek", "No such command 'chek'", id="unknown subcommand"),
        pytest.param("check --nam X", "No such option: --nam", id="misspelt flag"),
        pytest.param("up --stay", "--stay goes with --demo", id="staying after nothing"),
        pytest.param(
            "up --demo --stay --json", "--stay goes on after it", id="going on after the last line"
        ),
        pytest.param(
            "patterns --agency interpol --since 30000d",
            "nothing departs before 1970",
            id="long ago",
        ),
        pytest.param(
            "patterns --agency interpol --since 9999-12-30T00:00:00Z",
            "nothing departs before 1970",
            id="far ahead",
        ),
        pytest.param("check", "give --name, --document or both", id="nobody asked about"),
        pytest.param("check --name X --born 27.2.1947", "--born: write a date as", id="birth date"),
        pytest.param(
            "check --name X --nationality ZZ", "--nationality: is no country code", id="nationality"
        ),
        pytest.param(
            "check --name X --agency interpoll", "did you mean 'interpol'?", id="unknown asker"
        ),
        pytest.param(
            "watchlist import none.xml --owner interpol",
            "none.xml: there is no such file",
            id="missing list",
        ),
        pytest.param(
            "watchlist import list.jsonl --owner interpoll",
            "'interpoll' is no agency in parties.yaml; did you mean 'interpol'?",
            id="unknown owner",
        ),
        pytest.param(
            "watchlist import list.jsonl --owner interpol --share all",
            "'all' is no agency",
            id="unknown agency to share with",
        ),
        pytest.param(
            "watchlist import list.jsonl --owner interpol --list 'My List'",
            "write small letters",
            id="list name",
        ),
        pytest.param(
            "watchlist import list.jsonl --owner interpol --format csv",
            "looks like entry, not csv",
            id="other format named",
        ),
        pytest.param(
            "watchlist import notes.txt --owner interpol", "is in none of the formats", id="no list"
        ),
        pytest.param("watchlist import list.jsonl", "Missing option '--owner'", id="no owner"),
        pytest.param(
            "manifest push none.json --airline UA",
            "none.json: there is no such file",
            id="missing manifest",
        ),
        pytest.param("manifest push . --airline UA", ".: cannot be read", id="a folder"),
        pytest.param(
            "manifest push ua.json --airline ua", "did you mean 'UA'?", id="unknown airline"
        ),
        pytest.param(
            "manifest push array.json --airline UA", "write one manifest on each line", id="array"
        ),
        pytest.param("manifest push empty --airline UA", "empty: is empty", id="empty file"),
        pytest.param("alerts tail --agency uk", "'uk' is no agency", id="unknown agency"),
        pytest.param("alerts show xyz", "is no alert id", id="no alert"),
        pytest.param("alerts show abc1234", "of which the first 8 will do", id="too few digits"),
        pytest.param(
            "alerts show abc12345 --agency uk", "'uk' is no agency", id="shown to no agency"
        ),
        pytest.param(
            "alerts caused-by alerts.uk-piu/0/1",
            "nothing on alerts.uk-piu leads to alerts",
            id="no source of alerts",
        ),
        pytest.param("alerts caused-by M-1 --airline ua", "mean 'UA'?", id="no airline's message"),
        pytest.param(
            "alerts replay --agency uk-piuu", "did you mean 'uk-piu'?", id="nobody to replay to"
        ),
        pytest.param(
            "alerts replay --agency uk-piu --since 2026-11-24T08:00",
            "write a time with its offset",
            id="time without offset",
        ),
        pytest.param(
            "alerts replay --agency uk-piu --since 1h --until 2h", "not after --since", id="no time"
        ),
        pytest.param("alerts replay --agency uk-piu --alert xyz", "no alert id", id="no alert id"),
        pytest.param(
            "screen --watchlist none --manifests ua.json",
            "none: there is no such file",
            id="no list to screen against",
        ),
        pytest.param(
            "screen --watchlist list.jsonl --manifests none",
            "none: there is no such file",
            id="no manifests to screen",
        ),
        pytest.param("quarantine replay --offset 3", "give --topic too", id="offset of no topic"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(tocsin: Tocsin, command: str, said: str) -> None:
    ran = tocsin(*shlex.split(command), variables=AWAY)
    assert said in ran.err
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("command", "who"),
    [
        pytest.param("watchlist import list.jsonl --owner interpol", "Kafka", id="import"),
        pytest.param("manifest push ua.json --airline UA", "Kafka", id="push"),
        pytest.param("alerts tail --agency uk-piu", "Kafka", id="tail"),
        pytest.param("alerts show abc12345", "Redis", id="show"),
        pytest.param("alerts caused-by manifests.UA/0/1", "Kafka", id="caused-by"),
        pytest.param("alerts caused-by M-1", "Kafka", id="caused-by a message"),
        pytest.param("alerts replay --agency uk-piu", "Kafka", id="replay"),
        pytest.param("alerts replay --agency uk-piu --dry-run", "Kafka", id="replay, dry"),
        pytest.param("quarantine list", "Kafka", id="quarantine list"),
        pytest.param("quarantine replay", "Kafka", id="quarantine replay"),
        pytest.param("topics apply", "Kafka", id="topics apply"),
        pytest.param("check --name X", "Redis", id="check"),
    ],
)
def test_a_service_that_is_away_is_one_sentence_and_exit_code_1(
    tocsin: Tocsin, command: str, who: str
) -> None:
    ran = tocsin(*shlex.split(command), variables=AWAY)
    assert re.match(f"tocsin: (no )?{who} .*answer", ran.err)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    ("command", "name"),
    [
        pytest.param("alerts tail --agency uk-piu", "TOCSIN_KAFKA__BOOTSTRAP", id="Kafka"),
        pytest.param("check --name X", "TOCSIN_REDIS__URL", id="Redis"),
    ],
)
def test_a_service_that_is_not_configured_is_named_by_its_variable(
    tocsin: Tocsin, command: str, name: str
) -> None:
    ran = tocsin(*shlex.split(command))
    assert (ran.code, ran.err.startswith(f"tocsin: set {name}")) == (2, True)


def test_the_command_alone_says_what_it_can_do(tocsin: Tocsin) -> None:
    ran = tocsin()
    assert (ran.code, ran.err.startswith("Usage: tocsin")) == (2, True)


@pytest.mark.parametrize(
    "command",
    [
        "watchlist import",
        "manifest push",
        "alerts tail",
        "alerts show",
        "alerts caused-by",
        "alerts replay",
        "check",
        "screen",
        "deliveries list",
        "deliveries dead",
        "deliveries redeliver",
        "quarantine list",
        "quarantine replay",
        "config check",
        "up",
    ],
)
def test_help_gives_an_example_on_a_line_of_its_own(tocsin: Tocsin, command: str) -> None:
    ran = tocsin(*command.split(), "--help")
    assert re.search(rf"^  +.*tocsin {command}", ran.out, re.MULTILINE)
    assert ran.code == 0
