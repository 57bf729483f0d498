"""Answers whose lists hold rows: sets, which a graph gives in whatever order it finds them."""

from typing import Any

import orjson


def in_order(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with each of its lists of rows in one order, each row once: what is stored beside them shows in nothing."""
    return {k: _sorted(v) if isinstance(v, list) and v and isinstance(v[0], list) else v for k, v in answer.items()}


def _sorted(rows: list[list[Any]]) -> list[list[Any]]:
    found = {orjson.dumps(row, option=orjson.OPT_SORT_KEYS): row for row in rows}
    return [found[key] for key in sorted(found)]
