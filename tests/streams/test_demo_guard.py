"""The demo's inventions do not get among what is real, unless somebody asks for it."""

import os
import shutil
import subprocess
from pathlib import Path

from kafka import KafkaProducer

from screening.space import EPOCH
from streams.clients import producer_options
from streams.demo.guard import used_already
from streams.redis_clients import redis_client
from streams.topics import MANIFESTS
from tests.conftest import Tocsin
from tests.running import ROOT, site


def test_demo_is_refused_where_services_are_in_use(tocsin: Tocsin) -> None:
    with site() as found:
        assert used_already(found.settings) is None

        with redis_client(found.settings.redis) as redis:
            redis.set(EPOCH, "1")
        refused = tocsin("up", "--demo", variables=found.variables)
        assert (refused.code, refused.out) == (2, "")
        assert "the service of TOCSIN_REDIS__URL is in use" in refused.err
        assert "--on-my-services" in refused.err

        producer = KafkaProducer(**producer_options(found.settings.kafka))
        producer.send(MANIFESTS, b"of somebody real").get(10)
        producer.close()
        refused = tocsin("up", "--demo", variables=found.variables)
        assert (refused.code, refused.out) == (2, "")
        assert "the service of TOCSIN_KAFKA__BOOTSTRAP is in use" in refused.err


def test_make_demo_uses_no_service_that_the_shell_names(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    command = tmp_path / ".venv" / "bin" / "tocsin"
    command.parent.mkdir(parents=True)
    command.write_text("#!/bin/sh\nenv; echo asked: $*\n")
    command.chmod(0o755)
    settings = {"TOCSIN_KAFKA__BOOTSTRAP": "real:9092", "TOCSIN_ALERT_SECRET": "two words"}
    ran = subprocess.run(
        ["make", "-o", ".venv/compiled.stamp", "demo"],  # noqa: S607  # whichever make there is
        cwd=tmp_path,
        env={**os.environ, **settings, "OTHER": "kept"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "asked: up --demo" in ran.stdout
    assert "OTHER=kept" in ran.stdout
    assert "TOCSIN_" not in ran.stdout
