"""docker-compose.yml, Dockerfile and .env.example hold together, as far as no engine is needed."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.settings import load

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("topics", "worker", "boarding", "delivery", "serve")
ONE_SHOT = {"topics"}
ENV_EXAMPLE = (ROOT / "deploy" / "compose" / ".env.example").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
DUMMY = "d" * 40
# Where the documentation has people put passwords and keys.
SECRETS = (".env", "settings.env", "config/uk-desk.secret", "deploy/compose/secrets/uk-desk")


def filled_in(value: str) -> str:
    """Return *value* as Compose would, with a dummy for each variable that has no default."""
    return re.sub(r"\$\{\w+(?::-([^}]*)|:\?[^}]*)?\}", lambda found: found[1] or DUMMY, value)


def environment(service: str) -> dict[str, str]:
    return {name: filled_in(value) for name, value in SERVICES[service]["environment"].items()}


@pytest.mark.parametrize("service", OURS)
def test_every_setting_is_one_of_ours(service: str) -> None:
    settings = load(environment(service))
    assert settings.kafka.security == "SASL_PLAINTEXT"
    assert settings.secret() == DUMMY.encode()


def test_all_of_ours_share_their_settings_but_for_the_user_who_creates_topics() -> None:
    worker, serve, topics = map(environment, ("worker", "serve", "topics"))
    differing = {name for name in worker if topics[name] != worker[name]}
    of_the_proxy = {"FORWARDED_ALLOW_IPS": "127.0.0.1"}
    assert worker == environment("boarding") == environment("delivery")
    assert serve == {**worker, **of_the_proxy}
    assert topics.keys() == worker.keys()
    assert "TOCSIN_KAFKA__USERNAME" in differing
    assert differing <= {"TOCSIN_KAFKA__USERNAME", "TOCSIN_KAFKA__PASSWORD"}


@pytest.mark.parametrize("service", OURS)
def test_more_settings_are_a_file_that_need_not_be_there(service: str) -> None:
    assert SERVICES[service]["env_file"] == [{"path": "settings.env", "required": False}]


def test_http_side_may_finish_what_it_was_asked() -> None:
    http = load(environment("serve")).http
    assert int(SERVICES["serve"]["stop_grace_period"].removesuffix("s")) > http.wait_max_s


def test_image_is_not_judged_by_a_port_that_only_one_of_its_commands_opens() -> None:
    assert "HEALTHCHECK" not in DOCKERFILE


@pytest.mark.parametrize("service", SERVICES)
def test_images_are_pinned_to_a_release(service: str) -> None:
    assert re.search(r":\d+\.\d+\.\d+(-\w+)?$", SERVICES[service]["image"])


def test_the_base_image_is_pinned_to_a_release() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, flags=re.MULTILINE)
    assert set(bases) == {"python:3.12.13-slim-bookworm"}


def test_the_kafka_of_the_image_is_the_kafka_of_the_tests() -> None:
    version = SERVICES["kafka"]["image"].rsplit(":", 1)[1]
    pom = (ROOT / "deploy" / "kafka" / "pom.xml").read_text()
    assert f"<version>{version}</version>" in pom


def test_the_image_has_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert SERVICES["worker"]["image"] == f"tocsin:{project['version']}"


@pytest.mark.parametrize("service", ["kafka", "redis", "serve"])
def test_a_service_that_answers_has_a_health_check(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["test"]


@pytest.mark.parametrize("service", SERVICES)
def test_what_ends_is_started_again_unless_it_is_done(service: str) -> None:
    expected = "no" if service in ONE_SHOT else "unless-stopped"
    assert SERVICES[service]["restart"] == expected


@pytest.mark.parametrize("service", ["worker", "boarding", "delivery", "serve"])
def test_ours_wait_for_what_they_need(service: str) -> None:
    conditions = {name: one["condition"] for name, one in SERVICES[service]["depends_on"].items()}
    assert conditions == {
        "kafka": "service_healthy",
        "redis": "service_healthy",
        "topics": "service_completed_successfully",
    }


def test_no_password_has_a_default_and_the_example_lists_every_variable() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    used = set(re.findall(r"\$\{(\w+)", text))
    with_default = set(re.findall(r"\$\{(\w+):-", text))
    listed = dict(re.findall(r"^#? ?([A-Z_]+)=(.*)$", ENV_EXAMPLE, flags=re.MULTILINE))
    assert used == listed.keys()
    assert with_default == {"KAFKA_EXTERNAL", "FORWARDED_ALLOW_IPS"}
    assert all(not value for name, value in listed.items() if name not in with_default)
    assert used - with_default == set(re.findall(r"\$\{(\w+):\?", text))


def test_redis_keeps_its_data_and_evicts_nothing() -> None:
    command = " ".join(SERVICES["redis"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command
    assert SERVICES["redis"]["volumes"] == ["redis-data:/data"]


def test_ports_are_open_to_this_machine_alone() -> None:
    ports = [port for one in SERVICES.values() for port in one.get("ports", [])]
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_runs_as_a_user_and_holds_every_package_but_no_secret() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert re.search(r"^USER \d+$", DOCKERFILE, flags=re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE
    assert "*" in ignored
    assert {f"!{package}" for package in packages} <= set(ignored)
    assert "!.env" not in ignored


@pytest.mark.parametrize("file", [*SECRETS, "config/uk-desk", "config/parties.yaml.bak"])
def test_no_secret_gets_into_the_image(file: str) -> None:
    assert not in_image(file)


@pytest.mark.parametrize(
    "file", ["config/settings.py", "config/parties.yaml", "streams/cli.py", "screening/data/any"]
)
def test_the_image_has_the_code_and_its_data(file: str) -> None:
    assert in_image(file)


@pytest.mark.parametrize("file", SECRETS)
def test_git_keeps_no_secret(file: str, tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    for ignoring in (".gitignore", "deploy/compose/secrets/.gitignore"):
        (tmp_path / ignoring).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / ignoring, tmp_path / ignoring)
    subprocess.run([git, "init", "-q"], cwd=tmp_path, check=True)
    asked = [git, "check-ignore", "--quiet", file]
    assert subprocess.run(asked, cwd=tmp_path, check=False).returncode == 0


def test_secrets_of_webhooks_are_where_the_lane_that_calls_them_reads_them() -> None:
    mounted = "./deploy/compose/secrets:/run/secrets:ro"
    assert {name for name in OURS if mounted in SERVICES[name]["volumes"]} == {"delivery"}
    assert (ROOT / "deploy" / "compose" / "secrets").is_dir()
    for name in OURS:
        assert set(SERVICES["worker"]["volumes"]) <= set(SERVICES[name]["volumes"])


def in_image(file: str) -> bool:
    """Say whether `.dockerignore` lets *file* in: the last line for it or its folder counts."""
    within = True
    parts = file.split("/")
    paths = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        pattern = re.escape(line.removeprefix("!")).replace(r"\*\*/", "(.*/)?")
        pattern = pattern.replace(r"\*", "[^/]*")
        if any(re.fullmatch(pattern, path) for path in paths):
            within = line.startswith("!")
    return within


def test_docker_itself_accepts_the_file(tmp_path: Path) -> None:
    docker = shutil.which("docker")
    if docker is None:
        pytest.skip("docker is not installed")
    if subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker has no compose plugin here")
    filled = tmp_path / "env"
    filled.write_text(re.sub(r"=$", f"={DUMMY}", ENV_EXAMPLE, flags=re.MULTILINE))
    command = [docker, "compose", "--env-file", str(filled), "config", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
