"""Reads the catalogue's files: YAML, one category each, checked against the models in models/catalogue.py."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from app.errors import CatalogueError
from app.paths import CATALOGUE
from app.yaml_files import mistake, read_form, reason
from models.base import Model
from models.catalogue import Catalogue, Category, CategoryGroup
from models.catalogue_checks import check_children

GROUPS = "groups.yml"
"""The file of a catalogue's folder that lists the groups, which are its folders, in the order in which they are shown."""


class Groups(Model):
    """The form of the file of groups."""

    groups: tuple[CategoryGroup, ...]


def read_catalogue(folder: Path = CATALOGUE, *, headers: bool = True) -> Catalogue:
    """All categories of a folder. Raises CatalogueError with file and line for the first file that is wrong.

    `headers`: whether it is checked, too, that no header is accepted for two properties, which matters for reading files.
    """
    listed = folder / GROUPS
    found = (path for path in (*folder.rglob("*.yml"), *folder.rglob("*.yaml")) if path != listed)
    files = sorted(found, key=lambda path: (path.name, path))
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
    for path in files:
        try:
            check_children(categories[path.stem], categories)
        except ValueError as error:
            raise CatalogueError(f"{path}:1: {error}", file=str(path), line=1) from None
    try:
        return Catalogue(categories=categories, groups=_groups(listed, files) if listed.is_file() else ())
    except ValidationError as error:
        raise CatalogueError(f"{folder}: {reason(error.errors()[0])}", file=str(folder)) from None


def _groups(listed: Path, files: Sequence[Path]) -> tuple[CategoryGroup, ...]:
    """The groups of the catalogue, each with the categories of the folder of its name. Raises CatalogueError."""
    form, root = read_form(listed, Groups, CatalogueError, "the file of groups")
    for place, group in enumerate(form.groups):
        if group.categories or [one.name for one in form.groups].count(group.name) > 1:
            why = "a group stands once, and its categories are the files of its folder"
            raise mistake(CatalogueError, listed, root, ("groups", place), why)
    inside = {one.name: tuple(path.stem for path in files if path.parent == listed.parent / one.name) for one in form.groups}
    return tuple(one.model_copy(update={"categories": inside[one.name]}) for one in form.groups if inside[one.name])


def read_category(path: Path, *, headers: bool = True) -> Category:
    """One category file. Raises CatalogueError naming the file, the line and every mistake in it; `headers` as above."""
    category, root = read_form(path, Category, CatalogueError, "a category file")
    if not headers:
        return category
    from loaders.mapping.headers import aliases

    try:
        aliases(category)
    except ValueError as error:
        raise mistake(CatalogueError, path, root, ("source",), f"source: {error}") from None
    return category
