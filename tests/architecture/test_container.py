"""The container files: what they promise is read from them, and their commands are run outside a container."""

import http.server
import os
import re
import shlex
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from app.settings import Settings
from tests.architecture.containers import (
    COMPOSE,
    COMPOSE_TEXT,
    SECRETS,
    SERVICES,
    dockerfile,
    environment_of,
    health_command,
    interpolated,
)
from tests.architecture.tree import ROOT


def last(word: str) -> str:
    """What the last instruction of that word says."""
    return [rest for instruction, rest in dockerfile() if instruction == word][-1]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_is_watched_and_has_no_rights_to_spare(name: str) -> None:
    service = SERVICES[name]
    assert {"test", "interval", "timeout", "retries", "start_period"} <= service["healthcheck"].keys()
    user = service["user"].split(":")
    assert all(part.isdigit() and int(part) > 0 for part in user)
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_graph_is_the_supported_neo4j() -> None:
    assert SERVICES["graph"]["image"] == "neo4j:5.26-community"
    healthy = {"condition": "service_healthy"}
    assert SERVICES["service"]["depends_on"] == {"graph": healthy, "desk": healthy}


def test_what_is_written_lies_in_volumes() -> None:
    mounts = [mount.split(":", 1) for service in SERVICES.values() for mount in service["volumes"]]
    assert {name for name, _ in mounts} == set(COMPOSE["volumes"])
    assert ["graph-data", "/data"] in mounts
    assert SERVICES["service"]["environment"]["QUANJING_HOME"] in [inside for _, inside in mounts]
    assert SERVICES["service"]["read_only"] is True


def test_secrets_come_from_the_environment_and_have_no_default() -> None:
    for name, value in ((n, str(v)) for service in SERVICES.values() for n, v in service["environment"].items()):
        if re.search(r"PASSWORD|SECRET|AUTH|TOKEN|KEY", name):
            assert re.fullmatch(r"(?:neo4j/)?\$\{QUANJING_\w+:\?[^}]+\}", value), name
    for missing in SECRETS:
        with pytest.raises(KeyError, match=missing):
            interpolated(COMPOSE_TEXT, {name: value for name, value in SECRETS.items() if name != missing})


def test_the_service_accepts_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    given = environment_of("service")
    assert {name.removeprefix("QUANJING_").lower() for name in given} <= Settings.model_fields.keys()
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.graph_url == "bolt://graph:7687"
    assert settings.graph_password is not None
    assert settings.graph_password.get_secret_value() == SECRETS["QUANJING_GRAPH_PASSWORD"]
    assert settings.desk_url is not None
    assert SECRETS["QUANJING_DESK_PASSWORD"] in settings.desk_url.get_secret_value()
    target = SERVICES["service"]["ports"][0].rsplit(":", 1)[1]
    assert settings.port == int(target)


def test_the_image_and_the_compose_file_say_the_same() -> None:
    service = SERVICES["service"]
    assert yaml.safe_load(last("CMD")) == service["command"]
    assert last("USER") == service["user"]
    assert yaml.safe_load(last("HEALTHCHECK").split("CMD", 1)[1]) == service["healthcheck"]["test"][1:]
    image = dict(part.split("=", 1) for part in shlex.split(last("ENV")))
    shared = {name: value for name, value in environment_of("service").items() if name in image}
    assert shared.items() <= image.items()
    assert {"QUANJING_HOME", "QUANJING_HOST", "QUANJING_PORT"} <= shared.keys()


def test_the_image_is_built_from_what_is_there() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    assert rules[0] == "*"
    kept = [rule[1:] for rule in rules if rule[0] == "!"]
    copies = [rest.split()[:-1] for word, rest in dockerfile() if word == "COPY" and not rest.startswith("--from")]
    for source in (source for sources in copies for source in sources):
        assert (ROOT / source).exists(), source
        assert any(fnmatch(Path(source).parts[0], rule) for rule in kept), f"{source} is left out by .dockerignore"
    assert "--require-hashes -r requirements/run.lock" in " ".join(rest for word, rest in dockerfile() if word == "RUN")


def test_a_base_image_is_named_with_its_version() -> None:
    bases = {rest.split()[0] for word, rest in dockerfile() if word == "FROM"}
    assert bases == {"python:3.12-slim"}


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A server that answers /ready with `status`; gives its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/ready" else 404)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def health(port: int) -> int:
    """Exit code of the service's health command, for a service on `port`."""
    return subprocess.run(health_command(), env={**os.environ, "QUANJING_PORT": str(port)}, capture_output=True).returncode


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_health_command_tells_ready_from_not(status: int, healthy: bool) -> None:
    with answering(status) as port:
        assert (health(port) == 0) is healthy


def test_the_health_command_fails_where_nothing_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert health(free.getsockname()[1]) != 0


def test_the_graph_is_asked_with_its_own_password(tmp_path: Path) -> None:
    kind, line = SERVICES["graph"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    shell = tmp_path / "cypher-shell"
    shell.write_text('#!/bin/sh\nprintf "%s|" "$NEO4J_USERNAME" "$NEO4J_PASSWORD" "$@"\n')
    shell.chmod(0o755)
    ran = subprocess.run(
        ["/bin/sh", "-c", interpolated(line, {})],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", **environment_of("graph")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == f"neo4j|{SECRETS['QUANJING_GRAPH_PASSWORD']}|--format|plain|RETURN 1|"
