"""Reads JSON documents (an array, or objects with arrays of objects, each such list a table) as a stream, in two passes."""

import codecs
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import ijson

from app.errors import InputError
from loaders.read.encoding import detect
from loaders.read.formats.jsonl_file import MAX_KEYS, MAX_LINE, flatten
from loaders.read.json_damage import where_damaged
from loaders.read.opening import open_file
from loaders.read.options import ANY, ReadOptions
from loaders.read.rows import Nested, RawRow, Table
from models.values.codes import is_code

MOST_TABLES = 200
MOST_VALUES = 300_000
MOST_CHARACTERS = 16_000_000
"""The most values and characters of one object of the outermost list: it is in memory as a whole, and refused past that."""
DEEPEST = 60
PARENT = "parent_"
WHOLE = "."
"""The name of the table whose one row is the document itself."""
KEYED, KEY = "*", "uniscId"
"""The last step of the path to objects in an object keyed by codes, and the header of the code in their rows."""
_Event = tuple[str, Any]
_Placed = tuple[dict[str, Any], dict[str, str]]
"""An object of a table, and the flattened values of the objects around it that are in lists."""


@dataclass(slots=True)
class ObjectList:
    """A list of objects, or an object that stands alone: how many rows it has, and their keys."""

    path: tuple[str, ...]
    rows: int = 0
    keys: dict[str, None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name by which a sender requests it: the keys that lead to it."""
        return ".".join(self.path) or WHOLE


def is_document(path: Path, encoding: str | None = None) -> bool:
    """Whether a file that begins like JSON is one document, and not JSON lines.

    It is where its first line is no complete object, or is the only one and contains lists or objects.
    """
    with path.open(encoding=detect(path, encoding), errors="replace") as file:
        first = file.readline(MAX_LINE)
        while first and not first.strip():
            first = file.readline(MAX_LINE)
        more = any(line.strip() for line in iter(lambda: file.readline(MAX_LINE), ""))
    text = first.removeprefix("\ufeff").strip()
    if text.startswith("["):
        return True
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text) - 1 or len(first) >= MAX_LINE
    except (ValueError, RecursionError):
        return False
    return not more and isinstance(value, dict) and any(map(_holds_objects, value.values()))


def _holds_objects(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def read_document(path: Path, name: str, options: ReadOptions = ANY) -> Iterator[Table]:
    """The tables of a document, the outermost first, or the one requested by its keys (`data.items`, `shareholders`).

    A row has its own values, flattened with `_`, and those of the objects around it: under their own key where no row of the
    table has it, else with `parent_` before it. Lists of objects inside a row are tables of their own. Raises InputError where
    the document is damaged, holds no object, or one that is too large.
    """
    wanted, file = options.table, _File(path, name, detect(path, options.encoding))
    try:
        try:
            lists, around = _survey(file, many := False)
        except _Many:
            lists, around = _survey(file, many := True)
    except _Damaged as error:
        raise InputError(f"{name}: damaged JSON: {where_damaged(path, file.encoding) or error}", document=name) from None
    tables = sorted((one for one in lists.values() if one.rows and one.keys), key=lambda one: len(one.path))
    if wanted is not None:
        tables = [one for one in tables if one.name == wanted]
        if not tables:
            listed = ", ".join(one.name for one in lists.values() if one.rows and one.keys)
            raise InputError(f"{name}: there is no table {wanted!r}; it has {listed}", document=name)
    if not tables:
        raise InputError(f"{name}: JSON without an object that could be a row", document=name)
    for table in tables:
        upper = [around[p] for i in range(len(table.path) - 1, -1, -1) if (p := table.path[:i]) in around]
        inner = [lists[p].keys for i in range(len(table.path) - 1, -1, -1) if (p := table.path[:i]) in lists]
        own = dict.fromkeys(key for key in table.keys if (*table.path, key) not in lists or not lists[(*table.path, key)].rows)
        naming = _namer(table.keys)
        outer = map(naming, (key for keys in (*map(list, upper), *map(list, inner)) for key in keys))
        named = list(dict.fromkeys(chain(own, outer)))
        outermost = around.get((), {})
        cells = outermost if not table.path else {naming(key): text for key, text in outermost.items()}
        others = Nested(len(own), len(table.path), table.rows, cells)
        flags = [f"the keys of an object are codes, read as {KEY} of its rows"] if KEYED in table.path else []
        yield Table(None, named, _rows(file, table, upper, many, options.lists), flags, name=table.name, nested=others)


class _File(NamedTuple):
    path: Path
    name: str
    encoding: str


class _Many(Exception):
    """Signals that the document is several objects, one after another, which are rows as in a list."""


class _Damaged(Exception):
    """Signals that the document is no JSON."""


def _namer(own: dict[str, None]) -> Callable[[str], str]:
    """A function that gives the header, in a row, of a value of an object around it."""
    return lambda key: PARENT + key if key in own else key


def _events(file: BinaryIO, encoding: str) -> Iterator[_Event]:
    """The parser's events of a document. Raises _Damaged."""
    try:
        source: Any = _Utf8(file, encoding)
        yield from ijson.basic_parse(source, buf_size=1 << 16, multiple_values=True)
    except (ijson.JSONError, UnicodeError, ValueError, OverflowError, RecursionError) as error:
        raise _Damaged(" ".join(str(error).partition("\n")[0].split())[:120].encode("ascii", "replace").decode()) from None


class _Utf8:
    """A file of text in any encoding, as one whose bytes are UTF-8 without BOM."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._decode = codecs.getincrementaldecoder(encoding)().decode

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises UnicodeError."""
        while chunk := self._file.read(size):
            if text := self._decode(chunk):
                return text.encode()
        return self._decode(b"", True).encode()


def _survey(document: _File, many: bool) -> tuple[dict[tuple[str, ...], ObjectList], dict[tuple[str, ...], dict[str, str]]]:
    """The tables of a document by path, and the values of the objects that are in no list."""
    survey, name = _Survey(many), document.name
    with open_file(document.path, name) as file:
        for event, value in _events(file, document.encoding):
            survey.see(event, value)
            if survey.depth > DEEPEST:
                raise InputError(f"{name}: JSON nested more than {DEEPEST} times", document=name)
            if len(survey.lists) > MOST_TABLES:
                raise InputError(f"{name}: more than {MOST_TABLES} lists of different names in one document", document=name)
            if survey.widest > MAX_KEYS:
                raise InputError(f"{name}: more than {MAX_KEYS:,} different keys in one list", document=name)
    return survey.lists, survey.around


class _Survey:
    """Walks a document and records its lists of objects with their keys, without storing the rows."""

    def __init__(self, many: bool) -> None:
        self._many = many
        self._began = False
        self.lists: dict[tuple[str, ...], ObjectList] = {}
        self.around: dict[tuple[str, ...], dict[str, str]] = {}
        self.widest = 0
        self._stack: list[tuple[bool, tuple[str, ...], str, bool]] = []
        self._key = ""

    @property
    def depth(self) -> int:
        """The depth of the present place in the document."""
        return len(self._stack)

    def see(self, event: str, value: Any) -> None:
        """Record one event. The stack holds: is it a list, the path of its table, its prefix in a row, is it in a list."""
        if event == "map_key":
            self._key = value
        elif event in ("end_map", "end_array"):
            self._stack.pop()
        elif event == "start_map":
            self._stack.append(self._map())
        elif event == "start_array":
            self._stack.append(self._list())
        elif self._stack:
            is_list, path, prefix, listed = self._stack[-1]
            if not is_list:
                self._note(path, prefix + self._key, value, listed)
            elif prefix and path[:-1] in self.lists:
                self.lists[path[:-1]].keys[prefix] = None

    def _list(self) -> tuple[bool, tuple[str, ...], str, bool]:
        if not self._stack:
            return True, (), "", False
        is_list, path, prefix, listed = self._stack[-1]
        if is_list:
            return True, path, "", listed
        name = prefix + self._key
        return True, (*path, name), name, listed

    def _map(self) -> tuple[bool, tuple[str, ...], str, bool]:
        if not self._stack:
            if self._began and not self._many:
                raise _Many
            self._began = True
            self._row((), self._many)
            return False, (), "", self._many
        is_list, path, prefix, listed = self._stack[-1]
        if is_list:
            self._row(path, True)
            return False, path, "", True
        if listed:
            return False, path, f"{prefix}{self._key}_", True
        keyed = is_code(self._key)
        path = (*path, KEYED if keyed else self._key)
        self._row(path, keyed)
        if keyed:
            self.lists[path].keys[KEY] = None
        return False, path, "", keyed

    def _row(self, path: tuple[str, ...], listed: bool) -> None:
        self.lists.setdefault(path, ObjectList(path)).rows += 1
        if not listed:
            self.around.setdefault(path, {})

    def _note(self, path: tuple[str, ...], key: str, value: Any, listed: bool) -> None:
        keys = self.lists[path].keys
        keys[key] = None
        self.widest = max(self.widest, len(keys))
        if listed:
            return
        self.around[path][key] = text = _text(value)
        for i in range(len(path)):
            name = "_".join((*path[i:], key))
            if path[:i] in self.around:
                self.lists[path[:i]].keys[name] = None
                self.around[path[:i]][name] = text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).encode("utf-8", "replace").decode()


def _rows(document: _File, table: ObjectList, upper: list[dict[str, str]], many: bool, lists: bool = False) -> Iterator[RawRow]:
    """The rows of one table, each numbered in its order; with the lists in them as texts, or without."""
    around: dict[str, str] = {}
    for cells in reversed(upper):
        around |= cells
    naming = _namer(table.keys)
    number = 0
    try:
        for row, above in _objects(document, table.path, many):
            number += 1
            own: dict[str, str] = {}
            flatten("", row, own, 0, DEEPEST, lists=lists)
            cells = {naming(key): text for key, text in (around | above).items()} | own
            yield RawRow(None if table.name == WHOLE else table.name, number, cells)
    except _Damaged as error:
        raise InputError(f"{document.name}: damaged JSON after row {number}: {error}", document=document.name) from None


def _objects(document: _File, wanted: tuple[str, ...], many: bool) -> Iterator[_Placed]:
    """The objects of a table, with the flattened values of the objects around them that are in lists."""
    name = document.name
    with open_file(document.path, name) as file:
        events = _events(file, document.encoding)
        for event, _ in events:
            if event == "start_map":
                yield from _nested(_rest(events, name), wanted, {}) if many else _of_object(events, name, wanted, ())
            elif event == "start_array":
                yield from _of_list(events, name, wanted, True)


def _of_object(events: Iterator[_Event], name: str, wanted: tuple[str, ...], walked: tuple[str, ...]) -> Iterator[_Placed]:
    """The rows in an object that is in no list, and whose beginning was read; it is read to its end."""
    if walked == wanted:
        yield _rest(events, name), {}
        return
    key = ""
    for event, value in events:
        if event == "map_key":
            key = value
        elif event == "start_map" and is_code(key):
            within = (*walked, KEYED)
            keyed = {KEY: key} | _rest(events, name)
            yield from _nested(keyed, wanted[len(within) :], {}) if within == wanted[: len(within)] else ()
        elif event == "start_map":
            yield from _of_object(events, name, wanted, (*walked, key))
        elif event == "start_array":
            within = (*walked, key)
            yield from _of_list(events, name, wanted[len(within) :], within == wanted[: len(within)])
        elif event == "end_map":
            return


def _of_list(events: Iterator[_Event], name: str, rest: tuple[str, ...], wanted: bool) -> Iterator[_Placed]:
    """The rows in the objects of one outermost list, whose beginning was read; it is read to its end."""
    depth = 1
    for event, _ in events:
        if event == "start_map" and depth == 1 and wanted:
            yield from _nested(_rest(events, name), rest, {})
        elif event in ("start_map", "start_array"):
            depth += 1
        elif event in ("end_map", "end_array"):
            depth -= 1
            if not depth:
                return


def _rest(events: Iterator[_Event], name: str) -> dict[str, Any]:
    """The rest of an object whose beginning was read, as the whole object. Raises InputError where it is too large."""
    builder = ijson.ObjectBuilder()
    builder.event("start_map", None)
    depth, size = 1, 0
    for values, (event, value) in enumerate(events):
        if event not in ("start_map", "start_array", "end_map", "end_array", "map_key", "string", "boolean", "null"):
            event, value = "string", str(value)
        builder.event(event, value)
        depth += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
        size += len(value) if isinstance(value, str) else 0
        if values > MOST_VALUES or size > MOST_CHARACTERS:
            raise InputError(f"{name}: one object of the outermost list has more than {MOST_VALUES:,} values", document=name)
        if not depth:
            break
    whole: dict[str, Any] = builder.value
    return whole


def _nested(outer: dict[str, Any], rest: tuple[str, ...], above: dict[str, str]) -> Iterator[_Placed]:
    """The objects at a path within an object, each with the values of the objects around it."""
    if not rest:
        yield outer, above
        return
    cells: dict[str, str] = {}
    flatten("", outer, cells, 0, DEEPEST, lists=False)
    for inner in _lists(outer, rest[0], ""):
        for one in inner:
            if isinstance(one, dict):
                yield from _nested(one, rest[1:], above | cells)


def _lists(outer: dict[str, Any], wanted: str, prefix: str) -> Iterator[list[Any]]:
    """The lists of an object under a key in the flattened form of a row."""
    for key, value in outer.items():
        name = f"{prefix}{key}"
        if isinstance(value, list) and name == wanted:
            yield value
        elif isinstance(value, dict) and wanted.startswith(f"{name}_"):
            yield from _lists(value, wanted, f"{name}_")
