"""Reads JSON lines as a stream: one object a line, its values as texts, nested objects flattened with underscores."""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from app.errors import InputError
from loaders.read.encoding import Marks, detect
from loaders.read.options import ANY, ReadOptions
from loaders.read.rows import RawRow, Table

MAX_LINE = 16_000_000
MAX_KEYS = 1_000
PEEK = 1000


def read_jsonl(path: Path, name: str, options: ReadOptions = ANY) -> Iterator[Table]:
    """The tables of a JSON lines file: a new one wherever a line has a key that none before had.

    Numbers keep the digits they are written with. Rows that are not read before the next table is asked for are passed over.
    Raises InputError where the file is empty.
    """
    rows = read_lines(path, options.encoding)
    peeked = list(islice(rows, PEEK))
    if not peeked:
        raise InputError(f"{name}: the file is empty", document=name)
    if all(row.error for row in peeked):
        raise InputError(f"{name}: line {peeked[0].line}: {peeked[0].error}", document=name, line=peeked[0].line)
    known: dict[str, None] = {key: None for row in peeked for key in row.cells}
    pending: list[RawRow] = peeked
    flags = nested_lists(peeked)

    def take() -> Iterator[RawRow]:
        """Rows until one has a key that is new; that one waits for the next table."""
        while pending:
            yield pending.pop(0)
        for row in rows:
            if row.cells.keys() <= known.keys():
                yield row
            else:
                pending.append(row)
                return

    while pending:
        known.update({key: None for row in pending for key in row.cells})
        if len(known) > MAX_KEYS:
            line = pending[-1].line
            raise InputError(f"{name}: line {line}: more than {MAX_KEYS:,} different keys", document=name, line=line)
        taken = take()
        yield Table(None, list(known), taken, flags, line=pending[-1].line)
        deque(taken, maxlen=0)  # a table whose rows nobody reads ends where the next begins
        flags = []


def nested_lists(rows: Sequence[RawRow]) -> list[str]:
    """Remarks (none or one) that name the lists of objects inside rows, which are tables of their own."""
    names = dict.fromkeys(key for row in rows for key, text in row.cells.items() if text.startswith("[{"))
    if not names:
        return []
    return [_inside(names)]


def less_lists(flag: str, read: Callable[[str], bool]) -> str:
    """A remark on lists inside rows without those that are read; empty where it names no other. Any other remark as it is."""
    before = _inside(())
    if not flag.startswith(before):
        return flag
    left = [name for name in flag.removeprefix(before).split(", ") if not read(name)]
    return _inside(left) if left else ""


def _inside(names: Iterable[str]) -> str:
    return f"lists inside the rows are tables of their own, not read here (--table NAME reads one): {', '.join(names)}"


def read_lines(path: Path, encoding: str | None = None) -> Iterator[RawRow]:
    """The rows of a JSON lines file, whatever their keys."""
    encoding, marks = detect(path, encoding), Marks()
    with path.open(encoding=encoding, errors=marks.name) as file:
        number = 0
        while text := file.readline(MAX_LINE):
            number += 1
            if len(text) == MAX_LINE and not text.endswith("\n"):
                while (more := file.readline(MAX_LINE)) and not more.endswith("\n"):
                    pass
                yield RawRow(None, number, {}, f"a line of more than {MAX_LINE:,} characters")
            elif text.strip():
                yield _row(number, text, marks, encoding)


def _row(number: int, text: str, marks: Marks, encoding: str) -> RawRow:
    if marks.seen and (byte := marks.bad(text)):
        shown = text.encode("utf-8", "replace").decode()[:2000]
        return RawRow(None, number, {"line": shown}, f"byte {byte} is not {encoding.upper().removesuffix('-SIG')}")
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return RawRow(None, number, {}, f"not JSON at character {error.pos + 1}: {error.msg}")
    except (ValueError, RecursionError):
        return RawRow(None, number, {}, "not JSON, or nested too deeply")
    if not isinstance(value, dict):
        return RawRow(None, number, {}, "not an object: JSON lines hold one object a line")
    cells: dict[str, str] = {}
    flatten("", value, cells, 0)
    return RawRow(None, number, cells)


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def flatten(
    prefix: str, nested: dict[str, Any], cells: dict[str, str], depth: int, deepest: int = 3, lists: bool = True
) -> None:
    """Put the values of an object into `cells` as texts, those of objects inside under both keys with `_` between.

    Objects deeper than `deepest`, and lists, become JSON text; lists that hold objects only with `lists`.
    """
    for key, value in nested.items():
        name = f"{prefix}{key}"
        if isinstance(value, str):
            cells[name] = value if value.isascii() or value.isprintable() else value.encode("utf-8", "replace").decode()
        elif value is None:
            cells[name] = ""
        elif isinstance(value, bool):
            cells[name] = "true" if value else "false"
        elif isinstance(value, dict) and depth < deepest:
            flatten(f"{name}_", value, cells, depth + 1, deepest, lists)
        elif lists or not (isinstance(value, list) and any(isinstance(one, dict | list) for one in value)):
            cells[name] = json.dumps(value, ensure_ascii=True)
