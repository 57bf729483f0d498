"""Encodings of text that a sender may state, by any of their names."""

import codecs

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
"""As which encoding each is read."""


def named_encoding(word: str) -> str:
    """The encoding of a name such as UTF-8, GBK, gb2312 or Big5. Raises ValueError for others."""
    try:
        return ENCODINGS[codecs.lookup(word.strip()).name]
    except (LookupError, ValueError):
        raise ValueError(f"encoding {word!r} is not known: give one of {', '.join(ENCODINGS)}") from None
