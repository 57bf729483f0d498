"""A command starts quickly: the help imports no command, and a look-up no library that it does not use."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup

from app.answers.registry import computed
from app.cli.heads import heads
from app.cli.lazy import first_line, load
from app.cli.table import Command, Panel, commands

HEAVY = frozenset(
    "scipy numpy pandas networkx pyarrow openpyxl fastapi starlette uvicorn uvloop httptools jinja2 structlog "
    "prometheus_client pypinyin jpype arcadedb_embedded psutil rich sqlalchemy alembic psycopg".split()
)
LOOKING_UP = frozenset(
    "pydantic pydantic_settings neo4j yaml opencc stdnum asyncio rapidfuzz app.engine app.questions models loaders".split()
)
"""What a look-up needs and the help does not."""
PRINT = "print(__import__('json').dumps(sorted(__import__('sys').modules)), file=__import__('sys').stderr)"


def imported(code: str, home: Path) -> set[str]:
    """The modules, and the packages they are in, that a Python process has imported after a piece of code."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QUANJING_")} | {"QUANJING_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{PRINT}"], env=environment, capture_output=True, text=True, check=True
    )
    names = json.loads(done.stderr.splitlines()[-1])
    return {".".join(name.split(".")[:upto]) for name in names for upto in (1, 2)}


def command(*words: str) -> str:
    """Python that runs a command to its end."""
    run = "from app.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass"
    return f"import sys\nsys.argv = {['quanjing', *words]!r}\n{run}"


def test_the_help_imports_no_command(tmp_path: Path) -> None:
    code = f"{command('--help')}\nassert not set(sys.modules) & { ({entry.place.partition(':')[0] for entry in commands()})!r}"
    assert imported(code, tmp_path) & (HEAVY | LOOKING_UP) == set()


def test_a_look_up_imports_nothing_heavy(tmp_path: Path) -> None:
    loaded = imported(
        "import app.cli.commands.reading\nfrom app.engine import connect\nfrom app.questions import Questions", tmp_path
    )
    assert loaded & HEAVY == set()
    assert {"neo4j", "pydantic"} <= loaded, "the test sees what is imported"
    assert imported(command("search", "杭州"), tmp_path) & HEAVY == set()


@pytest.mark.parametrize("entry", commands(), ids=lambda entry: entry.name)
def test_the_table_says_what_the_command_says(entry: Command) -> None:
    assert first_line(load(entry)) == entry.help


@pytest.mark.parametrize("entry", commands(), ids=lambda entry: entry.name)
def test_examples_are_taken_by_the_command(entry: Command) -> None:
    assert entry.examples
    found = load(entry)
    for example in entry.examples:
        words = [word for word in example.split() if "=" not in word or not word.startswith("QUANJING_")]
        assert words[:2] == ["quanjing", entry.name]
        taken: Any = found
        rest = words[2:]
        while isinstance(taken, TyperGroup):
            taken, rest = taken.commands[rest[0]], rest[1:]
        taken.make_context(entry.name, rest).close()


def test_the_heads_say_what_the_questions_declare() -> None:
    declared = {one.command: (one.title, one.title_zh) for one in computed().values() if one.command}
    assert {head.command: (head.title, head.title_zh) for head in heads()} == declared
    assert all(head.examples for head in heads()), "examples are plain values, so that they can be read"


def test_every_panel_has_commands_and_every_command_one_name() -> None:
    assert {entry.panel for entry in commands()} == set(Panel)
    assert len({entry.name for entry in commands()}) == len(commands())
