"""Every message that a user may be told has its Chinese in messages.zh.yml or desk.zh.yml, which hold no others."""

import ast
import errno
import os
import re
import string
from collections.abc import Iterator

import pytest
import yaml

import app.errors
from app.cli.language import messages
from app.cli.language.messages import DESK, FILE, Language, in_words, language_of, take_language
from app.cli.table import Panel, commands
from tests.architecture.language.sources import template, written
from tests.architecture.tree import code, parsed

KNOWN: dict[str, str] = {k: v for file in (FILE, DESK) for k, v in yaml.safe_load(file.read_text("utf-8")).items()}
ERRORS = {name for name, kind in vars(app.errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
ERRORS -= {"QuestionError", "PolicyError"}  # for who writes a query or a route; in English where they have no Chinese
CHINESE = re.compile("[一-鿿]")
OTHERS = (
    "Missing ",
    "Option ",
    "No such ",
    "Value error",
    "Input should be",
    *(os.strerror(number) for number in errno.errorcode),
)
"""How messages begin that are put together by the parser of arguments, by pydantic and by the operating system."""
FEWEST = 8
"""Characters of its own that a message has: what has fewer is no sentence, and would be taken for many others."""


def told() -> Iterator[tuple[str, str]]:
    """Where each message stands, and its template: of the errors of the project, and of what commands say."""
    for path in code():
        sayers = ERRORS | ({"say"} if path.parts[:2] == ("app", "cli") else set())
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in sayers and node.args:
                text = template(node.args[0])
                if text is not None:
                    yield f"{path}:{node.lineno}", text


def said(text: str) -> str:
    """A template without the places that stand before it, each `{}: `, `{}:1: ` or a word and a colon."""
    place, colon, rest = text.partition(": ")
    return said(rest) if colon and text not in KNOWN and " " not in place else text


def own(text: str) -> int:
    """How many characters of a template are its own."""
    return len(text.replace("{}", "").strip(" :;()."))


def test_every_message_has_its_chinese() -> None:
    lacking = {f"{where}: {text}" for where, text in told() if own(said(text)) >= FEWEST and said(text) not in KNOWN}
    assert not lacking, f"give the Chinese of each in {FILE.name}: {sorted(lacking)}"
    named = [str(panel) for panel in Panel] + [entry.help for entry in commands() if not entry.help_zh]
    assert [text for text in named if text not in KNOWN] == []


def test_the_chinese_has_the_same_values() -> None:
    for english, chinese in KNOWN.items():
        places = [name for _, name, _, _ in string.Formatter().parse(chinese) if name is not None]
        count = english.count("{}")
        assert places == [""] * count or sorted(places) == [str(i) for i in range(count)], english
        assert CHINESE.search(chinese), english


def test_no_message_is_left_over() -> None:
    texts = "\n".join(written())
    pieces = {english: max(english.split("{}"), key=len) for english in KNOWN}
    assert {english for english, piece in pieces.items() if piece not in texts and not english.startswith(OTHERS)} == set()


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("quanjing: nothing is known of this", "quanjing: 没有关于它的任何记录"),
        ("a.csv: line 3: more than 9 different keys", "a.csv: 第 3 行：不同的键超过 9 个"),
        ("the catalogue has no category 'x'; did you mean a (甲), b (乙)?", "目录中没有类目 'x'；是否指 a (甲), b (乙)?"),
        ("parameter 'x' is no text", "参数 'x' 不是文本"),
        ("parameter 'x' is no int", "参数 'x' 不是 int 类型"),
        ("loading it: 1 of 2 rows, 3 of 4 files, 5 s", "装载中：1 / 2 行，3 / 4 个文件，5 秒"),
        ("the embedded engine does not start; see x.log", "内嵌引擎无法启动；见 x.log"),
        ("what nobody wrote", "what nobody wrote"),
        ("a.csv: what nobody wrote", "a.csv: what nobody wrote"),
    ],
)
def test_messages_in_chinese(english: str, chinese: str) -> None:
    assert in_words(english) == chinese.replace("(乙)?", "(乙)？")


def test_messages_in_english_are_as_written() -> None:
    assert in_words("no such party") == "no such party"
    assert messages.language() is Language.EN


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
    ],
)
def test_the_language_of_an_environment(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("given", "language", "left"),
    [
        ("search x --lang zh", "zh", "search x"),
        ("--lang=en search x", "en", "search x"),
        ("--lang en search x --lang zh", "zh", "search x"),
        ("search x --lang fr", None, "search x --lang fr"),
        ("search -- --lang zh", None, "search -- --lang zh"),
        ("search x --lang", None, "search x --lang"),
    ],
)
def test_the_language_given(given: str, language: str | None, left: str) -> None:
    assert take_language(given.split()) == (language, left.split())
