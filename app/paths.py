"""Folders of the program's data files, in a checkout and in an installed wheel alike."""

from pathlib import Path

_APP = Path(__file__).resolve().parent
_PACKAGED_CYPHER = _APP / "_cypher"

CYPHER: Path = _PACKAGED_CYPHER if _PACKAGED_CYPHER.is_dir() else _APP.parent / "cypher"
"""Folder of the queries: one sub-folder per subject, `schema/`, and `_engine/<engine>/` for overrides."""

COMPUTED: tuple[str, ...] = ("app.answers",)
"""Packages in whose modules computed questions are declared."""

CATALOGUE: Path = _APP.parent / "loaders" / "catalogue"
"""Folder of the category files, one YAML each."""

SAMPLE_ROWS: Path = _APP.parent / "loaders" / "synthetic" / "rows"
"""Folder of the files that describe invented rows, one YAML a category."""
