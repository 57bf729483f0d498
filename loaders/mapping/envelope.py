"""The envelope in which a service sends a list: an object around it that only speaks of the answer (code, msg, total)."""

from loaders.read.rows import Table
from loaders.values.kinds import looks_like_body
from models.values.codes import is_code


def envelope(table: Table) -> frozenset[str]:
    """The headers of a list of a document that are of its envelope; none where the outermost object speaks of a party itself,
    by its code or name."""
    cells = table.nested.outermost if table.nested else {}
    if any(is_code(text.strip().upper()) or looks_like_body(text.strip()) for text in cells.values()):
        return frozenset()
    return frozenset(cells)


def is_envelope(table: Table) -> bool:
    """Whether a table is nothing but the envelope of other lists."""
    return bool(table.nested and not table.nested.depth and table.nested.rows == 1 and envelope(table))
