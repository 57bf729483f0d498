"""What receipts say of files and rows is in the language in use, as text and as JSON; what programs act on stays."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.language.messages import Language, in_chinese, in_words, use
from app.cli.text import receipt_text, record_text
from loaders.check.rejects import RejectsFile
from models.statements import Reject
from models.work.receipt import Preview, Receipt, Remark, RemarkKind, Taken, TakenFor
from tests.architecture.tree import ROOT, files

CHINESE = re.compile("[一-鿿]")
RECEIPT = Receipt(
    batch="b",
    category="penalty",
    document="a.csv",
    remarks=(Remark(kind=RemarkKind.AS_STATED, remark="金额: kept as stated: not a number", rows=1, lines=("2",)),),
    taken=(Taken(what=TakenFor.COVERAGE, value="full"),),
    preview=(Preview(line="3", refused="nothing that distinguishes this record from others"),),
    notes=("line 4, row: nothing that distinguishes this record from others",),
    error="a.csv: the file is empty",
)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    use(Language.ZH)
    yield
    use(Language.EN)


def test_a_receipt_as_json_has_its_texts_in_the_language_in_use() -> None:
    shown = receipt_text.document(RECEIPT)
    texts = [shown["remarks"][0]["remark"], shown["preview"][0]["refused"], *shown["notes"], shown["error"]]
    assert all(CHINESE.search(text.replace("金额", "")) for text in texts), texts
    codes = (shown["remarks"][0]["kind"], shown["taken"][0]["what"], shown["category"], shown["document"])
    assert codes == ("as_stated", "coverage", "penalty", "a.csv")
    use(Language.EN)
    assert receipt_text.document(RECEIPT) == RECEIPT.model_dump(mode="json")


def test_a_stored_batch_is_shown_in_the_language_in_use() -> None:
    stored = {"batch": "b", "receipt": RECEIPT.model_dump(mode="json")}
    assert record_text.batch_document(stored)["receipt"] == receipt_text.document(RECEIPT)


def test_a_receipt_of_an_earlier_version_is_read() -> None:
    stored = RECEIPT.model_dump(mode="json")
    stored |= {"as_told": 4, "remarks": [{**stored["remarks"][0], "kind": "as_told"}]}
    del stored["as_stated"]
    read = Receipt.model_validate(stored)
    assert (read.as_stated, read.remarks[0].kind) == (4, RemarkKind.AS_STATED)


def test_refused_rows_say_why_in_the_language_of_the_load(tmp_path: Path) -> None:
    rejects = RejectsFile(tmp_path / "a.rejects.csv", "b", in_words)
    message = "nothing that distinguishes this record from others"
    rejects.add(
        Reject(document="a.csv", line=2, sheet=None, column=None, value=None, rule="key", message=message, cells={"金额": "1"})
    )
    path = rejects.close()
    assert path is not None
    with path.open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert (row["_rule"], row["_message"]) == ("key", in_words(message))
    assert CHINESE.search(row["_message"])


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        (
            "line 1: penalty: no column for party (行政相对人), fine (罚款金额); the file has '单位', '数额'. Name them",
            "第 1 行: penalty: 没有 party (行政相对人), fine (罚款金额) 的列；文件中有 '单位', '数额'。Name them",
        ),
        (
            "line 1: name: column '企业名称' stands there twice; give the two different headers",
            "第 1 行: name: 列 '企业名称' 出现两次；请用不同的表头",
        ),
    ],
)
def test_the_place_of_an_error_stays_apart_from_what_it_says(message: str, chinese: str) -> None:
    assert in_chinese(message) == chinese


def test_every_rule_by_which_rows_are_refused_is_documented() -> None:
    calls = (
        node
        for path in files()
        if path.parts[0] == "loaders" and path.suffix == ".py"
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused"
    )
    rules = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    page = (ROOT / "docs/loading.md").read_text(encoding="utf-8")
    stated = page[page.index("`_rule` is its code") : page.index("Sensitive cells")]
    assert set(re.findall(r"`(\w+)`", stated)) - {"_rule"} == rules
