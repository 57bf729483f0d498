"""The row that pages show as an example of a push: it is taken as it is, under every category."""

import json
from pathlib import Path

import pytest

from app.templates.example import example_row
from loaders.check.checker import RowChecker
from loaders.load.reading import checked
from loaders.read import open_tables
from tests.support.checking import CATALOGUE


@pytest.mark.parametrize("name", sorted(CATALOGUE.categories))
def test_an_example_is_loaded_as_it_is(tmp_path: Path, name: str) -> None:
    (path := tmp_path / f"{name}.json").write_text(json.dumps([example_row(CATALOGUE[name])]), "utf-8")
    checker = RowChecker(CATALOGUE[name], document=path.name, secret=b"secret", provider="甲局")
    (chunk,) = checked(open_tables(path, path.name), checker)
    assert (chunk.rejects, chunk.error) == ([], None)
    (row,) = chunk.rows
    assert row.statements


def test_two_enterprises_of_a_row_are_two() -> None:
    row = example_row(CATALOGUE["shareholder"])
    assert row["enterprise_name"] != row["holder_name"]
