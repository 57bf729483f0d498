"""Rows of refused files that name who is erased go, whether their cells stand in clear or sealed."""

import csv
from pathlib import Path

import pytest

from loaders.check.rejects import OWN
from loaders.check.sealing import is_sealed, seal
from loaders.erase.files import ErasedPersons, without_rows
from loaders.types.codes.pid import hash_document

SECRET, OTHER = b"one", b"another"
GONE, STAYS = "被忘记", "留下来"
NUMBER = "11010519491231002X"
WANTED = ErasedPersons({GONE}, {f"pid:{hash_document(NUMBER, 'resident', SECRET)[0]}"}, SECRET)


def _rejects(folder: Path, *rows: tuple[str, str]) -> Path:
    path = folder / "list.0123456789ab.rejects.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[*OWN, "姓名", "证件号码"], *(["b"] * len(OWN) + [*row] for row in rows)])
    return path


def _told(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[len(OWN) :] for row in csv.reader(file)][1:]


def test_sealed_cells_are_opened_and_searched(tmp_path: Path) -> None:
    stays = (STAYS, seal("110105194912310038", SECRET))
    path = _rejects(
        tmp_path,
        (seal(f"{STAYS}、{GONE}", SECRET), "9"),
        ("某", seal(f" {NUMBER[:6]} {NUMBER[6:]}", SECRET)),
        ("某", seal("110105491231002", SECRET)),
        ("某", "'" + NUMBER.lower()),
        stays,
    )
    before = path.read_bytes()
    assert without_rows(tmp_path, WANTED, dry_run=True) == (4, 0)
    assert path.read_bytes() == before
    assert without_rows(tmp_path, WANTED, dry_run=False) == (4, 0)
    assert _told(path) == [list(stays)]
    assert is_sealed(_told(path)[0][1]), "what stays stays sealed"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_rows_sealed_under_another_secret_are_counted_where_they_stay(tmp_path: Path) -> None:
    path = _rejects(tmp_path, (seal(GONE, OTHER), "9"), (GONE, seal(NUMBER, OTHER)), (STAYS, "sealed:x"), (STAYS, "9"))
    assert without_rows(tmp_path, WANTED, dry_run=False) == (1, 2)
    assert len(_told(path)) == 3
    assert without_rows(tmp_path, ErasedPersons({" "}), dry_run=False) == (0, 0), "nobody is looked for"


def test_a_file_of_nobody_else_is_deleted(tmp_path: Path) -> None:
    path = _rejects(tmp_path, (seal(GONE, SECRET), ""))
    assert without_rows(tmp_path, WANTED, dry_run=False) == (1, 0)
    assert not path.exists()


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _rejects(tmp_path, (GONE, "1"), (STAYS, "2"))
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        without_rows(tmp_path, WANTED, dry_run=False)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
