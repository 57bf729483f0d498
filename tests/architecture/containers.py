"""The container files, read; and their commands as they are run outside a container."""

import re
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.architecture.tree import ROOT

COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SECRETS = {
    "QUANJING_GRAPH_PASSWORD": "correct horse/battery",
    "QUANJING_DESK_PASSWORD": "k7Vb2LmRt",
    "QUANJING_SECRET": "k3Yw-9fQz_71xVb2LmRtUo8EcHaJdNgP",
}


def interpolated(text: str, environment: dict[str, str]) -> str:
    """A value as Compose fills it: ${NAME}, ${NAME:-default}, ${NAME:?message} and $$; KeyError where one must be set."""

    def fill(match: re.Match[str]) -> str:
        if match[0] == "$$":
            return "$"
        name, operator, rest = match["name"], match["operator"], match["rest"]
        if environment.get(name):
            return environment[name]
        if operator == ":?":
            raise KeyError(rest)
        return rest or ""

    return re.sub(r"\$\$|\$\{(?P<name>\w+)(?:(?P<operator>:[-?])(?P<rest>[^}]*))?\}", fill, text)


def environment_of(service: str) -> dict[str, str]:
    """The environment Compose gives a service, with the secrets of these tests."""
    return {name: interpolated(str(value), SECRETS) for name, value in SERVICES[service]["environment"].items()}


def dockerfile() -> list[tuple[str, str]]:
    """Instructions of the Dockerfile, in order: word and the rest."""
    text = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    return [(line.split(None, 1)[0], line.split(None, 1)[1].strip()) for line in text.splitlines() if line.strip()]


def outside(command: list[str]) -> list[str]:
    """A command of the image as it is run here: its programs are those of this environment."""
    program = {"python": sys.executable}.get(command[0], str(Path(sys.executable).with_name(command[0])))
    return [program, *command[1:]]


def health_command() -> list[str]:
    """The service's health check, as it is run here."""
    kind, *command = SERVICES["service"]["healthcheck"]["test"]
    assert kind == "CMD"
    return outside(command)
