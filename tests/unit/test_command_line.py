"""What a user meets on the command line: which graph is read, whose pipe is closed, what is asked before it is done."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from app.cli.common import put_bytes
from app.cli.language.messages import Language, use
from app.cli.naming import category_named, is_name
from app.errors import InputError
from app.paths import CATALOGUE
from app.questions.registry.nearest import nearest
from loaders.catalogue.files import read_catalogue
from loaders.synthetic import write_sample
from loaders.synthetic.timeline import PERIODS

Quanjing = Callable[..., tuple[int | str | None, str, str]]


@pytest.fixture
def quanjing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Quanjing:
    """Runs a command where there is no graph; gives its exit code, and what it put on standard output and said."""
    monkeypatch.setenv("QUANJING_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("QUANJING_GRAPH_URL", raising=False)

    def run(*words: str) -> tuple[int | str | None, str, str]:
        monkeypatch.setattr(sys, "argv", ["quanjing", *words])
        with pytest.raises(SystemExit) as left:
            main()
        use(Language.EN)
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


@pytest.mark.parametrize(
    "words",
    [
        ("search", "杭州"),
        ("portrait", "91330106MYPWQMT3X5"),
        ("records", "91330106MYPWQMT3X5", "--category", "penalty"),
        ("ownership", "91330106MYPWQMT3X5"),
        ("ask", "batches.list"),
        ("batches", "list"),
        ("batches", "withdraw", "b", "--yes"),
        ("check",),
        ("rederive",),
        ("erasures",),
        ("analyse", "ownership", "--check"),
    ],
    ids=" ".join,
)
def test_no_command_but_those_that_fill_it_makes_a_graph(quanjing: Quanjing, tmp_path: Path, words: tuple[str, ...]) -> None:
    code, out, said = quanjing(*words)
    assert (code, out) == (8, "")
    assert said.endswith(f"quanjing: no graph in {tmp_path / 'home'}; set QUANJING_HOME or run `quanjing up`\n")
    assert not (tmp_path / "home").exists()


def test_questions_are_listed_with_their_titles_and_need_no_graph(quanjing: Quanjing) -> None:
    code, out, _ = quanjing("ask")
    rows = dict(line.split("\t", 1) for line in out.splitlines())
    assert code == 0
    assert rows["search.parties"].split("\t")[1].startswith("text ")
    cards = json.loads(quanjing("ask", "--json")[1])
    assert {card["name"]: card["title"]["en"] for card in cards} == {name: row.split("\t")[0] for name, row in rows.items()}
    assert cards[0]["title"]["zh"] in quanjing("ask", "--lang", "zh")[1]
    assert "did you mean party.show" in quanjing("ask", "party.shwo")[2]
    assert quanjing("ask", "party.shwo")[0] == 4


def test_a_category_is_known_by_its_titles_too(quanjing: Quanjing) -> None:
    catalogue = read_catalogue(CATALOGUE)
    for category in catalogue.categories.values():
        assert category_named(catalogue, category.title.zh) == category
        assert category_named(catalogue, f" {category.title.en.upper()} ") == category
    code, out, _ = quanjing("catalogue", "show", "行政处罚")
    assert (code, out.partition(":")[0]) == (0, "penalty")
    for wrong in ("penalti", "行政处罚信息"):
        code, _, said = quanjing("catalogue", "show", wrong)
        assert code == 2
        assert "did you mean penalty (行政处罚)" in said
    assert "see `quanjing catalogue list`" in quanjing("load", "zzzzqqqq", "x.csv")[2]


def test_near_misses_are_the_nearest_first() -> None:
    assert nearest("serach.partys", ["party.show", "search.parties", "batches.list"])[0] == "search.parties"
    assert nearest("xyzzy", ["party.show"]) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("杭州沉浮", True), ("91330106MYPWQMT3X5", False), ("person:uscc:1:某", False), ("600000", False), ("Foo Ltd", True)],
)
def test_what_is_taken_for_a_name(text: str, name: bool) -> None:
    assert is_name(text) is name


def test_withdrawing_is_refused_where_nobody_can_be_asked(quanjing: Quanjing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    code, _, said = quanjing("batches", "withdraw", "b")
    assert code == 2
    assert "--yes" in said


def test_binary_output_is_kept_from_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        with pytest.raises(InputError, match="not for a terminal"):
            put_bytes(b"PK\x03\x04\x00")
        put_bytes(b"<graphml/>")
        assert os.read(leader, 100) == b"<graphml/>"
    os.close(leader)


def test_a_reader_that_has_read_enough_is_no_error() -> None:
    command = [sys.executable, "-m", "app.cli", "catalogue", "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr.read() == ""


def test_progress_ends_with_the_last_step(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_sample(tmp_path, 1, 1, lambda done, steps, what: told.append((done + 1, steps)))
    assert told == [(step, len(PERIODS) + 1) for step in range(1, len(PERIODS) + 2)]
