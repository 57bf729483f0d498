"""Commands on mapping files: draft."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import put
from app.cli.language.help import CommandsOf
from app.cli.language.messages import in_words
from app.cli.naming import category_named
from loaders.catalogue.files import read_catalogue
from models.mapping import table_named

mapping_app = CommandsOf("How a provider's files are read.")


@mapping_app.command("draft")
def draft(
    file: Annotated[Path, typer.Argument(help="A file as its provider sends it.")],
    category: Annotated[
        str | None, typer.Option(help="Its category by name or title; else the one that the headers fit best.")
    ] = None,
    table: Annotated[
        str | None, typer.Option(help="The one table that is meant; without it, every table is looked at.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The one sheet that is meant, alone or with a --table in it.")] = None,
    encoding: Annotated[str | None, typer.Option(help="The encoding of the text, where it is not to be detected.")] = None,
) -> None:
    """Propose a mapping for the tables of a file: each line says whether it is sure or guessed. Keep it: load --mapping."""
    from loaders.load.mapping_files import read_encoding
    from loaders.mapping.tables import draft_mapping
    from loaders.read import ReadOptions

    catalogue = read_catalogue()
    name = category_named(catalogue, category).name if category else None
    asked = ReadOptions(table_named(sheet, table), read_encoding(encoding))
    for line in draft_mapping(file, catalogue.categories, name, asked).lines():
        mapped, sign, comment = line.rpartition("# ")
        put(f"{mapped}{sign}{in_words(comment)}" if sign else line)
