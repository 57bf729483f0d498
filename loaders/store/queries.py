"""The writer's statements, one file each in cypher/write/."""

from functools import cache

from app.paths import CYPHER

FOLDER = CYPHER / "write"


@cache
def query(name: str, **words: str) -> str:
    """The text of one statement; `{label}` and `{type}` in it become words of the catalogue."""
    text = (FOLDER / f"{name}.cypher").read_text(encoding="utf-8")
    for key, word in words.items():
        if not word.replace("_", "").isalnum():
            raise ValueError(f"{word!r} is no label or type")
        text = text.replace("{" + key + "}", word)
    return text
