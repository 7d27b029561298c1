"""delivery.yaml: what it may say, and that the file that is shipped is right."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.delivery_file import DeliveryFile
from config.files import read_yaml
from config.problems import sentence
from config.settings import Settings

_ROW = {"id": "desk", "url": "https://desk.example/hook", "secrets_file": "/run/secrets/desk"}


def _of(**agency: object) -> DeliveryFile:
    return DeliveryFile.model_validate({"agencies": [{"agency": "uk-piu", **agency}]})


def test_the_file_that_is_shipped_reaches_nobody_and_its_example_is_right(tmp_path: Path) -> None:
    shipped = Settings().delivery_file
    assert read_yaml(shipped, DeliveryFile) == DeliveryFile()
    lines = shipped.read_text().splitlines()
    example = lines[lines.index("# agencies:") : lines.index("agencies: []") - 1]
    (tmp_path / "d.yaml").write_text("\n".join(line.removeprefix("# ") for line in example))
    found = read_yaml(tmp_path / "d.yaml", DeliveryFile)
    assert [row.id for _, row in found.destinations()] == ["desk", "night-desk"]
    assert found.escalations()["uk-piu"].unacknowledged_min == 15


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"url": "ftp://desk.example"}, "is no URL to call", id="no web address"),
        pytest.param({"url": "https://"}, "is no URL to call", id="no host"),
        pytest.param({"url": "https://[::1"}, "is no URL", id="broken address"),
        pytest.param({"url": "https://a:b@desk.example"}, "holds a name or a pass", id="password"),
        pytest.param({"url": "https://desk.example/#x"}, "ends in a # part", id="fragment"),
        pytest.param({"url": "http://desk.example"}, "is not encrypted", id="not encrypted"),
        pytest.param({"receives": "all"}, "should be 'alerts' or 'escalations'", id="receives"),
        pytest.param({"id": "a desk"}, "write letters, digits and -", id="id with a blank"),
        pytest.param({"secret": "whsec_x"}, "is not a field", id="unknown field"),
    ],
)
def test_a_webhook_that_cannot_be_meant_is_refused(change: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError) as problem:
        _of(webhooks=[{**_ROW, **change}])
    assert said in sentence(problem.value)


def test_ids_are_unique_and_a_test_may_go_without_encryption() -> None:
    with pytest.raises(ValidationError, match="'desk' is listed twice"):
        _of(webhooks=[_ROW, _ROW])
    with pytest.raises(ValidationError, match="'uk-piu' is listed twice"):
        DeliveryFile.model_validate({"agencies": [{"agency": "uk-piu"}, {"agency": "uk-piu"}]})
    assert _of(webhooks=[{**_ROW, "url": "http://127.0.0.1:1/", "allow_insecure": True}])


@pytest.mark.parametrize("minutes", [0, -1, 10_081, "soon"])
def test_times_of_an_escalation_are_whole_minutes_within_a_week(minutes: object) -> None:
    with pytest.raises(ValidationError):
        _of(escalation={"unacknowledged_min": minutes})
