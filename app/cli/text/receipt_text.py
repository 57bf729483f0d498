"""Receipts as plain text for a terminal, and as JSON whose texts are in the language of the user."""

from collections.abc import Iterator
from typing import Any

from app.cli.language.messages import in_words
from app.cli.language.speaking import spoken
from app.words.pages.receipts import worded
from models.work.receipt import Receipt, Taken

NOTES = 5
"""How many notes of a receipt are shown."""


def document(one: Receipt) -> dict[str, Any]:
    """A receipt as JSON: its texts for people are in the language in use, what programs act on is the same in all."""
    return worded(one, in_words).model_dump(mode="json")


def receipt(one: Receipt) -> Iterator[str]:
    """A receipt in a few lines."""
    word = spoken()
    if one.error:
        yield f"{one.document}: {in_words(_unnamed(one.error, one.document))}"
    mark = "loaded_before" if one.repeated else "withdrawn_mark" if one.withdrawn else "dry_run_mark" if one.dry_run else None
    counts = one.model_dump(include={"document", "rows", "accepted", "unchanged", "rejected", "flagged", "facts"})
    yield word("rows_account", **counts, mark=word(mark) if mark else "")
    if one.taken:
        yield "  " + word("taken_list", taken="; ".join(map(_taken, one.taken)))
    for remark in one.remarks[:NOTES]:
        lines = ", ".join(remark.lines) + (", …" if remark.rows > len(remark.lines) else "")
        row = "row" if remark.rows == 1 else "rows"
        yield "  " + word("remark_rows", n=remark.rows, row=row, remark=in_words(remark.remark), lines=lines)
    if len(one.remarks) > NOTES or one.unlisted:
        yield "  " + word("other_remarks", n=len(one.remarks) - NOTES)
    yield from ("  " + word("conflict", difference=in_words(difference)) for difference in one.differences[:NOTES])
    if one.conflicts > NOTES:
        yield "  " + word("conflicts_in_all", n=one.conflicts)
    yield from _previewed(one)
    yield from ("  " + word("note", note=in_words(_unnamed(note, one.document))) for note in one.notes[:NOTES])
    if len(one.notes) > NOTES:
        yield "  " + word("more_notes", n=len(one.notes) - NOTES)
    if one.rejects:
        yield "  " + word("rejects_in", path=one.rejects)
    for child in one.children:
        yield "  " + word("child_rows", category=child.category)
        yield from (f"    {line}" for line in receipt(child))


def _taken(one: Taken) -> str:
    instead = spoken()("in_place_of", instead=one.instead) if one.instead else ""
    return f"{one.column or spoken().code('taken', one.what)}: {in_words(one.value)}{instead}"


def _previewed(one: Receipt) -> Iterator[str]:
    word = spoken()
    for row in one.preview:
        if row.refused:
            yield "  " + word("line_refused", line=row.line, why=in_words(row.refused))
        yield from ("  " + word("line_says", line=row.line, says=in_words(says)) for says in row.says)
        yield from (f"    {in_words(remark)}" for remark in row.remarks)


def _unnamed(message: str, document: str) -> str:
    """A message about a document without the document's name, which stands before it already."""
    for name in (document, document.rpartition("/")[2]):
        message = message.removeprefix(f"{name}: ")
    return message
