"""A file with one change, as tests of what a file may not say need it."""

from pathlib import Path


def altered(source: Path, target: Path, before: str, after: str) -> str:
    """Write `source` to `target` with the first `before` replaced, which must stand in it; gives the text."""
    text = source.read_text(encoding="utf-8")
    assert before in text
    changed = text.replace(before, after, 1)
    target.write_text(changed, encoding="utf-8")
    return changed
