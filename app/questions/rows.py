"""Sorts the lists of rows in an answer: they are sets, which a graph returns in any order."""

from typing import Any

import orjson


def in_order(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with each of its lists of rows sorted, each row once, so that the order of storage shows nowhere."""
    return {k: _sorted(v) if isinstance(v, list) and v and isinstance(v[0], list) else v for k, v in answer.items()}


def _sorted(rows: list[list[Any]]) -> list[list[Any]]:
    by_text = {orjson.dumps(row, option=orjson.OPT_SORT_KEYS): row for row in rows}
    return [by_text[key] for key in sorted(by_text)]
