"""Everything as `tocsin up` runs it, with a long list and an airline that has a key."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import yaml

from access.keys import KEY_BYTES, key_hash, new_key
from access.parties import parties_of
from bench.retrieval.people import entries
from config.files import PartiesFile, read_yaml
from config.settings import Settings, load
from streams.installation import Installation

OWNER = "uk-piu"
READY_S = 120
_KEY = new_key(b"b" * KEY_BYTES)  # of services that are gone with the run
# More than the bench asks: what is measured is the answer, not the bucket.
_SETTINGS = {"TOCSIN_HTTP__REQUESTS_PER_S": "1000", "TOCSIN_HTTP__BURST": "10000"}


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is, and UA's key."""

    settings: Settings
    address: str
    key: str


@contextmanager
def running(count: int) -> Iterator[Site]:
    """Yield the installation once it is ready and has *count* entries."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        os.environ |= {**_SETTINGS, "TOCSIN_PARTIES_FILE": str(_parties(Path(folder)))}
        settings = load()
        parties = parties_of(read_yaml(settings.parties_file, PartiesFile))
        try:
            with Installation(settings, parties, workers=1) as found:
                _ready(found.address)
                _import(count, Path(folder), {**os.environ, **found.environ})
                yield Site(found.settings, found.address, _KEY)
        finally:
            os.environ.clear()
            os.environ |= before


def _parties(folder: Path) -> Path:
    """Return the parties of this checkout, UA with a key."""
    known = yaml.safe_load(load().parties_file.read_text(encoding="utf-8"))
    for airline in known["airlines"]:
        if airline["id"] == "UA":
            airline["keys"] = [key_hash(_KEY)]
    path = folder / "parties.yaml"
    path.write_text(yaml.safe_dump(known), encoding="utf-8")
    return path


def _ready(address: str) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        try:
            said = httpx.get(f"{address}/readyz", timeout=5).json()
        except httpx.TransportError:
            said = {}
        if said.get("ready") and said.get("answering"):
            return
        time.sleep(0.2)
    raise RuntimeError("the installation does not get ready")


def _import(count: int, folder: Path, environ: dict[str, str]) -> None:
    file = folder / "list.jsonl"
    rows = ({**one, "owner": OWNER} for one in entries(count))
    file.write_text("".join(f"{json.dumps(one)}\n" for one in rows), encoding="utf-8")
    command = ("watchlist", "import", str(file), "--owner", OWNER)
    subprocess.run(  # noqa: S603  # our own command, no shell
        (sys.executable, "-m", "streams", *command), env=environ, check=True, stdout=sys.stderr
    )
