"""The columns of a table whose rows are models: names, types, and how a row is laid out in them.

A model within a row becomes columns of its own, named by their path (`evidence.provider`); lists and mappings become
JSON texts. Columns follow from the model's fields, so that a table without rows has them too.
"""

import types
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import orjson
import pandas as pd
from pydantic import BaseModel

from models.answers.parts import Item
from models.catalogue import Category, TypeName

TEXT, NUMBER, INTEGER, BOOLEAN, DAY, JSON = "string", "Float64", "Int64", "boolean", "datetime64[s]", "json"
"""The types of columns, as pandas calls them; JSON is text that holds a list or a mapping."""
DAYS = frozenset(
    "day as_of valid_from valid_to last_seen ended_after loaded_on loaded_to decided_on since until before after".split()
)
"""Names of the fields that hold days as ISO texts."""
_OF_PROPERTY = {
    TypeName.DATE: DAY,
    TypeName.MONEY: NUMBER,
    TypeName.SHARE: NUMBER,
    TypeName.NUMBER: NUMBER,
    TypeName.INTEGER: INTEGER,
    TypeName.BOOLEAN: BOOLEAN,
    TypeName.TEXTS: JSON,
}
_OF_PYTHON: tuple[tuple[type, str], ...] = ((bool, BOOLEAN), (int, INTEGER), (float, NUMBER), (str, TEXT), (Enum, TEXT))
_PARTY = ("id", "name", "kind", "by_name", "state")
"""The fields shown of a party that a record's property refers to, each a column."""
Columns = dict[str, str]


def columns_of(model: type[BaseModel], prefix: str = "") -> Columns:
    """The columns of a table whose rows are of this model, with their types."""
    columns: Columns = {}
    for name, field in model.model_fields.items():
        if model is Item and name == "values":
            continue  # of the category, see `values_of`
        inner = _plain(field.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            columns |= columns_of(inner, f"{prefix}{name}.")
        else:
            columns[f"{prefix}{name}"] = _type_of(name, inner)
    return columns


def values_of(categories: Iterable[Category]) -> Columns:
    """The columns of the values of records of these categories: `values.` and the name of the property."""
    columns: Columns = {}
    for category in categories:
        for prop in category.properties:
            name = f"values.{prop.name}"
            if prop.type is TypeName.PARTY:
                columns |= {f"{name}.{part}": TEXT for part in _PARTY}
                continue
            kind = _OF_PROPERTY.get(prop.type, TEXT)
            columns[name] = kind if columns.get(name, kind) == kind else TEXT
    return columns


def frame(rows: Sequence[Mapping[str, Any]], columns: Columns) -> pd.DataFrame:
    """A table of rows as JSON would hold them, laid out in typed columns; values under other names get columns after these."""
    laid = [_laid(row, columns) for row in rows]
    known = columns | {name: _guessed(laid, name) for row in laid for name in row if name not in columns}
    made = {name: _column([row.get(name) for row in laid], kind) for name, kind in known.items()}
    return pd.DataFrame(made, columns=list(known), index=pd.RangeIndex(len(laid)))


def _laid(row: Mapping[str, Any], columns: Columns, prefix: str = "") -> dict[str, Any]:
    """One row, nested mappings spread over columns."""
    out: dict[str, Any] = {}
    for name, value in row.items():
        full = f"{prefix}{name}"
        nested = isinstance(value, Mapping) and (full == "values" or any(known.startswith(f"{full}.") for known in columns))
        if nested:
            out |= _laid(value, columns, f"{full}.")
        elif value is not None:
            out[full] = value
    return out


def _column(values: list[Any], kind: str) -> "pd.Series[Any]":
    if kind == JSON:
        return pd.Series([None if v is None else _json(v) for v in values], dtype=TEXT)
    if kind == DAY:
        try:
            return pd.Series(pd.array(pd.to_datetime(pd.Series(values, dtype="object"), format="%Y-%m-%d")), dtype=DAY)
        except (ValueError, TypeError):
            return pd.Series([None if v is None else str(v) for v in values], dtype=TEXT)
    if kind == TEXT:
        return pd.Series([v if v is None or isinstance(v, str) else _json(v) for v in values], dtype=TEXT)
    return pd.Series(values, dtype=kind)


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()


def _guessed(rows: Sequence[Mapping[str, Any]], name: str) -> str:
    """The type of a column that no model names, judged by its values."""
    kinds = {_of_python(type(row[name])) for row in rows if name in row}
    if kinds == {INTEGER, NUMBER}:
        return NUMBER
    return kinds.pop() if len(kinds) == 1 else TEXT


def _type_of(name: str, annotation: Any) -> str:
    kind = _of_python(annotation)
    return DAY if kind == TEXT and name in DAYS else kind


def _of_python(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return _of_python(type(get_args(annotation)[0]))
    if not isinstance(annotation, type):
        return JSON
    return next((kind for python, kind in _OF_PYTHON if issubclass(annotation, python)), JSON)


def _plain(annotation: Any) -> Any:
    """A field's type without `None` and without annotations; `Any` where it may be one of several."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [one for one in get_args(annotation) if one is not type(None)]
        return _plain(inner[0]) if len(inner) == 1 else annotation
    return annotation
