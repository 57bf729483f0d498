"""Texts, names and headers in the one form by which they are compared."""

import re
import unicodedata

from models.values.names import UNSEEN, normalise_name

__all__ = ["clean_text", "is_empty", "is_empty_text", "normalise_header", "normalise_name"]

_MARKS = re.compile(r"^[*＊]+|[*＊]+$|\((?:必填|选填)\)$")
_DOTS = ("..", "...", "....", ".....", "……")
_DASHES = ("-", "--", "---", "—", "——", "———", "－", "－－", "–", "――", "- -", "— —")
EMPTY = frozenset(
    (
        "",
        *_DASHES,
        *_DOTS,
        "/",
        "\\",
        "\\n",
        "null",
        "none",
        "nan",
        "n/a",
        "#n/a",
        "nil",
        "[]",
        "{}",
        "无",
        "(无)",
        "（无）",
        "暂无",
        "暂缺",
        "空",
        "(空)",
        "（空）",
        "无提交",
        "未提交",
        "未填",
        "未填写",
        "未填报",
        "未录入",
        "无数据",
        "无内容",
        "非公示项",
        "(非公示项)",
        "未公示",
        "不公示",
        "企业选择不公示",
        "选择不公示",
    )
)
EMPTY_TEXT = frozenset(("", "null", "nan", "none", "n/a", "#n/a", "\\n", "/", *_DASHES, *_DOTS))


def clean_text(text: str) -> str:
    """Text without what cannot be seen: control and zero-width characters, blanks at its ends; composed (NFC)."""
    text = text.strip()
    if not text.isprintable():
        text = UNSEEN.sub("", text).strip()
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def normalise_header(header: str) -> str:
    """The form in which headers are compared: `normalise_name` without marks for required columns."""
    return _MARKS.sub("", normalise_name(header).replace("：", "")).replace(" ", "")


def is_empty(text: str) -> bool:
    """Whether a cell of any type but text says nothing."""
    return text.strip().lower() in EMPTY if len(text) < 24 else text.isspace()


def is_empty_text(text: str) -> bool:
    """Whether a text cell says nothing: blank, or how programs write nothing. A Chinese word is left as what was said."""
    return text.strip().lower() in EMPTY_TEXT if len(text) < 24 else text.isspace()
