"""The commands of the container files, run outside a container; the settings of the graph, judged by Neo4j itself."""

import os
import re
import signal
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.architecture.containers import SERVICES, environment_of, health_command, outside
from tests.support import neo4j_server

IMAGE_ONLY = re.compile(r"NEO4J_(AUTH|PLUGINS|ACCEPT_LICENSE_AGREEMENT)$")
no_command_line = pytest.mark.skipif(find_spec("app.cli") is None, reason="there is no command line")


def setting(variable: str) -> str:
    """The setting an environment variable of the Neo4j image stands for: _ is a point, __ an underscore."""
    return variable.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_")


@pytest.mark.slow
@pytest.mark.skipif(neo4j_server.missing() is not None, reason=f"no Neo4j here: {neo4j_server.missing()}")
def test_neo4j_accepts_its_settings(tmp_path: Path) -> None:
    settings = {setting(n): value for n, value in environment_of("graph").items() if not IMAGE_ONLY.match(n)}
    assert settings["dbms.security.allow_csv_import_from_file_urls"] == "false"
    (tmp_path / "neo4j.conf").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    told = subprocess.run(
        ["java", "-cp", f"{neo4j_server.bring()}/*", "org.neo4j.server.startup.Neo4jAdminCommand", "server", "validate-config"],
        env={**os.environ, "NEO4J_HOME": str(tmp_path), "NEO4J_CONF": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stdout + told.stderr


@no_command_line
@pytest.mark.slow
def test_the_command_of_the_service_exists() -> None:
    told = subprocess.run(outside([*SERVICES["service"]["command"], "--help"]), capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


def seconds(text: str) -> int:
    """A duration as Compose writes it."""
    return int(text[:-1]) * {"s": 1, "m": 60}[text[-1]]


@no_command_line
@pytest.mark.slow
def test_the_service_becomes_healthy_and_stops_when_told(tmp_path: Path) -> None:
    service = SERVICES["service"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    elsewhere = ("QUANJING_GRAPH_", "QUANJING_DESK_")
    own = {name: value for name, value in environment_of("service").items() if not name.startswith(elsewhere)}
    here = {"QUANJING_HOME": str(tmp_path / "home"), "QUANJING_HOST": "127.0.0.1", "QUANJING_PORT": str(port)}
    environment = {**os.environ, **own, **here, "QUANJING_LINGER_SECONDS": "0"}
    check = service["healthcheck"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(outside(service["command"]), env=environment, cwd=tmp_path, stdout=log, stderr=log)
    try:
        until = time.monotonic() + seconds(check["start_period"]) + seconds(check["interval"]) * check["retries"]
        while subprocess.run(health_command(), env=environment, capture_output=True).returncode != 0:
            assert process.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < until, (tmp_path / "log").read_text()
            time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(seconds(service["stop_grace_period"])) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
