"""boolean: yes or no."""

from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused
from loaders.values.normalise import is_empty, normalise_name
from models.catalogue import Property

_WORDS = dict.fromkeys(
    ("是", "有", "对", "真", "YES", "Y", "TRUE", "T", "1", "1.0", "√", "已公示", "公示"), True
) | dict.fromkeys(("否", "没有", "未", "假", "NO", "N", "FALSE", "F", "0", "0.0", "×", "不公示"), False)


def reader(prop: Property, context: CellContext) -> Read:
    """Reads 是/否, yes/no, true/false, 1/0."""
    name = prop.name

    def read(text: str) -> Cell:
        word = _WORDS.get(normalise_name(text))
        if word is None:
            if is_empty(text):
                return EMPTY_CELL
            raise Refused("boolean", "neither yes nor no: give 是 or 否")
        return Cell(((name, word, "true" if word else "false"),))

    return read
