"""Texts, names and headers in the one form by which they are compared."""

import re
import unicodedata

_BRACKETS = str.maketrans(
    {"〔": "(", "【": "(", "〖": "(", "[": "(", "﹝": "(", "〕": ")", "】": ")", "〗": ")", "]": ")", "﹞": ")", ":": "："}
)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
_MARKS = re.compile(r"^[*＊]+|[*＊]+$|\((?:必填|选填)\)$")
EMPTY = frozenset(
    (
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "－",
        "/",
        "\\",
        "\\n",
        "null",
        "none",
        "nan",
        "n/a",
        "#n/a",
        "nil",
        "无",
        "暂无",
        "空",
        "非公示项",
        "(非公示项)",
        "未公示",
        "不公示",
        "企业选择不公示",
        "选择不公示",
    )
)
EMPTY_TEXT = frozenset(("", "null", "nan", "none", "n/a", "#n/a", "\\n", "-", "--", "—", "/"))


def clean_text(text: str) -> str:
    """Text without what cannot be seen: control and zero-width characters, blanks at its ends; composed (NFC)."""
    text = text.strip()
    if not text.isprintable():
        text = _UNSEEN.sub("", text).strip()
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def normalise_name(name: str) -> str:
    """The form in which names and document numbers are compared.

    NFKC, no blanks, one form of bracket, Latin letters in upper case, and no colon (it separates the parts of an id).
    """
    if not name.isprintable():
        name = _UNSEEN.sub("", name)
    text = unicodedata.normalize("NFKC", name)
    return "".join(text.split()).upper().translate(_BRACKETS)


def normalise_header(header: str) -> str:
    """The form in which headers are compared: `normalise_name` without marks for required columns."""
    return _MARKS.sub("", normalise_name(header).replace("：", "")).replace(" ", "")


def is_empty(text: str) -> bool:
    """Whether a cell of any type but text says nothing."""
    return text.strip().lower() in EMPTY if len(text) < 24 else text.isspace()


def is_empty_text(text: str) -> bool:
    """Whether a text cell says nothing: blank, or how programs write nothing. A Chinese word is left as what was said."""
    return text.strip().lower() in EMPTY_TEXT if len(text) < 24 else text.isspace()
