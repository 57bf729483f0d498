"""What receipts say of files and rows has its Chinese in app/cli/language/remarks.zh.yml, which holds no others."""

import re
import string
from collections.abc import Iterator

import pytest
import yaml

from app.cli.language.messages import DESK, FILE, HELP, REMARKS, in_words
from tests.architecture.language.sources import whole_texts, written
from tests.architecture.tree import code

KNOWN: dict[str, str] = yaml.safe_load(REMARKS.read_text(encoding="utf-8"))
ROOMS = ("check", "derive", "identity", "load", "mapping", "read", "types", "values")
SENTENCE = re.compile(r"[a-z]+ [a-z]+")
CHINESE = re.compile("[一-鿿]")
PUT_TOGETHER = {
    "{} title line above the header",
    "{} title lines above the header",
    "{}; give 2017-06-30, 2017/6/30, 2017年6月30日, 20170630, Jun 30, 2017, a spreadsheet serial, epoch milliseconds or 长期",
}
"""Remarks whose words stand apart in the source."""
NOT_SAID = (
    "longterm openended",  # words that are read, not said
    "january/jan",
    "2017-06-30, ",
    "not a duration: ",  # to who writes a category
    "end of document",  # where a statement stands
)
"""How texts begin that look like remarks and are none."""
PIECES = (
    "{} and may not be kept in clear: {}",
    "{}HTML taken out",
    "{}escapes of a spreadsheet file decoded",
    "{}a formula that only quotes a text",
    " and others",
    "{}: {} {}, the row is filed by its code",
    "its name is that of",
    "is stated under another name too",
    "{}: the number {}",
    "{}: its document number {}",
    "says otherwise",
    "left out, since it cannot be read",
    "kept as stated: ",
    "without end",
    "a document number",
    "{} rows are further entries of a stake and add to it: {}",
    "{} title line{} above the header",
    "full if they come to the capital",
    "are not closed, since rows of theirs were refused or name their enterprise only",
    "are full, since their shares add up to the whole; --coverage says otherwise",
    "are full if their amounts come to the registered capital of their enterprise; --coverage says otherwise",
    "are taken as partial, since their shares do not add up to the whole; --coverage says otherwise",
)
"""What remarks are put together of. The Chinese has them whole, so that no key of it stands in the source."""


def remarks() -> Iterator[tuple[str, str]]:
    """Where each remark stands in the loaders, and its template."""
    for path in code():
        if path.parts[0] == "loaders" and path.parts[1] in ROOMS:
            for line, text in whole_texts(path):
                if SENTENCE.search(text) and text not in PIECES and not text.startswith(NOT_SAID):
                    yield f"{path}:{line}", text


@pytest.mark.usefixtures("in_chinese")
def test_every_remark_has_its_chinese() -> None:
    found = list(remarks())
    assert len(found) > 150, "the test sees them"
    lacking = [f"{where}: {text}" for where, text in found if SENTENCE.search(in_words(text.replace("{}", "7").strip("# ")))]
    assert not lacking, f"give the Chinese of each in {REMARKS.name}: {lacking}"


def test_no_remark_is_left_over() -> None:
    texts = "\n".join(written())
    pieces = {english: max(re.split(r"\{\}|[:=] ?", english), key=len) for english in KNOWN}
    left = {english for english, piece in pieces.items() if piece not in texts}
    assert {english for english in left if not any(piece.strip(" {}:") in english for piece in PIECES)} == PUT_TOGETHER
    both = KNOWN.keys() & {k for file in (FILE, DESK, HELP) for k in yaml.safe_load(file.read_text("utf-8"))}
    assert not both, f"once is enough: {both}"
    assert all(CHINESE.search(chinese) for chinese in KNOWN.values())
    for english, chinese in KNOWN.items():
        places = [name for _, name, _, _ in string.Formatter().parse(chinese) if name is not None]
        assert places == [""] * english.count("{}") or sorted(places) == [str(i) for i in range(english.count("{}"))], english


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("处罚日期: there is no day 2024-02-30", "处罚日期: 没有 2024-02-30 这一天"),
        ("line 8, 处罚日期: there is no day 2024-02-30", "第 8 行，处罚日期: 没有 2024-02-30 这一天"),
        ("代码: mended: inner blanks", "代码: 已修正：中间的空格"),
        (
            "代码: unified social credit code: the check character is 1, it should be 2; kept as stated, it identifies nobody",
            "代码: 统一社会信用代码：校验位为 1，应为 2；按原文保留，不用于识别主体",
        ),
        ("日期: kept as stated: a month without its day; give 2017", "日期: 按原文保留：只有年月，没有日; give 2017"),
        ("处罚机关=市局 [Department, by name]; 罚款=1 CNY (as of 2024-03-05, by 市局)", None),
        ("of one thing on 2024-01-01 line 3 and a row loaded before say different things: line 3 counts", None),
    ],
)
def test_remarks_in_chinese(english: str, chinese: str | None) -> None:
    told = in_words(english)
    assert told == chinese if chinese else not SENTENCE.search(told), told
