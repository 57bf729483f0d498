"""What the documents quote is there: codes of the sample world, exit codes, commands and their options."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli import app
from app.errors import QuanjingError
from loaders.catalogue.files import read_category
from loaders.synthetic import write_sample
from tests.architecture.tree import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/loading.md", "docs/time.md")
COMMAND = re.compile(r"^(?:zcat \S+ \| )?(?:\.venv/bin/)?quanjing (\w+)(.*?)(?:\s{2,}#.*)?$", re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def fences(name: str) -> str:
    return "\n".join(re.findall(r"^```\n(.*?)^```", text(name), re.MULTILINE | re.DOTALL))


def test_codes_are_those_of_the_demo(tmp_path: Path) -> None:
    truth = write_sample(tmp_path, 2000, 1)
    known = {party.partition(":")[2] for case in truth["cases"] for party in case["parties"].values()}
    quoted = set(re.findall(r"91\d{6}MY[0-9A-Z]{8}", text("README.md") + text("docs/time.md")))
    assert quoted
    assert quoted <= known
    file, row = re.search(r"^grep (\S+) \.cache/sample/(\S+)$", text("docs/architecture.md"), re.MULTILINE).group(2, 1)  # type: ignore[union-attr]
    followed = set(re.findall(r"91\d{6}MY[0-9A-Z]{8}", text("docs/architecture.md")))
    assert followed <= known
    lines = (tmp_path / file).read_text(encoding="utf-8").splitlines()
    assert [code for line in lines if row in line for code in followed if code in line], "the row that is followed"


def test_every_exit_code_is_listed() -> None:
    def tree(kind: type[QuanjingError]) -> set[int]:
        return {kind.exit_code}.union(*(tree(child) for child in kind.__subclasses__()))

    table = text("README.md").partition("## Exit codes")[2].partition("\n## ")[0]
    listed = {int(code) for cell in re.findall(r"\| ([\d, ]+?) \|", table) for code in cell.split(", ")}
    listed |= {int(code) for code in re.findall(r"\| (\d+) \| [^|]+ \|$", table, re.MULTILINE)}
    assert tree(QuanjingError) | {0, 20, 21, 130} <= listed


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_and_their_options_are_there(name: str) -> None:
    known = get_command(app).commands  # type: ignore[attr-defined]
    for command, rest in COMMAND.findall(fences(name)):
        assert command in known, command
        meant = known[command]
        if hasattr(meant, "commands"):  # a group: the next word is its command
            of_group = rest.split()[0] if rest.split() else ""
            assert of_group in meant.commands, f"{command} {of_group}"
            meant = meant.commands[of_group]
        options = {"--help"} | {opt for param in meant.params for opt in param.opts}
        assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= options, command


def test_the_category_shown_to_contributors_is_sound(tmp_path: Path) -> None:
    shown = re.search(r"^```yaml\n(.*?)^```", text("CONTRIBUTING.md"), re.MULTILINE | re.DOTALL)
    assert shown
    path = tmp_path / "commendation.yml"
    path.write_text(shown[1], encoding="utf-8")
    assert read_category(path).name == "commendation"
