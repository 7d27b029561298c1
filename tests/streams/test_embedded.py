"""The embedded services as real processes: they start, answer, and never outlive us."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from kafka import KafkaAdminClient

from streams.child import Child, free_port
from streams.embedded import Embedded, EmbeddedError, Endpoints

ROOT = Path(__file__).parents[2]
PROC = Path("/proc")

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children by /proc")


@pytest.fixture(scope="module")
def endpoints() -> Iterator[Endpoints]:
    with Embedded() as found:
        yield found


def valkey(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=5)


def children_of(pid: int) -> set[int]:
    lists = (PROC / str(pid) / "task").glob("*/children")
    return {int(child) for found in lists for child in found.read_text().split()}


def is_running(pid: int) -> bool:
    try:
        state = (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def all_gone(pids: set[int], *, within_s: float = 10) -> bool:
    deadline = time.monotonic() + within_s
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(is_running, pids))


def test_both_services_answer_on_the_loopback(endpoints: Endpoints) -> None:
    admin = KafkaAdminClient(bootstrap_servers=endpoints.bootstrap)
    brokers = admin.describe_cluster()["brokers"]
    admin.close()
    with valkey(endpoints.redis_url) as client:
        assert client.ping()
    assert [broker["host"] for broker in brokers] == ["127.0.0.1"]


def test_two_brokers_have_two_cluster_ids(endpoints: Endpoints) -> None:
    with Embedded(redis_url="redis://unused") as other:
        admins = [KafkaAdminClient(bootstrap_servers=one.bootstrap) for one in (endpoints, other)]
        ids = [admin.describe_cluster()["cluster_id"] for admin in admins]
        for admin in admins:
            admin.close()
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        pytest.param("maxmemory-policy", "noeviction", id="evicts nothing"),
        pytest.param("appendonly", "no", id="no append-only file"),
        pytest.param("save", "", id="no snapshots"),
        pytest.param("bind", "127.0.0.1", id="loopback only"),
    ],
)
def test_valkey_keeps_all_in_memory_and_to_itself(
    endpoints: Endpoints, setting: str, value: str
) -> None:
    with valkey(endpoints.redis_url) as client:
        assert client.config_get(setting) == {setting: value}


@linux
def test_what_is_configured_is_not_started() -> None:
    before = children_of(os.getpid())
    with Embedded(bootstrap="kafka-1:9092", redis_url="redis://r:6379/0") as found:
        started = children_of(os.getpid()) - before
    assert (found, started) == (Endpoints("kafka-1:9092", "redis://r:6379/0"), set())


@linux
def test_each_starts_alone() -> None:
    before = children_of(os.getpid())
    with Embedded(bootstrap="kafka-1:9092") as found, valkey(found.redis_url) as client:
        started = children_of(os.getpid()) - before
        assert started == {int(client.info("server")["process_id"])}


@linux
def test_the_first_processor_is_left_to_whoever_is_busy() -> None:
    ours = sorted(os.sched_getaffinity(0))
    services = Embedded()
    with services:
        for pid in services.pids.values():
            for thread in (PROC / str(pid) / "task").iterdir():
                assert sorted(os.sched_getaffinity(int(thread.name))) == (ours[1:] or ours)
    assert sorted(os.sched_getaffinity(0)) == ours


@linux
def test_stopping_leaves_no_process_and_no_folder() -> None:
    before = children_of(os.getpid())
    services = Embedded()
    services.start()
    started = children_of(os.getpid()) - before
    folder = services.log_folder
    services.stop()
    services.stop()
    assert len(started) == 2
    assert all_gone(started, within_s=0)
    assert folder is not None
    assert not folder.exists()


@linux
@pytest.mark.parametrize(
    "how",
    [
        pytest.param("services.start()", id="from the main thread"),
        pytest.param(
            "import threading; t = threading.Thread(target=services.start); t.start(); t.join()",
            id="from a thread that has ended",
        ),
    ],
)
def test_services_live_as_long_as_their_parent_and_die_with_it_when_killed(
    how: str, tmp_path: Path
) -> None:
    code = (
        "import time\nfrom streams.embedded import Embedded\nservices = Embedded()\n"
        f"{how}\ntime.sleep(0.5)\nprint(services.exited() or 'up', flush=True)\ntime.sleep(60)"
    )
    environ = {
        **os.environ,
        "HOME": "/nonexistent",
        "TMPDIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    parent = subprocess.Popen(
        [sys.executable, "-c", code], env=environ, stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "up\n"
        children = children_of(parent.pid)
        parent.send_signal(signal.SIGKILL)
    assert len(children) == 2
    assert all_gone(children)


@linux
def test_ctrl_c_at_the_terminal_reaches_only_the_parent() -> None:
    before = children_of(os.getpid())
    with Embedded():
        started = children_of(os.getpid()) - before
        groups = {os.getpgid(pid) for pid in started}
    assert os.getpgid(0) not in groups


def test_a_taken_port_is_left_for_another(endpoints: Endpoints) -> None:
    taken = [int(endpoints.bootstrap.split(":")[1]), int(endpoints.redis_url[:-2].split(":")[2])]
    ports = iter([taken[0], free_port(), taken[1], free_port()])
    with Embedded(next_port=lambda: next(ports)) as found:
        assert found.bootstrap != endpoints.bootstrap
        assert found.redis_url != endpoints.redis_url


def test_when_every_port_is_taken_the_start_says_where_the_log_is() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        services = Embedded(redis_url="redis://r", next_port=lambda: int(other.getsockname()[1]))
        with pytest.raises(EmbeddedError, match=r"does not start; its log is .*broker\.log"):
            services.start()
    folder = services.log_folder
    assert folder is not None
    assert "Address in use" in (folder / "broker.log").read_text()
    services.stop()


@linux
def test_a_service_that_dies_is_named() -> None:
    before = children_of(os.getpid())
    services = Embedded(bootstrap="kafka-1:9092")
    with services:
        (pid,) = children_of(os.getpid()) - before
        assert services.exited() is None
        os.kill(pid, signal.SIGKILL)
        assert all_gone({pid})
        time.sleep(0.1)
        assert "embedded valkey ended by itself" in (services.exited() or "")
        folder = services.log_folder
    assert folder is not None
    assert (folder / "valkey.log").is_file()
    shutil.rmtree(folder)


def test_a_child_that_ignores_the_request_to_end_is_killed(tmp_path: Path) -> None:
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); "
    log = tmp_path / "deaf.log"
    child = Child([sys.executable, "-c", f"{code}time.sleep(60)"], log=log)
    child.start()
    while "deaf" not in log.read_text():
        time.sleep(0.02)
    child.stop(grace_s=0.2)
    assert child.exit_code == -signal.SIGKILL
