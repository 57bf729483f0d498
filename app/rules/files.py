"""Reads the rule files of this folder."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent
"""Where what is law or custom rather than program stands."""


def read(name: str) -> Any:
    """What a rule file (`officers.yml`, `sets/cas_36.yml`) says, as YAML has it."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
