"""What programs left in cells and nobody wrote: HTML, escapes and errors of spreadsheets, formulas that only quote a text."""

import html
import re
from collections.abc import Iterable, Mapping
from html.entities import html5

from loaders.values.cells import MENDED
from loaders.values.normalise import clean_text

_BLOCKS = "br|p|div|li|ul|ol|tr|td|th|table|tbody|thead|h[1-6]|hr|dd|dt|dl|blockquote|pre|section|article"
_INLINE = (
    "a|abbr|b|big|body|center|code|del|em|font|form|head|html|i|img|input|ins|label|link|mark|meta|nobr|o:p|s|small|span"
    "|strike|strong|sub|sup|tt|u|wbr"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'\s*=\s*"([^"]*)"\s*\Z')
_ERROR = re.compile(
    r"[ \t\u3000]*(?:#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!"
    r"|BLOCKED!|BUSY!|CONNECT!|UNKNOWN!|PYTHON!|EXTERNAL!"
    r"|GETTING_DATA)|#{3,}|(?:Err:|错误:|错误：)5\d\d)[ \t\u3000]*",
    re.IGNORECASE,
)
"""What a spreadsheet shows in a cell in place of a value: a formula's error (LibreOffice: a number), a column too narrow."""
_AROUND_BREAKS = re.compile(r"[ \t\u3000]*\n\s*")
ERROR = "an error that a spreadsheet shows in place of a value, which says nothing"
TAGS, ESCAPES, QUOTED = (
    f"{MENDED}HTML taken out",
    f"{MENDED}escapes of a spreadsheet file decoded",
    f"{MENDED}a formula that only quotes a text",
)
_DEPTH = 3


def suspect(cells: Mapping[str, str]) -> bool:
    """Whether any cell of a row may need mending; cheap, and now and then wrongly so."""
    joined = "\n".join(cells.values())
    if "#" in joined or "rr:5" in joined or "错误" in joined:
        return True
    return "<" in joined or '="' in joined or '= "' in joined or "_x" in joined or ("&" in joined and ";" in joined)


def mend_row(cells: Mapping[str, str], headers: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The cells of a row with those under `headers` mended, and a remark for each that was, its header first."""
    mended, flags = dict(cells), []
    for header in headers:
        text = mended.get(header)
        if text:
            mended[header], remarks = mend(text)
            flags += [f"{header}: {remark}" for remark in remarks]
    return mended, flags


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without HTML, escapes such as `_x000D_`, and the formula that quotes it (`="123"`), and what was mended.

    Only tags that lay out a text count, so that `资本<100万` stays; entities are decoded as often as they were encoded. Of an
    error that a spreadsheet shows (#N/A) nothing is left.
    """
    if _ERROR.fullmatch(text):
        return "", (ERROR,)
    flags = []
    if quoted := _QUOTED.match(text):
        text = quoted[1]
        flags.append(QUOTED)
    if _ESCAPE.search(text):
        text = _ESCAPE.sub(_character, text).strip()
        flags.append(ESCAPES)
    plain = text
    for _ in range(_DEPTH):
        before, plain = plain, _plain(plain)
        if plain == before:
            break
    if plain != text:
        text = clean_text(_AROUND_BREAKS.sub("\n", plain))
        flags.append(TAGS)
    return text, tuple(flags)


def _plain(text: str) -> str:
    if "<" in text:
        text = _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", _COMMENT.sub("", text)))
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _entity(found: re.Match[str]) -> str:
    """The character that an entity stands for, a blank for one that cannot be broken; what is no entity stays."""
    text = found[0]
    if text[1] != "#" and text[1:] not in html5:
        return text
    return html.unescape(text).replace("\u00a0", " ")


def _character(found: re.Match[str]) -> str:
    """What an escape stands for; nothing where it cannot be seen, as the carriage return that comes with a line break."""
    character = chr(int(found[1], 16))
    return character if character in "\t\n" or character.isprintable() else ""
