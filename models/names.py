"""The form in which names are compared: part of what an identifier is."""

import re
import unicodedata

_BRACKETS = str.maketrans(
    {"〔": "(", "【": "(", "〖": "(", "[": "(", "﹝": "(", "〕": ")", "】": ")", "〗": ")", "]": ")", "﹞": ")", ":": "："}
)
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Characters that cannot be seen."""


def normalise_name(name: str) -> str:
    """The form in which names and document numbers are compared.

    NFKC, no blanks, one form of bracket, Latin letters in upper case, and no colon (it separates the parts of an id).
    """
    if not name.isprintable():
        name = UNSEEN.sub("", name)
    text = unicodedata.normalize("NFKC", name)
    return "".join(text.split()).upper().translate(_BRACKETS)
