"""The form in which names are compared: part of what an identifier is."""

import re
import unicodedata
from functools import lru_cache

_HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
_BRACKETS = str.maketrans(
    {"〔": "(", "【": "(", "〖": "(", "[": "(", "﹝": "(", "〕": ")", "】": ")", "〗": ")", "]": ")", "﹞": ")", ":": "："}
)
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Characters that cannot be seen."""


@lru_cache(maxsize=1)
def simplified_characters() -> dict[int, str]:
    """What each traditional or variant character is in simplified writing, by OpenCC's tables for the mainland and Hong Kong.

    Character by character, so that a name has one form whatever stands beside a character in it. For `str.translate`.
    """
    from opencc import OpenCC  # some files and commands compare no name

    characters = "".join(chr(code) for block in _HAN for code in block)
    written = "\n".join(characters)
    for table in ("hk2s", "t2s"):
        written = OpenCC(table).convert(written)
    return {ord(one): simple for one, simple in zip(characters, written.split("\n"), strict=True) if one != simple}


@lru_cache(maxsize=50_000)
def simplified(text: str) -> str:
    """A text in simplified characters. What is written so already, or has no Chinese character, is left as it is."""
    return text if text.isascii() else text.translate(simplified_characters())


@lru_cache(maxsize=1)
def _one_form() -> tuple[dict[int, str], frozenset[str]]:
    table = simplified_characters() | _BRACKETS
    return table, frozenset(map(chr, table))


@lru_cache(maxsize=50_000)
def normalise_name(name: str) -> str:
    """The form in which names and document numbers are compared.

    NFKC, no blanks, one form of bracket, Latin letters in upper case, simplified characters for traditional and variant
    ones, and no colon (it separates the parts of an id).
    """
    if not name.isprintable():
        name = UNSEEN.sub("", name)
    text = "".join(unicodedata.normalize("NFKC", name).split()).upper()
    if text.isascii():
        return text.translate(_BRACKETS)
    table, signs = _one_form()
    return text if signs.isdisjoint(text) else text.translate(table)
