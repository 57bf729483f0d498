"""Reads the rule files of this folder."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent
"""The folder of the rule files."""


def read(name: str) -> Any:
    """The content of a rule file (`officers.yml`, `sets/cas_36.yml`, relative to this folder), as YAML parses it."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
