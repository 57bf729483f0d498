"""What came of following and comparing nodes, as plain text for a terminal."""

from collections.abc import Iterator

from app.cli.language.messages import in_words
from models.work.nodes import NodeComparison, RolledUp, Where

WHERE = {Where.HERE: "only here", Where.THERE: "only there", Where.BOTH: "not the same"}


def took(taken: RolledUp) -> Iterator[str]:
    """What was taken from a node, and what was not."""
    counts = (taken.read, taken.new, taken.withdrawn, taken.erased)
    read, new, withdrawn, erased = (f"{n:,}" for n in counts)
    yield in_words(f"{read} statements read, {new} new, {withdrawn} batches withdrawn, {erased} erased")
    for refusal in taken.refused:
        yield "\t".join((f"{refusal.count:,}", in_words(refusal.reason), " ".join(refusal.first)))
    for one in taken.kept:
        yield in_words(f"{one}: erased there, and stays, since others state it here too")


def compared(found: NodeComparison) -> Iterator[str]:
    """A comparison: categories and divisions that differ, then the statements."""
    if found.mended:
        yield from took(found.mended)
    for row in found.rows:
        if not row.equal:
            yield "\t".join((row.category, row.region or "-", f"{row.here:,}", f"{row.there:,}"))
    for one in found.differences:
        yield "\t".join((one.category, one.statement, in_words(WHERE[one.where])))
    if found.equal:
        total = sum(row.here for row in found.rows)
        yield in_words(f"equal: {total:,} statements in {len(found.rows):,} categories and divisions")
    else:
        yield in_words(f"{found.differing:,} statements differ")
    if not found.equal and not found.differing:
        yield in_words("the statements are the same, and are counted in other divisions")
