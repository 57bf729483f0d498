"""Every command, option and argument says what it is, and has its Chinese in help.zh.yml, which holds no others."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from app.cli import app
from app.cli.language import messages
from app.cli.language.help import columns, explained, paragraphs, wrapped
from app.cli.language.messages import DESK, FILE, HELP, REMARKS, Language, in_words, use
from app.cli.table import commands

CHINESE = re.compile("[一-鿿]")
KNOWN: dict[str, str] = yaml.safe_load(HELP.read_text(encoding="utf-8"))
FORM = ("Of {}: {}", "default: {}")
"""What a help is put together with, which is no text of a command."""


def tree(command: Any, path: str = "quanjing") -> Iterator[tuple[str, Any]]:
    """A command and those within it, by what is typed."""
    yield path, command
    if isinstance(command, TyperGroup):
        for name, one in command.commands.items():
            yield from tree(one, f"{path} {name}")


def texts() -> Iterator[tuple[str, str | None]]:
    """Where each text of a help stands, and the text in English, a paragraph each; what has none says nothing."""
    titles = {entry.help for entry in commands() if entry.help_zh}
    for path, command in tree(get_command(app)):
        told = paragraphs(command.help or "") + ([] if " " in path else paragraphs(command.epilog or ""))
        yield from ((path, text) for text in told if text not in titles)
        with command.make_context(path, ["--help"], resilient_parsing=True) as context:
            for param in command.get_params(context):
                yield f"{path} {param.name}", param.help
                yield from ((path, kind) for kind in re.findall(r"<[a-z\[\] ]+>", param.get_help_record(context)[0]))


@pytest.mark.usefixtures("in_chinese")
def test_every_help_has_its_chinese() -> None:
    silent = [path for path, text in texts() if not text]
    assert not silent, f"say what each is: {silent}"
    english = {f"{path}: {text}" for path, text in texts() if text and not _is_chinese(text)}
    assert not english, f"give the Chinese of each in {HELP.name}: {sorted(english)}"


def _is_chinese(text: str) -> bool:
    """Whether a text is in Chinese in all its parts."""
    told = explained(text)
    return bool(CHINESE.search(told)) and not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+ ", told)


def test_no_help_is_left_over() -> None:
    use(Language.EN)
    used = "\n".join(text for _, text in texts() if text)
    form = {"Usage", "Arguments", "Options", "Commands", "Examples", "required", "[OPTIONS]", "COMMAND [ARGS]...", *FORM}
    pieces = {english: max(english.split("{}"), key=len) for english in KNOWN.keys() - form}
    assert {english for english, piece in pieces.items() if piece not in used} == set()
    both = KNOWN.keys() & (yaml.safe_load(FILE.read_text("utf-8")) | yaml.safe_load(DESK.read_text("utf-8"))).keys()
    assert not both, f"once is enough: {both}"


def test_the_tables_are_read_as_yaml_has_them() -> None:
    others = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in (FILE, DESK, REMARKS))
    known = {k: v for one in (*others, KNOWN) for k, v in one.items()}
    assert messages._known() == known
    assert all(CHINESE.search(chinese) or english.startswith("<") for english, chinese in KNOWN.items())


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize("entry", [(path, command) for path, command in tree(get_command(app))], ids=lambda entry: entry[0])
def test_a_help_in_chinese_fits_a_terminal(entry: tuple[str, Any]) -> None:
    path, command = entry
    with command.make_context(path, ["--help"], resilient_parsing=True) as context:
        lines = command.get_help(context).splitlines()
    assert lines[0].startswith(f"用法：{path}")
    assert "选项：" in lines
    wide = [line for line in lines if columns(line) > 80 and not re.match(r"  (?:  quanjing|--|QUANJING)", line)]
    assert not wide, wide
    assert "显示本说明并退出。" in "".join(lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("一二三四五", ["一二三四", "五"]),
        ("一二三四。五", ["一二三四。", "五"]),
        ("一二 three 四", ["一二", "three 四"]),
        ("", [""]),
    ],
)
def test_lines_are_parted_by_the_columns_they_take(text: str, lines: list[str]) -> None:
    assert wrapped(text, 8) == lines


@pytest.mark.usefixtures("in_chinese")
def test_what_several_questions_take_is_explained_for_each() -> None:
    assert explained("Of network: Links away from the party. Of ownership: Steps shown; default all.") == (
        "就 network：离该主体多少步。 就 ownership：显示多少层；默认全部。"
    )
    assert in_words("required") == "必填"
