"""Rejects: a private file that says what is wrong, and comes back mended."""

import csv
from pathlib import Path

import pytest

from app.errors import InputError
from loaders.catalogue_files import read_catalogue
from loaders.check import Checker
from loaders.read import open_tables
from loaders.rejects import RejectsFile, batch_of
from models.statements import Reject, Row

HEADERS = ["统一社会信用代码", "姓名", "职务", "备注"]


def run(path: Path) -> tuple[list[Row], list[Reject], bool]:
    checker = Checker(read_catalogue()["key_person"], provider="某局", day="2024-01-01", document=path.name)
    accepted, rejected = [], []
    for table in open_tables(path):
        checker.bind(table.headers)
        for raw in table.rows:
            found = checker(raw)
            if isinstance(found, Row):
                accepted.append(found)
            else:
                rejected.append(found)
    return accepted, rejected, checker.resent


def test_a_reject_is_mended_and_sent_again(tmp_path: Path) -> None:
    sent = tmp_path / "key_person.csv"
    rows = [["3301062015292", "张三", "董事", "x"], ["123", "李四", "=1+1", "'=2"], ["3301062015292", "", "监事", "-5"]]
    sent.write_text("\n".join(",".join(r) for r in [HEADERS, *rows]), encoding="utf-8")
    accepted, rejected, resent = run(sent)
    assert (len(accepted), len(rejected), resent) == (1, 2, False)
    file = RejectsFile(tmp_path / "out" / "key_person.rejects.csv", "b1")
    for reject in rejected:
        file.add(reject)
    path = file.close()
    assert path
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert batch_of(path) == "b1"
    assert batch_of(sent) is None
    with path.open(encoding="utf-8-sig", newline="") as opened:
        written = list(csv.DictReader(opened))
    assert [(w["_document"], w["_line"], w["_column"], w["_rule"]) for w in written] == [
        ("key_person.csv", "3", "统一社会信用代码", "code"),
        ("key_person.csv", "4", "姓名", "required"),
    ]
    assert (written[0]["职务"], written[0]["备注"], written[1]["备注"]) == ("'=1+1", "''=2", "'-5")

    text = path.read_text(encoding="utf-8-sig").replace(",123,", ",3301062015292,")
    path.write_text(text, encoding="utf-8-sig")
    accepted, rejected, resent = run(path)
    assert resent
    assert (accepted[0].place, accepted[0].statements[0].values["post"]) == ("3", "=1+1")
    assert rejected[0].cells["备注"] == "-5"

    again = RejectsFile(tmp_path / "again.csv", "b1")
    again.add(rejected[0])
    path = again.close()
    assert path
    with path.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        (row,) = reader
        assert reader.fieldnames == ["_batch", "_document", "_sheet", "_line", "_column", "_rule", "_message", *HEADERS]
    assert (row["_document"], row["_line"]) == ("key_person.csv", "4")


def test_no_rejects_no_file(tmp_path: Path) -> None:
    file = RejectsFile(tmp_path / "r.csv", "b1")
    assert file.close() is None
    assert not list(tmp_path.iterdir())
    file.add(Reject("a", None, 2, None, None, "rule", "message", {"a": "1"}))
    file.discard()
    assert not list(tmp_path.iterdir())


def test_a_rejects_file_names_one_batch(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("_batch,_rule,a\nb1,x,1\nb2,x,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="one batch"):
        batch_of(path)
