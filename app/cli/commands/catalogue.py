"""Commands on the catalogue: list, show, template."""

from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import Json, catalogue_here, put, put_json, say
from app.cli.language.help import CommandsOf
from app.cli.naming import category_named
from app.cli.text import category_text
from app.errors import InputError
from loaders.catalogue.published import card_of
from loaders.mapping.template import template_columns

catalogue_app = CommandsOf("What may be recorded.")
Name = Annotated[str, typer.Argument(metavar="CATEGORY", help="A category by its name or title.")]


@catalogue_app.command("list")
def catalogue_list(json: Json = False) -> None:
    """All record categories."""
    catalogue = catalogue_here()
    if json:
        put_json([card_of(catalogue, c) for c in catalogue.categories.values()])
        return
    for c in catalogue.categories.values():
        put(category_text.category_line(c))


@catalogue_app.command("show")
def catalogue_show(name: Name, json: Json = False) -> None:
    """One category: who sends it by when and on what law, its properties, the headers they are read from, and its changes."""
    catalogue = catalogue_here()
    category = category_named(catalogue, name)
    if json:
        put_json(category.model_dump(mode="json", by_alias=True, exclude_defaults=True))
        return
    for line in category_text.category(category, catalogue):
        put(line)


@catalogue_app.command("template")
def catalogue_template(
    name: Name,
    language: Annotated[str, typer.Option(help="zh for Chinese headers, en for property names.")] = "zh",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.xlsx", help="Write a workbook with lists to choose from, and explanations."),
    ] = None,
) -> None:
    """The header row of a CSV file for a category, ready to be filled in; or a workbook."""
    category = category_named(catalogue := catalogue_here(), name)
    english = language != "zh"
    if out is None:
        put(",".join(column.header for column in template_columns(category, english=english)))
        return
    from app.templates.workbook import children_of, write_template

    if out.suffix.lower() != ".xlsx":
        raise InputError("a workbook is a file that ends in .xlsx", parameter="out")
    book = BytesIO()
    write_template(category, book, "en" if english else "zh", children_of(category, catalogue))
    out.write_bytes(book.getvalue())
    say(f"{out}: {category.title.en if english else category.title.zh}")
