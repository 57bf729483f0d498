"""The check characters of the codes under which enterprises are filed, and the right code for one stated wrongly."""

import re
from operator import mul

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = {c: i for i, c in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_FORMS = {"uscc": re.compile("[0-9A-Z]{18}"), "reg": re.compile("[0-9]{15}"), "org": re.compile("[0-9A-Z]{8}[0-9X]")}
_READ_AS = str.maketrans("IOSZ", "1052")
"""Letters that stand in no unified social credit code, and the digits they are taken for."""
_LEAST_DIGITS = 4
"""So many digits has any of these codes; what has fewer is a word."""


def uscc_check(body: str) -> str | None:
    """The check character of the first 17 characters of a USCC (GB 32100-2015); None where one is outside its alphabet."""
    try:
        total = sum(map(mul, [_USCC_VALUES[char] for char in body], _USCC_WEIGHTS))
    except KeyError:
        return None
    return _USCC_ALPHABET[-total % 31]


def reg_check(body: str) -> str:
    """The check digit of the first 14 digits of a registration number (ISO 7064 MOD 11,10)."""
    product = 10
    for digit in body:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def org_check(body: str) -> str:
    """The check character of the first 8 characters of an organisation code (GB 11714)."""
    rest = 11 - sum(int(char, 36) * weight for char, weight in zip(body, _ORG_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def is_code(text: str) -> bool:
    """Whether a text has the form of a USCC or of a registration number, and not rather that of an identity number."""
    if _FORMS["reg"].fullmatch(text):
        return True
    if not _FORMS["uscc"].fullmatch(text) or sum(map(str.isdigit, text)) < _LEAST_DIGITS:
        return False
    right = uscc_check(text[:-1]) == text[-1]
    return right or (text[2:8].isdigit() and uscc_check(text[:-1]) is not None and not text[:-1].isdigit())


def right_code(identifier: str) -> str | None:
    """The identifier (`uscc:…`, `reg:…`, `org:…`) that was meant where a code's check character is wrong; None where it is
    right or the code has none.

    Letters that no USCC has are read as the digits they look like; where the code is right then, it is that one.
    """
    scheme, _, code = identifier.partition(":")
    form = _FORMS.get(scheme)
    if not form or not form.fullmatch(code) or sum(map(str.isdigit, code)) < _LEAST_DIGITS:
        return None
    if scheme == "uscc":
        code = code.translate(_READ_AS)
        check = uscc_check(code[:-1])
    else:
        check = (reg_check if scheme == "reg" else org_check)(code[:-1])
    right = f"{scheme}:{code[:-1]}{check}"
    return right if check and right != identifier else None
