"""Turns an answer into pandas tables: one for each of its lists, and one row for its other fields."""

from typing import Any, get_args, get_origin

import pandas as pd
from pydantic import BaseModel

from app.errors import InputError
from app.frames.columns import TEXT, Columns, columns_of, frame, values_of
from loaders.catalogue.files import read_catalogue
from models.answers.parts import Group, Item
from models.catalogue import Catalogue

ANSWER = "answer"
"""The name of the table of one row that holds an answer's fields other than its lists."""
FACTS = "facts"
"""The table of all facts of an answer that has them in groups."""
FIRST = ("items", FACTS, "owners", "controllers", "related", "members", "pairs", "links", "sections", "controls")
"""The main list of an answer is the first of these that it has, else its one row."""
ABOUT = ("as_of", "known_at", "tick", "view", "settling", "shown", "total", "next")
"""The fields that hold for all rows of an answer; a table has them in its `attrs`."""


def tables_of(answer: BaseModel, catalogue: Catalogue | None = None) -> dict[str, pd.DataFrame]:
    """The tables of an answer by name: each of its lists, and `answer` for the rest.

    Groups of facts (of a portrait) are one table a section and all of them `facts`, a row a fact. Facts have the typed
    properties of their category as columns `values.…`; days are dates, shares and amounts numbers, what is nested is columns
    of its own, lists are JSON texts. The catalogue is the packaged one unless another is given.
    """
    known = catalogue or read_catalogue()
    return {name: _made(answer, name, known) for name in _names(answer)}


def frame_of(answer: BaseModel, table: str | None = None, catalogue: Catalogue | None = None) -> pd.DataFrame:
    """One table of an answer: that of its main list, unless another is named.

    Raises InputError, which names those there are, where it has none of this name.
    """
    names = _names(answer)
    chosen = table or next((name for name in FIRST if name in names), ANSWER)
    if chosen not in names:
        raise InputError(f"this answer has no table {chosen!r}; it has {', '.join(names)}", parameter="table")
    return _made(answer, chosen, catalogue or read_catalogue())


def _names(answer: BaseModel) -> list[str]:
    lists = _lists(type(answer))
    return [ANSWER, *([FACTS] if any(_is(row, Group) for row in lists.values()) else []), *lists]


def _made(answer: BaseModel, name: str, catalogue: Catalogue) -> pd.DataFrame:
    lists = _lists(type(answer))
    if name == ANSWER:
        columns = {n: k for n, k in columns_of(type(answer)).items() if n.partition(".")[0] not in lists}
        made = frame([answer.model_dump(mode="json", exclude=set(lists))], columns)
    elif name == FACTS:
        sections = {section: getattr(answer, section) for section, row in lists.items() if _is(row, Group)}
        made = _facts([(section, group) for section, groups in sections.items() for group in groups], catalogue)
    elif _is(lists[name], Group):
        made = _facts([(name, group) for group in getattr(answer, name)], catalogue)
    else:
        rows = answer.model_dump(mode="json", include={name})[name]
        made = _table(rows, lists[name], catalogue, getattr(answer, "category", None))
    about = ((name, getattr(answer, name, None)) for name in ABOUT)
    made.attrs.update({name: value for name, value in about if value is not None})
    return made


def _lists(model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model that are lists, with the type of their rows: a model, or rows without names."""
    lists = {}
    for name, field in model.model_fields.items():
        inner = [one for one in get_args(field.annotation) if one is not Ellipsis]
        if len(inner) == 1 and (_is(inner[0], BaseModel) or get_origin(inner[0]) in (list, tuple)):
            lists[name] = inner[0]
    return lists


def _is(row: Any, model: type[BaseModel]) -> bool:
    return isinstance(row, type) and issubclass(row, model)


def _table(rows: list[Any], row: Any, catalogue: Catalogue, category: str | None) -> pd.DataFrame:
    if not _is(row, BaseModel):
        return frame([{f"column_{at}": value for at, value in enumerate(one)} for one in rows], {})
    if _is(row, Item):
        return frame(rows, _fact_columns([category] if category else [one["category"] for one in rows], catalogue))
    return frame(rows, columns_of(row))


def _facts(groups: list[tuple[str, Group]], catalogue: Catalogue) -> pd.DataFrame:
    """The facts of groups, each with the section its group stands in."""
    rows = [{"section": section} | item.model_dump(mode="json") for section, group in groups for item in group.items]
    return frame(rows, {"section": TEXT} | _fact_columns([group.category for _, group in groups], catalogue))


def _fact_columns(names: list[str], catalogue: Catalogue) -> Columns:
    """The columns of facts of these categories: which one, the other party, the values, the evidence."""
    fixed = columns_of(Item)
    before = {name: kind for name, kind in fixed.items() if not name.startswith("evidence.")}
    known = catalogue.categories
    return before | values_of(known[name] for name in dict.fromkeys(names) if name in known) | fixed
