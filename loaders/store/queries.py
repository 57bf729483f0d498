"""The writer's statements, one file each in cypher/write/, in a folder per job; each is known by the name of its file."""

from functools import cache
from pathlib import Path

from app.paths import CYPHER

FOLDER = CYPHER / "write"


@cache
def _files() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in FOLDER.rglob("*.cypher"):
        if path.stem in found:
            raise ValueError(f"{path} and {found[path.stem]} have one name")
        found[path.stem] = path
    return found


@cache
def query(name: str, **words: str) -> str:
    """The text of one statement; `{label}`, `{type}` and the like in it become words of the catalogue or the schema.

    A word may be several of them, with a bar between: any of these.
    """
    text = _files()[name].read_text(encoding="utf-8")
    for key, word in words.items():
        if not word.replace("_", "").replace("|", "").isalnum():
            raise ValueError(f"{word!r} is no label or type")
        text = text.replace("{" + key + "}", word)
    return text
