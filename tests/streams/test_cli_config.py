"""A wrong configuration is one sentence for every command; `tocsin config check` shows it all."""

import json
import shlex
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Tocsin


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write YAML files with faults into the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    contents = {
        "bad_parties.yaml": "airlines: []\nagencies: []\nairports: []\n",
        "bad_indent.yaml": "airlines: []\nagencies: [\n",
        "no_agency.yaml": "rules: []\nanswers:\n  - {agency: uk-pui, arrivals: [GB]}\n",
        "by_name.yaml": "rules: [{say: 1Z, min_score: 0.99}]\nanswers: []\n",
        "delivery_stranger.yaml": "agencies:\n  - {agency: uk-pui}\n",
        "no_time.yaml": "agencies:\n  - {agency: uk-piu, escalation: {min_severity: top}}\n",
        "stranger.yaml": "subscriptions:\n  - {id: all, agency: uk-pui}\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        pytest.param(
            {"TOCSIN_KAFKA__BOOTSTRAPS": "x"},
            "did you mean TOCSIN_KAFKA__BOOTSTRAP?",
            id="misspelt name",
        ),
        pytest.param(
            {"TOCSIN_HTTP__PORT": "many"},
            "TOCSIN_HTTP__PORT: should be a valid integer",
            id="wrong value",
        ),
        pytest.param(
            {"TOCSIN_PARTIES_FILE": "bad_parties.yaml"},
            "bad_parties.yaml: airports: is not a field",
            id="wrong YAML key",
        ),
        pytest.param(
            {"TOCSIN_PARTIES_FILE": "bad_indent.yaml"},
            "bad_indent.yaml line 3: is not valid YAML",
            id="no YAML",
        ),
        pytest.param(
            {"TOCSIN_PARTIES_FILE": "none.yaml"},
            "none.yaml: cannot be read (No such file",
            id="missing YAML",
        ),
        pytest.param(
            {"TOCSIN_SUBSCRIPTIONS_FILE": "stranger.yaml"},
            "of the unknown agency 'uk-pui'",
            id="subscription of a stranger",
        ),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        pytest.param("config check", id="config check"),
        pytest.param("alerts tail --agency uk-piu", id="any other"),
    ],
)
def test_a_wrong_configuration_is_one_sentence_and_exit_code_2(
    tocsin: Tocsin, command: str, variables: Mapping[str, str], said: str
) -> None:
    ran = tocsin(*shlex.split(command), variables=variables)
    assert said in ran.err
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_config_check_masks_secrets_and_says_what_was_set(tocsin: Tocsin) -> None:
    secret = "correct horse battery staple " * 2
    ran = tocsin(
        "config", "check", variables={"TOCSIN_ALERT_SECRET": secret, "TOCSIN_HTTP__PORT": "9000"}
    )
    assert ran.code == 0
    assert "TOCSIN_ALERT_SECRET=********  (env)\n" in ran.out
    assert "TOCSIN_HTTP__PORT=9000  (env)\n" in ran.out
    assert "TOCSIN_HTTP__HOST=127.0.0.1  (default)\n" in ran.out
    assert "8 airlines, 8 agencies" in ran.out
    assert "horse" not in ran.out


def test_config_check_lists_the_settings_when_one_is_misspelt(tocsin: Tocsin) -> None:
    ran = tocsin("config", "check", variables={"TOCSIN_XYZ": "1"})
    assert "`tocsin config check` lists all" in ran.err
    assert "TOCSIN_KAFKA__BOOTSTRAP\n" in ran.out


def test_config_check_warns_of_a_subscription_that_waits_in_vain(
    tocsin: Tocsin, tmp_path: Path
) -> None:
    rows = tmp_path / "subscriptions.yaml"
    rows.write_text(
        "subscriptions:\n"
        "  - {id: a, agency: uk-piu, filter: {carriers: [ZZ], origin_airports: [QQQ, JFK]}}\n"
    )
    long = {"TOCSIN_RETENTION__PUSHES_DAYS": "5"}
    ran = tocsin("config", "check", variables={"TOCSIN_SUBSCRIPTIONS_FILE": str(rows), **long})
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "warning: subscription uk-piu/a: no airline of parties.yaml reports for the carrier ZZ",
        "warning: subscription uk-piu/a: QQQ is no airport that is known",
    ]


def test_config_check_warns_of_services_without_the_secret(tocsin: Tocsin) -> None:
    given = {"TOCSIN_KAFKA__BOOTSTRAP": "kafka:9092", "TOCSIN_RETENTION__PUSHES_DAYS": "5"}
    ran = tocsin("config", "check", variables=given)
    assert ran.err.startswith("warning: TOCSIN_ALERT_SECRET is not set")
    ran = tocsin("config", "check", variables={**given, "TOCSIN_ALERT_SECRET": 32 * "x"})
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        pytest.param({}, ["PUSHES_DAYS=3 is too short for a rebuild: a flight is held"], id="-72h"),
        pytest.param({"PUSHES_DAYS": "4.9"}, ["up to 120 h", "set 5 or more"], id="almost"),
        pytest.param({"PUSHES_DAYS": "5"}, [], id="long enough"),
        pytest.param({"REPORTED_AHEAD_H": "24"}, [], id="reported later"),
        pytest.param(
            {"PUSHES_DAYS": "5", "ALERTS_DAYS": "4"}, ["would be raised again as new"], id="alerts"
        ),
        pytest.param(
            {"PUSHES_DAYS": "5", "CONTRIBUTIONS_DAYS": "8"}, ["is remembered (7 days)"], id="lists"
        ),
    ],
)
def test_config_check_warns_of_what_a_rebuild_would_miss(
    tocsin: Tocsin, variables: Mapping[str, str], said: list[str]
) -> None:
    given = {f"TOCSIN_RETENTION__{name}": text for name, text in variables.items()}
    ran = tocsin("config", "check", variables=given)
    assert (ran.code, bool(ran.err)) == (0, bool(said))
    assert all(one in ran.err for one in said)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        pytest.param("no_agency.yaml", "'uk-pui' is to answer and is no agency", id="stranger"),
        pytest.param("by_name.yaml", "rules.0: 1Z needs `by`: a name alone", id="by name alone"),
        pytest.param("none.yaml", "cannot be read", id="missing"),
    ],
)
@pytest.mark.parametrize(
    "command", [("config", "check"), ("worker", "--boarding"), ("up",)], ids=" ".join
)
def test_wrong_boarding_file_is_one_sentence(
    tocsin: Tocsin, command: tuple[str, ...], file: str, said: str
) -> None:
    ran = tocsin(*command, variables={"TOCSIN_BOARDING_FILE": file})
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_agencies_that_answer_are_counted(tocsin: Tocsin) -> None:
    assert "boarding.yaml: 7 agencies answer before boarding" in tocsin("config", "check").out


@pytest.mark.parametrize(
    ("file", "said"),
    [
        pytest.param("delivery_stranger.yaml", "'uk-pui' is no agency of parties", id="stranger"),
        pytest.param("no_time.yaml", "agencies.0.escalation: says no time", id="without a time"),
        pytest.param("none.yaml", "cannot be read", id="missing"),
    ],
)
def test_wrong_delivery_file_is_one_sentence(tocsin: Tocsin, file: str, said: str) -> None:
    ran = tocsin("config", "check", variables={"TOCSIN_DELIVERY_FILE": file})
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_webhooks_that_cannot_be_called_are_warned_of(tocsin: Tocsin, tmp_path: Path) -> None:
    rows = {"desk": "https://alerts.example.org/", "inside": "https://10.0.0.7/"}
    webhooks = [{"id": name, "url": url, "secrets_file": name} for name, url in rows.items()]
    said = {"agencies": [{"agency": "uk-piu", "webhooks": webhooks}]}
    (tmp_path / "delivery.yaml").write_text(json.dumps(said))
    (tmp_path / "inside").write_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")
    ran = tocsin("config", "check", variables={"TOCSIN_DELIVERY_FILE": "delivery.yaml"})
    assert ran.code == 0
    warned = [line for line in ran.err.splitlines() if "webhook" in line]
    assert warned == [
        "warning: webhook uk-piu/desk: secrets_file cannot be read (No such file or directory)",
        (
            "warning: webhook uk-piu/inside: 10.0.0.7 is no public address and is never called; "
            "set allow_private: true if it is meant"
        ),
    ]
