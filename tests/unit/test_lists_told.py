"""How lists and receipts are told: whether a list was cut, and each message about a file under its name once."""

import pytest

from app.cli.text import receipt_text, record_text
from app.questions.left_out import not_counted
from app.questions.text.prepared import _cut
from models.work.receipt import Receipt


@pytest.mark.parametrize(
    ("cypher", "cut"),
    [
        ("MATCH (a) RETURN a LIMIT 1000", 1000),
        ("MATCH (a) RETURN a ORDER BY a.id LIMIT $limit", "limit"),
        ("MATCH (a) WITH a LIMIT 2 RETURN a", None),
        ("MATCH (a) RETURN COLLECT { MATCH (b) RETURN b LIMIT 5 } AS x", None),
        ("MATCH (a) RETURN COLLECT { MATCH (b) RETURN b LIMIT 5 } AS x LIMIT 7", 7),
        ("MATCH (a) RETURN a LIMIT $fetch", None),
    ],
)
def test_where_a_list_is_cut(cypher: str, cut: int | str | None) -> None:
    assert _cut(cypher) == cut


@pytest.mark.parametrize(
    ("shown", "total", "at_least", "following", "told"),
    [
        (1, 1, False, None, "1 of 1"),
        (1, 1, True, None, "1 shown, there may be more"),
        (2, 200, True, "x", "2 of at least 200; next: --cursor x"),
        (2, 5, False, "x", "2 of 5; next: --cursor x"),
    ],
)
def test_how_much_of_a_list_is_shown(shown: int, total: int, at_least: bool, following: str | None, told: str) -> None:
    more = not_counted(total) if at_least else []
    assert record_text.listing({"shown": shown, "total": total, "incomplete": more, "next": following}) == told


def test_a_receipt_names_its_document_once_a_line() -> None:
    notes = tuple(f"note {i}" for i in range(receipt_text.NOTES + 2))
    one = Receipt(batch=None, category="penalty", document="in/empty.csv", error="empty.csv: the file is empty", notes=notes)
    lines = list(receipt_text.receipt(one))
    assert lines[0] == "in/empty.csv: the file is empty"
    assert lines[2] == "  note: note 0"
    assert lines[-1] == "  and 2 more notes"
