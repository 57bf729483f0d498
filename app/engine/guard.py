"""Refuses statements that are not plain reading: the embedded engine does not enforce READ access mode.

Both engines pass every `read` through it, so a statement is refused on one exactly where it is on the other. Statements
come from files of this project, so a rare harmless one (a variable called `set`) may be refused too.
"""

import re
from functools import lru_cache

from app.errors import WriteRefused

ALLOWED_PROCEDURES = frozenset({"db.index.fulltext.querynodes"})
WRITES = frozenset(
    "create merge delete detach set remove foreach load drop alter grant revoke deny use terminate start stop rename".split()
)

_NOT_CODE = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:``|[^`])*`|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_WORD = re.compile(r"[^\W\d]\w*")
_PROCEDURE = re.compile(r"\s*([A-Za-z_][\w.]*)")
_NAME_FOLLOWS = re.compile(r"(?:[:$|&!]|(?<!\d)\.)\s*$")


@lru_cache(maxsize=1024)
def refuse_writes(query: str) -> None:
    """Raise WriteRefused where `query` has a clause that writes, loads a file or calls a procedure not listed."""
    if "\\u" in query:
        raise WriteRefused("a reading statement must not contain escaped characters (\\u)")
    code = _NOT_CODE.sub(lambda match: " " if match.group(0)[0] == "/" else " q ", query)
    for word in _WORD.finditer(code):
        text = word.group(0).lower()
        if text == "call":
            called = _PROCEDURE.match(code, word.end())
            if called and called.group(1).lower() not in ALLOWED_PROCEDURES:
                raise WriteRefused(f"a reading statement must not call {called.group(1)}")
        elif text in WRITES and not _is_name(code, word):
            raise WriteRefused(f"a reading statement must not contain {text.upper()}")


def _is_name(code: str, word: re.Match[str]) -> bool:
    """Whether a word is the name of a property, label, parameter or map key rather than a clause."""
    before = code[max(0, word.start() - 40) : word.start()]
    return bool(_NAME_FOLLOWS.search(before)) or code[word.end() :].lstrip()[:1] == ":"
