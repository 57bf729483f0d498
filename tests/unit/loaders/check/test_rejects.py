"""Rejects: a private file that says what is wrong, and comes back mended."""

import csv
import errno
import os
import time
from pathlib import Path

import pytest

from app.errors import InputError
from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.check.rejects import RejectsFile, batch_of, delete_old
from loaders.read import open_tables
from models.statements import Reject, Row

HEADERS = ["统一社会信用代码", "姓名", "职务", "备注"]


def run(path: Path, secret: bytes = b"s") -> tuple[list[Row], list[Reject], bool]:
    checker = RowChecker(read_catalogue()["key_person"], provider="某局", day="2024-01-01", document=path.name, secret=secret)
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


NUMBER = "11010119900307002X"
PERSONAL = ["统一社会信用代码", "姓名", "证件号码", "职务", "联系手机", "备注"]


def kept(folder: Path, rejected: list[Reject]) -> tuple[Path, list[dict[str, str]]]:
    """A file of rejects, and its rows."""
    file = RejectsFile(folder / "r.rejects.csv", "b1")
    for reject in rejected:
        file.add(reject)
    path = file.close()
    assert path
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return path, list(csv.DictReader(opened))


def test_no_sensitive_cell_stands_in_clear_and_the_file_comes_back(tmp_path: Path) -> None:
    sent = tmp_path / "key_person.csv"
    rows = [
        ["123", "张三", NUMBER, "董事", "13800138000", f"身份证{NUMBER}，已核"],
        ["123", "李四", "E1234567", "监事", "", "电话 13912345678"],
        ["3301062015292", "王五", NUMBER, "董事", "13700137000", "x", "多一格"],
    ]
    sent.write_text("\n".join(",".join(r) for r in [PERSONAL, *rows]), encoding="utf-8")
    _, rejected, _ = run(sent)
    assert len(rejected) == 3
    path, written = kept(tmp_path, rejected)
    text = path.read_text(encoding="utf-8-sig")
    assert not any(clear in text for clear in (NUMBER, "E1234567", "13800138000", "13912345678", "13700137000", "王五"))
    assert [row["姓名"] for row in written[:2]] == ["张三", "李四"], "a name is what the row is known by"
    assert written[1]["联系手机"] == ""
    path.write_text(text.replace(",123,", ",3301062015292,"), encoding="utf-8-sig")
    accepted, again, resent = run(path)
    assert (resent, len(accepted), len(again)) == (True, 3, 0)
    sent.write_text("\n".join(",".join(r) for r in [PERSONAL, *rows]).replace("123,", "3301062015292,", 2), encoding="utf-8")
    first, _, _ = run(sent)
    assert [r.statements[0].id for r in accepted[:2]] == [r.statements[0].id for r in first], (
        "what was sealed is read as it was"
    )
    _, strangers, _ = run(path, b"another secret")
    assert {r.rule for r in strangers} == {"sealed"}
    assert "another secret" in strangers[0].message


def test_sealed_cells_that_are_refused_again_stay_sealed(tmp_path: Path) -> None:
    sent = tmp_path / "key_person.csv"
    sent.write_text(",".join(PERSONAL) + f"\n123,张三,{NUMBER},董事,,\n", encoding="utf-8")
    path, _ = kept(tmp_path, run(sent)[1])
    for secret in (b"s", b"another"):
        rejected = run(path, secret)[1]
        assert len(rejected) == 1
        path, written = kept(tmp_path, rejected)
        assert written[0]["证件号码"].startswith("sealed:")


def test_a_killed_load_leaves_no_part_and_old_files_go(tmp_path: Path) -> None:
    file = RejectsFile(tmp_path / "r" / "a.rejects.csv", "b1")
    file.add(Reject("a", None, 2, None, None, "rule", "message", {"a": "1"}))
    assert not list((tmp_path / "r").iterdir()), "what is collected has no name yet"
    file.discard()
    now = time.time()
    ages = {"new.rejects.csv": 29, "old.rejects.csv": 31, "half.rejects.csv.ready": 1, "other.csv": 400}
    for name, days in ages.items():
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (now - days * 86_400, now - days * 86_400))
    assert delete_old(tmp_path, 30) == 2
    assert {path.name for path in tmp_path.glob("*.*")} == {"new.rejects.csv", "other.csv"}
    assert delete_old(tmp_path / "absent", 30) == 0


@pytest.mark.parametrize("when", ["add", "close"])
def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    file = RejectsFile(tmp_path / "a.rejects.csv", "b1")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if when == "add":
        monkeypatch.setattr("loaders.check.rejects.tempfile.TemporaryFile", full)
    else:
        monkeypatch.setattr(RejectsFile, "_write", full)

    def keep() -> None:
        file.add(Reject("a", None, 2, None, None, "rule", "message", {"a": "1"}))
        file.close()

    with pytest.raises(InputError, match=r"cannot be kept in .*No space left on device\. Make room"):
        keep()
    file.discard()
    assert not list(tmp_path.iterdir())
