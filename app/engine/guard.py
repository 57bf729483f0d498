"""Refuses statements that are not plain reading: the embedded engine does not enforce READ access mode.

Both engines pass every `read` through it, so a statement is refused on one exactly where it is on the other.
"""

import re
from functools import lru_cache

from app.errors import WriteRefused

ALLOWED_PROCEDURES = frozenset({"db.index.fulltext.querynodes"})

_NOT_CODE = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:``|[^`])*`|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_WRITES = re.compile(
    r"(?<![.:$\w|&!])(create|merge|delete|detach|set|remove|foreach|drop|load\s+csv|alter|grant|revoke|deny|use|terminate)\b(?!\s*[:(.]|\s*$)",
    re.IGNORECASE,
)
_FOREACH = re.compile(r"(?<![.:$\w|&!])foreach\s*\(", re.IGNORECASE)
_CREATE_NODE = re.compile(r"(?<![.:$\w|&!])(create|merge|delete)\s*\(", re.IGNORECASE)
_CALL = re.compile(r"(?<![.:$\w|&!])call\s+([A-Za-z_][\w.]*)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def refuse_writes(query: str) -> None:
    """Raise WriteRefused where `query` has a clause that writes, loads a file or calls a procedure not listed."""
    code = _NOT_CODE.sub(" q ", query)
    found = _WRITES.search(code) or _FOREACH.search(code) or _CREATE_NODE.search(code)
    if found:
        raise WriteRefused(f"a reading statement must not contain {found.group(0).strip().upper()}")
    for name in _CALL.findall(code):
        if name.lower() not in ALLOWED_PROCEDURES:
            raise WriteRefused(f"a reading statement must not call {name}")
