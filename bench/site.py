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
from streams.installation import Installation, Processes
from streams.redis_clients import redis_client

OWNER = "uk-piu"
READY_S = 120
# Keys of services that are gone with the run: of the airline UA, of an officer of OWNER.
_KEY, OFFICER_KEY = new_key(b"b" * KEY_BYTES), new_key(b"o" * KEY_BYTES)
# More than the bench asks: what is measured is the answer, not the bucket.
GENEROUS = {"TOCSIN_HTTP__REQUESTS_PER_S": "1000", "TOCSIN_HTTP__BURST": "10000"}


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is, and UA's key."""

    settings: Settings
    address: str
    key: str

    def redis_bytes(self) -> int:
        """Return how many bytes Redis has in use."""
        with redis_client(self.settings.redis) as redis:
            return int(redis.info("memory")["used_memory"])


@contextmanager
def running(count: int, workers: int = 1) -> Iterator[Site]:
    """Yield the installation once it is ready and has *count* entries."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        os.environ |= {**GENEROUS, "TOCSIN_PARTIES_FILE": str(parties_with_keys(Path(folder)))}
        settings = load()
        parties = parties_of(read_yaml(settings.parties_file, PartiesFile))
        try:
            with Installation(settings, parties, Processes(workers)) as found:
                ready(found.address)
                os.environ |= found.environ
                if count:
                    import_list(written(count, Path(folder)))
                yield Site(found.settings, found.address, _KEY)
        finally:
            os.environ.clear()
            os.environ |= before


def parties_with_keys(folder: Path) -> Path:
    """Return the parties of this checkout; UA has a key, and so has an officer of OWNER."""
    known = yaml.safe_load(load().parties_file.read_text(encoding="utf-8"))
    for airline in known["airlines"]:
        if airline["id"] == "UA":
            airline["keys"] = [key_hash(_KEY)]
    for agency in known["agencies"]:
        if agency["id"] == OWNER:
            agency["keys"] = [{"hash": key_hash(OFFICER_KEY), "role": "officer"}]
    path = folder / "parties.yaml"
    path.write_text(yaml.safe_dump(known), encoding="utf-8")
    return path


def ready(address: str) -> None:
    """Return once workers and the HTTP side are at work."""
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


def written(count: int, folder: Path) -> Path:
    """Return a file of *count* entries of OWNER, as entry JSON."""
    file = folder / "list.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(f"{json.dumps({**one, 'owner': OWNER})}\n" for one in entries(count))
    return file


def import_list(file: Path) -> None:
    """Import *file* by the command into what runs; returns when the command does."""
    command = ("watchlist", "import", str(file), "--owner", OWNER)
    subprocess.run(  # noqa: S603  # our own command, no shell
        (sys.executable, "-m", "streams", *command), check=True, stdout=sys.stderr
    )
