"""Sections and divisions of GB/T 4754-2017, read from the table beside this module."""

import re
from pathlib import Path

_LINES = [
    line.split(" ", 1)
    for line in (Path(__file__).parent / "gbt4754_2017.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
SECTIONS: dict[str, str] = {code: title for code, title in _LINES if code.isalpha()}
"""Titles of the twenty sections by letter."""
TITLES: dict[str, str] = {code: title for code, title in _LINES if code.isdigit()}
"""Titles of the 97 divisions by two-digit code."""


def _divisions() -> dict[str, str]:
    section, sections = "", {}
    for code, _ in _LINES:
        if code.isalpha():
            section = code
        else:
            sections[code] = section
    return sections


DIVISIONS: dict[str, str] = _divisions()
"""The section letter of each division."""
NAMES: dict[str, str] = {re.sub(r"[、,]", "", title): code for code, title in reversed(_LINES)}
"""Code by title without commas; where a section and its only division share a title, the section."""
