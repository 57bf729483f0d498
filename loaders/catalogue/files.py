"""Reads the catalogue's files: YAML, one category each, checked against the models in models/catalogue.py."""

from pathlib import Path

from pydantic import ValidationError

from app.errors import CatalogueError
from app.paths import CATALOGUE
from app.yaml_files import line_of, read_form, reason
from models.catalogue import Catalogue, Category


def read_catalogue(folder: Path = CATALOGUE, *, headers: bool = True) -> Catalogue:
    """All categories of a folder. Raises CatalogueError with file and line for the first file that is wrong.

    `headers`: whether it is checked, too, that no header is accepted for two properties, which matters for reading files.
    """
    files = sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")], key=lambda path: (path.name, path))
    if not files:
        raise CatalogueError(f"no category files (*.yml) in {folder}", file=str(folder))
    categories: dict[str, Category] = {}
    for path in files:
        category = read_category(path, headers=headers)
        if category.name in categories:
            raise CatalogueError(
                f"{path}:1: category {category.name!r} is described by another file too", file=str(path), line=1
            )
        if category.name != path.stem:
            raise CatalogueError(f"{path}:1: category {category.name!r} belongs in {category.name}.yml", file=str(path), line=1)
        categories[category.name] = category
    try:
        return Catalogue(categories=categories)
    except ValidationError as error:
        raise CatalogueError(f"{folder}: {reason(error.errors()[0])}", file=str(folder)) from None


def read_category(path: Path, *, headers: bool = True) -> Category:
    """One category file. Raises CatalogueError naming the file, the line and every mistake in it; `headers` as above."""
    category, root = read_form(path, Category, CatalogueError, "a category file")
    if not headers:
        return category
    from loaders.mapping.headers import aliases

    try:
        aliases(category)
    except ValueError as error:
        line = line_of(root, ("source",))
        raise CatalogueError(f"{path}:{line}: source: {error}", file=str(path), line=line) from None
    return category
