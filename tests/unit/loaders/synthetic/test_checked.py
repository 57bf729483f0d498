"""The sample's files, read and checked as a load would: what the truth expects of them is what comes out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import InputError
from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.read import open_tables
from loaders.synthetic import write_sample
from loaders.synthetic.deliveries import CATEGORIES
from loaders.synthetic.described.form import read_described
from loaders.values.cells import AS_STATED
from models.catalogue import Catalogue
from models.statements import Reject, Row


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("sample")
    return out, write_sample(out, 200, 3)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


def checked(path: Path, category: str, catalogue: Catalogue) -> Iterator[Row | Reject]:
    for table in open_tables(path):
        checker = RowChecker(catalogue[category], secret=b"test", document=path.name)
        checker.bind(table.headers)
        unread = set(table.headers) - {t.header for t in checker.targets}
        assert not unread, (path.name, unread)
        yield from map(checker, table.rows)


def test_every_category_has_files(sample: tuple[Path, dict[str, Any]], catalogue: Catalogue) -> None:
    described = read_described()
    drawn = {name for name, one in described.items() if one.cases or (one.ordinary and not one.ordinary.follows)}
    sent = {f["category"] for f in sample[1]["files"]}
    assert {*CATEGORIES, *drawn} <= sent <= {*CATEGORIES, *described} <= set(catalogue.categories)


def test_clean_files_are_accepted_whole(sample: tuple[Path, dict[str, Any]], catalogue: Catalogue) -> None:
    out, truth = sample
    seen: set[str] = set()
    for file in truth["files"]:
        rows = list(checked(out / file["name"], file["category"], catalogue))
        assert [r for r in rows if isinstance(r, Reject)] == [], file["name"]
        assert len(rows) == file["rows"], file["name"]
        assert sum(bool(r.flags) for r in rows if isinstance(r, Row)) == file["flagged"], (file["name"], rows)
        if file["repeated"]:
            continue
        ids = [{s.id for s in r.statements} for r in rows if isinstance(r, Row)]
        assert sum(not (found - seen) for found in ids) == file["unchanged"], file["name"]
        fresh = set[str]().union(*ids)
        assert len(fresh) == sum(map(len, ids)), f"{file['name']}: a row stands there twice"
        seen |= fresh


def test_dirty_files_are_refused_where_they_are_dirty(sample: tuple[Path, dict[str, Any]], catalogue: Catalogue) -> None:
    out, truth = sample
    for file in truth["dirty"]:
        path = out / file["name"]
        if file["outcome"] == "refused":
            with pytest.raises(InputError):
                list(checked(path, file["category"], catalogue))
            continue
        rows = list(checked(path, file["category"], catalogue))
        rejects = [{"line": r.line, "rule": r.rule} for r in rows if isinstance(r, Reject)]
        assert rejects == file["rejects"], file["name"]
        unreadable = [r.line for r in rows if isinstance(r, Row) and any(f": {AS_STATED}" in flag for flag in r.flags)]
        assert unreadable == file.get("unreadable", []), file["name"]
        assert (len(rows), len(rows) - len(rejects)) == (file["rows"], file["accepted"]), file["name"]
