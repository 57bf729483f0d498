"""Rows through the checker alone, as unit tests of reading use it."""

from collections.abc import Mapping, Sequence
from typing import Any

from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.read import RawRow
from models.statements import Reject, Row

CATALOGUE = read_catalogue()
GIVEN: dict[str, Any] = {"provider": "甲局", "day": "2024-01-01"}


def check(category: str, rows: Sequence[Mapping[str, str]], **given_by: Any) -> list[Row | Reject]:
    """What becomes of rows of one category, whose headers are those of all of them."""
    checker = RowChecker(CATALOGUE[category], document="a.csv", secret=b"secret", **(GIVEN | given_by))
    checker.bind(list(dict.fromkeys(header for row in rows for header in row)))
    return [checker(RawRow(None, line, row)) for line, row in enumerate(rows, 2)]


def read_row(category: str, row: Mapping[str, str], **given_by: Any) -> Row:
    """The row's statements and flags; it must not be refused."""
    (found,) = check(category, [row], **given_by)
    assert isinstance(found, Row), found
    return found
