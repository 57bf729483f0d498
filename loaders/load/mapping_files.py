"""How a sender states which header fills which property, beside what the catalogue accepts."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from app.errors import InputError
from app.yaml_files import mistake, read_form
from loaders.load.reading import Reading
from loaders.mapping.headers import HeaderChoice, address
from models.catalogue import Category
from models.mapping import MappingFile, MappingPart, table_named
from models.values.encodings import named_encoding

_PIECES = re.compile(r'(?:"[^"]*"|[^",]|")+')
"""Pieces between commas that stand in no double quotes."""


def read_columns(text: str) -> dict[str, str]:
    """`property=header,…` as a mapping. Raises InputError.

    A header with a comma may stand in double quotes, alone or with its property. Where the quotes are gone, as a shell leaves
    them out, what follows a comma and names no property belongs to the header before it.
    """
    found: dict[str, str] = {}
    last = ""
    for piece in filter(str.strip, _PIECES.findall(text)):
        bare = piece.strip()
        if len(bare) > 1 and bare[0] == bare[-1] == '"':
            bare = bare[1:-1]
        name, sign, header = (part.strip() for part in bare.partition("="))
        if not sign and last:
            found[last] += f",{piece.rstrip()}"
        elif not name or not header:
            raise InputError(f"columns are given as property=header, separated by commas; {bare!r} is not")
        elif name in found:
            raise InputError(f"columns give {name!r} twice")
        else:
            found[name], last = header.strip('"'), name
    return found


def read_encoding(text: str | None) -> str | None:
    """The encoding that a sender names for a file. Raises InputError."""
    try:
        return named_encoding(text) if text is not None else None
    except ValueError as error:
        raise InputError(f"--encoding: {error}") from None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file as it was read: its path, what it states, and its nodes, which know their lines."""

    path: Path
    said: MappingFile
    root: yaml.Node

    def apply(self, reading: Reading, category: Category) -> Reading:
        """How files of a category are read: what the sender states outright goes before what the file states.

        Raises InputError with the file and the line of a property that the category has not.
        """
        part = self.said.categories.get(category.name, MappingPart())
        columns: dict[str, HeaderChoice] = {}
        for steps, one in ((("columns",), self.said), (("categories", category.name, "columns"), part)):
            columns |= {name: self._headers(category, (*steps, name), headers) for name, headers in one.columns.items()}
        if day := part.day_column or self.said.day_column:
            columns["_day"] = day
        table = table_named(part.sheet or self.said.sheet, part.table or self.said.table)
        encoding, coverage = part.encoding or self.said.encoding, part.coverage or self.said.coverage
        told = {"provider": self.said.provider, "coverage": coverage, "table": table, "encoding": encoding}
        given = {
            "provider": reading.provider,
            "coverage": reading.coverage,
            "table": reading.table,
            "encoding": reading.encoding,
        }
        return replace(
            reading,
            provider=reading.provider or self.said.provider,
            columns=columns | dict(reading.columns),
            coverage=reading.coverage or coverage,
            units=self.said.units | part.units | dict(reading.units),
            table=reading.table or table,
            encoding=reading.encoding or encoding,
            instead={name: str(one) for name, one in told.items() if one and given[name] not in (None, one)},
        )

    def _headers(self, category: Category, steps: tuple[str, ...], headers: HeaderChoice) -> HeaderChoice:
        try:
            address(category, steps[-1])
        except InputError as error:
            raise mistake(InputError, self.path, self.root, steps, error.message) from None
        return headers


def read_mapping(path: Path, categories: Collection[str]) -> Mapping:
    """A mapping file. Raises InputError naming the file, the line and every mistake in it."""
    said, root = read_form(path, MappingFile, InputError, "a mapping file")
    for name in said.categories:
        if name not in categories:
            raise mistake(InputError, path, root, ("categories", name), f"the catalogue has no category {name!r}")
    return Mapping(path, said, root)
