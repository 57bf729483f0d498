"""The help of commands in the user's language: usage, what it is for, arguments, options and commands, one under the other.

Lines are wrapped by the columns that characters take on a terminal, two for a Chinese one.
"""

import inspect
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from app.cli.language.messages import Language, in_words, language

WIDEST, NARROWEST = 80, 50
INDENT = "  "
NAMES = 30
"""Columns that a list of options gives to their names; what is longer has its text on the next line."""
AS_IT_IS = "\b\n"
"""How a paragraph begins whose lines stay as they are, as the parser of arguments has it."""
_PIECES = re.compile(r"\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef]")
_NOT_FIRST = "，。；：、）】》”’？！"
_OF = re.compile(r"(?:^| )Of ([a-z_, ]+): ")
_TYPE = re.compile(r"<[^<>]+>")

Row = tuple[str, str]
F = TypeVar("F", bound=Callable[..., Any])


def columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, width: int) -> list[str]:
    """A paragraph in lines of so many columns: parted at blanks and between Chinese characters."""
    lines, line = [], ""
    for piece in _PIECES.findall(" ".join(text.split())):
        if columns(line + piece) > width and line.strip() and piece not in _NOT_FIRST:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or piece.strip() else ""
    return [*lines, line.rstrip()]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each in one line; one that is to stay as it is keeps its lines."""
    parts = inspect.cleandoc(text).split("\n\n")
    return [part if part.startswith(AS_IT_IS) else " ".join(part.split()) for part in parts if part.strip()]


def explained(text: str) -> str:
    """What an option or argument is, in the language in use; one of several questions says for which it is what."""
    start, *parts = _OF.split(text)
    if start.strip() or not parts:
        return in_words(text)
    return " ".join(in_words("Of {}: {}").format(of, in_words(what)) for of, what in zip(parts[::2], parts[1::2], strict=True))


def help_of_command(command: Any, ctx: Any, sections: Iterable[tuple[str, list[Row]]]) -> str:
    """The help of a command; `sections` are the headings under which a group lists commands, with these."""
    width = max(min(shutil.get_terminal_size().columns, WIDEST) - 2, NARROWEST)
    lines = [usage_of(command, ctx), *_text(command.help or "", width)]
    arguments: list[Row] = []
    options: list[Row] = []
    for param in command.get_params(ctx):
        if record := param.get_help_record(ctx):
            (arguments if param.param_type_name == "argument" else options).append(_row(record, param.help or ""))
    for heading, rows in (("Arguments", arguments), ("Options", options), *sections):
        if rows:
            lines += ["", heading_of(heading), *_table(rows, width)]
    return "\n".join([*lines, *_text(command.epilog or "", width)])


def usage_of(command: Any, ctx: Any) -> str:
    """How a command is called, in one line."""
    pieces = (in_words(piece) for piece in command.collect_usage_pieces(ctx))
    return f"{heading_of('Usage')}{'' if language() is Language.ZH else ' '}{ctx.command_path} {' '.join(pieces)}"


def heading_of(name: str) -> str:
    """A heading in the language in use, with its colon."""
    return in_words(name) + ("：" if language() is Language.ZH else ":")


def _row(record: Row, text: str) -> Row:
    """A line of the list of options: its name with its type; what it is, its default and its bounds."""
    name, shown = record
    marks = shown.removeprefix(text).strip().removeprefix("[").removesuffix("]")
    about = [explained(text)] if text else []
    if marks:
        about.append(f"[{'; '.join(map(in_words, marks.split('; ')))}]")
    return _TYPE.sub(lambda kind: in_words(kind[0]), name), "  ".join(about)


def _text(text: str, width: int) -> Iterator[str]:
    for part in paragraphs(text):
        yield ""
        if part.startswith(AS_IT_IS):
            yield from (INDENT + line for line in part.removeprefix(AS_IT_IS).splitlines())
        else:
            yield from (INDENT + line for line in wrapped(in_words(part), width - len(INDENT)))


def _table(rows: list[Row], width: int) -> Iterator[str]:
    first = min(max(columns(name) for name, _ in rows), NAMES) + 2
    for name, text in rows:
        head, *more = wrapped(text, max(width - first - 2, 10))
        if columns(name) <= first - 2:
            yield f"{INDENT}{name}{' ' * (first - columns(name))}{head}".rstrip()
        else:
            yield INDENT + name
            more = [head, *more] if head else more
        yield from (INDENT + " " * first + line for line in more)


class SpokenCommand(TyperCommand):
    """A command whose help is in the language in use."""

    def get_usage(self, ctx: Any) -> str:
        """How it is called."""
        return usage_of(self, ctx)

    def get_help(self, ctx: Any) -> str:
        """What it is for, its arguments and options."""
        return help_of_command(self, ctx, ())


class SpokenGroup(TyperGroup):
    """A group of commands whose help is in the language in use."""

    def get_usage(self, ctx: Any) -> str:
        """How it is called."""
        return usage_of(self, ctx)

    def get_help(self, ctx: Any) -> str:
        """What it is for, its options and its commands."""
        return help_of_command(self, ctx, self.sections())

    def sections(self) -> Iterator[tuple[str, list[Row]]]:
        """The commands, each with the first paragraph of its help, under one heading."""
        found = ((name, paragraphs(str(command.help or ""))) for name, command in self.commands.items())
        yield "Commands", [(name, in_words(text[0]) if text else "") for name, text in found]


class CommandsOf(typer.Typer):
    """The commands of a group, to be declared with `command`; `text` is what the group is for."""

    def __init__(self, text: str) -> None:
        super().__init__(cls=SpokenGroup, help=text, no_args_is_help=True, rich_markup_mode=None)

    def command(self, name: str | None = None, **given: Any) -> Callable[[F], F]:
        """Declare a command of the group."""
        return super().command(name, **{"cls": SpokenCommand} | given)
