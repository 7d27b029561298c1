"""Has Maven copy Apache Kafka's jars into one folder, or says why that cannot be."""

import re
import shutil
import subprocess
from fcntl import LOCK_EX, flock
from functools import cache
from hashlib import sha256
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
LIB = POM.parents[2] / ".kafka" / "lib"

_MAVEN_S = 600


class UnavailableError(Exception):
    """Apache Kafka cannot be had here; the message is one sentence."""


@cache
def why_unavailable(lib: Path = LIB) -> str | None:
    """Return why Apache Kafka cannot run here, None once its jars are in *lib*."""
    try:
        fetch(lib)
    except UnavailableError as problem:
        return str(problem)
    return None


def fetch(lib: Path = LIB) -> None:
    """Put the jars of pom.xml into *lib*, unless they are there; raises UnavailableError."""
    _check_java()
    wanted = sha256(POM.read_bytes()).hexdigest()
    lib.parent.mkdir(parents=True, exist_ok=True)
    with lib.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)  # two processes of one test run ask at the same moment
        done = lib / "pom.sha256"
        if done.exists() and done.read_text() == wanted:
            return
        shutil.rmtree(lib, ignore_errors=True)
        _copy_jars(lib)
        done.write_text(wanted)


def _check_java() -> None:
    java = shutil.which("java")
    if java is None:
        raise UnavailableError("Apache Kafka needs Java 17 or later, and there is no `java` here")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603  # found on PATH, no input
    version = java_version(told)
    if version < 17:
        raise UnavailableError(f"Apache Kafka needs Java 17 or later, and `java` here is {version}")


def java_version(told: str) -> int:
    """Return the major version out of `java -version`; 0 when it says none."""
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found[1]) if found else 0


def _copy_jars(lib: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise UnavailableError("Apache Kafka's jars come through Maven, and there is no `mvn` here")
    command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={lib}"]
    try:
        done = subprocess.run(  # noqa: S603  # found on PATH, our own pom
            [*command, *options], capture_output=True, text=True, check=False, timeout=_MAVEN_S
        )
    except subprocess.TimeoutExpired as problem:
        raise UnavailableError(f"Maven took longer than {_MAVEN_S} s for Kafka's jars") from problem
    if done.returncode != 0:
        raise UnavailableError(missing_artifact(done.stdout + done.stderr))


def missing_artifact(told: str) -> str:
    """Return a sentence naming the artefact that Maven could not get."""
    found = re.search(r"artifact ([\w.-]+(?::[\w.-]+)+)", told)
    if found is None:
        return (
            "Maven could not copy Apache Kafka's jars; run it with deploy/kafka/pom.xml to see why"
        )
    return f"Maven cannot get {found[1]}, which Apache Kafka needs"
