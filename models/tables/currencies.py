"""Currencies (ISO 4217) by their alphabetic and numeric codes, and by the words that departments write for them."""

import unicodedata
from functools import lru_cache
from importlib.resources import files

SEVERAL = "several"
"""In place of a currency where a header names several, so that each row has to state its own."""


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Alphabetic codes by word, and by numeric code."""
    words: dict[str, str] = {}
    figures: dict[str, str] = {}
    text = files("models.tables").joinpath("currencies.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, number, *other_words = line.split()
        figures[number] = code
        for word in (code, *other_words):
            words[unicodedata.normalize("NFKC", word).upper()] = code
    return words, figures


def currency_of(word: str) -> str | None:
    """The code of a currency by its letters or by a word, which is normalised and in capitals; None where it is not known."""
    return _table()[0].get(word)


def currency_numbered(figures: str) -> str | None:
    """The code of a currency by its numeric code, such as 156, or 36 where a spreadsheet lost the zero; None for others."""
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
