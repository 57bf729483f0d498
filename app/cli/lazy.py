"""A group of commands that imports a command's module only when the command is called."""

from collections.abc import Iterator, MutableMapping, Sequence
from importlib import import_module
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from app.cli.language.help import AS_IT_IS, Row, SpokenCommand, SpokenGroup, heading_of
from app.cli.language.messages import Language, in_words, language
from app.cli.table import Command, commands

AnyCommand = TyperCommand | TyperGroup


class LazyCommands(MutableMapping[str, Any]):
    """Commands by name, each loaded from its place in the table when it is first looked up."""

    def __init__(self, table: Sequence[Command]) -> None:
        self._table = {entry.name: entry for entry in table}
        self._loaded: dict[str, AnyCommand] = {}

    def __getitem__(self, name: str) -> AnyCommand:
        if name not in self._loaded:
            self._loaded[name] = load(self._table[name])
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def __contains__(self, name: object) -> bool:
        return name in self._table

    def __setitem__(self, name: str, command: Any) -> NoReturn:
        raise TypeError("a command is added to the table")

    def __delitem__(self, name: str) -> NoReturn:
        raise TypeError("a command is taken out of the table")


class LazyGroup(SpokenGroup):
    """The commands of the table, listed in its panels."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given | {"commands": LazyCommands(commands())})

    def sections(self) -> Iterator[tuple[str, list[Row]]]:
        """The commands by panel, from the table alone."""
        for panel, entries in panels(commands()):
            yield panel, [(entry.name, help_of(entry)) for entry in entries]


def panels(table: Sequence[Command]) -> Iterator[tuple[str, list[Command]]]:
    """The panels that have commands, in the order in which they first stand in the table."""
    for panel in dict.fromkeys(entry.panel for entry in table):
        yield str(panel), [entry for entry in table if entry.panel == panel]


def help_of(entry: Command) -> str:
    """What a command is for, in the language in use."""
    return entry.help_zh if entry.help_zh and language() is Language.ZH else in_words(entry.help)


def first_line(command: Any) -> str:
    """What a command says it is for, in a line."""
    return str(command.help or "").partition("\n")[0]


def load(entry: Command) -> AnyCommand:
    """The command of an entry of the table, with its examples below its help; its module is imported."""
    module, _, attribute = entry.place.partition(":")
    target = getattr(import_module(module), attribute)
    if entry.computed:
        target = target(entry.name)
    command: Any
    if isinstance(target, typer.Typer):
        command = get_group(target)
    else:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(entry.name, cls=SpokenCommand)(target)
        command = get_command(alone)
    command.name = entry.name
    command.help = str(command.help).replace(entry.help, help_of(entry), 1)
    if entry.examples:
        command.epilog = f"{AS_IT_IS}{heading_of('Examples')}\n" + "\n".join(f"  {example}" for example in entry.examples)
    return command  # type: ignore[no-any-return]
