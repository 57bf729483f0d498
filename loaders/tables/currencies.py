"""Currencies (ISO 4217) by their letters, their figures and the words that departments write for them."""

import unicodedata
from functools import lru_cache
from importlib.resources import files

UNSAID = "several"
"""In place of a currency where a header names several, so that each row has to say which."""


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Codes by word, and by the three figures."""
    words: dict[str, str] = {}
    figures: dict[str, str] = {}
    text = files("loaders.tables").joinpath("currencies.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, number, *told = line.split()
        figures[number] = code
        for word in (code, *told):
            words[unicodedata.normalize("NFKC", word).upper()] = code
    return words, figures


def currency_of(word: str) -> str | None:
    """The code of a currency told by its letters or by a word, normalised and in capitals; None where it is not known."""
    return _table()[0].get(word)


def currency_numbered(figures: str) -> str | None:
    """The code of a currency told by its figures, such as 156, or 36 where a spreadsheet took the zero; None for others."""
    return _table()[1].get(figures.zfill(3)) if figures.isascii() and figures.isdigit() and len(figures) <= 3 else None


@lru_cache(maxsize=1)
def _first_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for word, code in _table()[0].items():
        if word != code:
            words.setdefault(code, word)
    return words


def word_of(code: str) -> str:
    """The Chinese word for a currency (USD: 美元); its code where the table has none."""
    return _first_words().get(code, code)
