"""The texts of a receipt in the words of a language: what programs act on is the same in all."""

from collections.abc import Callable

from models.work.receipt import Preview, Receipt

Put = Callable[[str], str]
"""Puts a message into the words of a language."""


def worded(one: Receipt, put: Put) -> Receipt:
    """A receipt whose texts for people are put into words by `put`."""
    texts = {
        "remarks": tuple(r.model_copy(update={"remark": put(r.remark)}) for r in one.remarks),
        "taken": tuple(t.model_copy(update={"value": put(t.value)}) for t in one.taken),
        "preview": tuple(_row(row, put) for row in one.preview),
        "differences": tuple(map(put, one.differences)),
        "notes": tuple(map(put, one.notes)),
        "error": one.error and put(one.error),
        "children": tuple(worded(child, put) for child in one.children),
    }
    return one.model_copy(update=texts)


def _row(one: Preview, put: Put) -> Preview:
    texts = {name: tuple(map(put, getattr(one, name))) for name in ("says", "remarks")}
    return one.model_copy(update={**texts, "refused": one.refused and put(one.refused)})
