"""Codes of enterprises: mending what spreadsheets do to them, their check characters, and what kind a code is.

Check rules: GB 32100-2015 (USCC), GB 11714-1997 (organisation code), GS 15-2006 with ISO 7064 MOD 11,10 (15-digit
registration number). The division inside a code is never judged: real codes carry retired ones.
"""

import re
import unicodedata
from decimal import Decimal

from loaders.values.cells import Refused
from models.values.codes import org_check, reg_check, uscc_check
from models.values.registration_numbers import other_registration

_CLEAN = re.compile(r"[0-9A-Z]+\Z")
_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?E\+?(\d{1,2})\Z")
_FLOAT = re.compile(r"(\d+)\.0+\Z")
__all__ = ["CODE_SCHEMES", "classify", "mend_code", "org_check", "read_code", "read_stock", "reg_check", "uscc_check"]
CODE_SCHEMES = ("uscc", "reg", "org")
LENGTHS = "18 characters (USCC), 13 to 15 digits (registration number) or 9 characters (organisation code)"
"""What a code looks like; other forms of registration numbers are known besides."""


def mend_code(text: str) -> tuple[str, tuple[str, ...]]:
    """The code in a cell, and what was mended: letter case, full-width digits, blanks, a spreadsheet's number form.

    Raises Refused where digits are lost: a number in scientific notation that shows fewer digits than it had.
    """
    if _CLEAN.match(text) and not _SCIENTIFIC.match(text):
        return text, ()
    mends = []
    wide = unicodedata.normalize("NFKC", text)
    if wide != text:
        mends.append("full-width characters")
    bare = wide.strip()
    if bare.startswith("'"):
        bare = bare[1:]
        mends.append("leading apostrophe")
    joined = _BLANKS.sub("", bare)
    if joined != bare:
        mends.append("inner blanks")
    upper = joined.upper()
    number = _SCIENTIFIC.match(upper)
    if number:
        if len(number[2] or "") < int(number[3]):
            raise Refused(
                "digits_lost",
                f"a spreadsheet turned this code into the number {upper} and its last digits are lost: "
                "format the column as text and export again",
            )
        if len(number[2] or "") > int(number[3]):
            raise Refused("code", "a code is a whole number or has letters")
        upper = str(int(Decimal(upper)))
        mends.append("scientific notation")
    elif upper != joined:
        mends.append("lower case")
    whole = _FLOAT.match(upper)
    if whole:
        upper = whole[1]
        mends.append("decimal point")
    return upper, tuple(f"mended: {what}" for what in mends)


def _judge(code: str, given: str, right: str | None, what: str, lenient: bool) -> tuple[str, ...]:
    if right == given:
        return ()
    if right is None:
        raise Refused("code", f"{what}: a character outside 0-9 and A-Z without I, O, S, V, Z")
    message = f"{what}: the check character is {given}, it should be {right}"
    if not lenient:
        raise Refused("check_character", message)
    return (message,)


def read_code(text: str, lenient: bool = False) -> tuple[str, str, tuple[str, ...]]:
    """Scheme (uscc, reg, org), code and flags of a cell that holds a code. Raises Refused where it is none."""
    code, flags = mend_code(text)
    if number := other_registration(code):
        return "reg", number, flags
    found = classify(code, lenient)
    if found is None:
        bare = code.replace("-", "")
        found = classify(bare, lenient)
        if found is None:
            raise Refused("code", f"not a code: expected {LENGTHS}, found {len(code)} characters")
        flags += ("mended: hyphens",)
        code = bare
    scheme, remarks = found
    return scheme, code, flags + remarks


def classify(code: str, lenient: bool = False) -> tuple[str, tuple[str, ...]] | None:
    """What kind of code a mended text is, with remarks; None where its form is that of no code.

    Raises Refused where the form is right and the check character wrong, unless lenient.
    """
    size = len(code)
    if size == 18 and _CLEAN.match(code):
        return "uscc", _judge(code, code[17], uscc_check(code[:17]), "unified social credit code", lenient)
    if 13 <= size <= 15 and code.isascii() and code.isdigit():
        if size == 15:
            return "reg", _judge(code, code[14], reg_check(code[:14]), "registration number", lenient)
        return "reg", ()
    if size == 9 and _CLEAN.match(code) and code[8] in "0123456789X":
        return "org", _judge(code, code[8], org_check(code[:8]), "organisation code", lenient)
    return None


_STOCK = re.compile(r"(?:(SH|SZ|BJ|HK)\.?)?(\d{1,6})(?:\.(SH|SS|SZ|BJ|HK|XSHG|XSHE|XBSE|XHKG))?\Z")
_EXCHANGES = {"SS": "SH", "XSHG": "SH", "XSHE": "SZ", "XBSE": "BJ", "XHKG": "HK"}


def read_stock(text: str) -> tuple[str, tuple[str, ...]]:
    """A stock code with its exchange (`000001.SZ`) and flags. Lost leading zeros and a missing exchange are mended by
    the exchanges' ranges: 6, 5, 9 Shanghai (92 Beijing), 0, 1, 2, 3 Shenzhen, 4, 8 Beijing. Raises Refused otherwise."""
    code, flags = mend_code(text)
    match = _STOCK.match(code)
    if not match or (match[1] and match[3]):
        raise Refused("stock", "not a stock code: expected up to six digits, with or without .SH, .SZ or .BJ")
    digits, stated = match[2], match[1] or match[3]
    if stated and (stated == "HK" or _EXCHANGES.get(stated) == "HK"):
        return digits.zfill(5) + ".HK", flags
    if len(digits) < 6:
        digits = digits.zfill(6)
        flags += ("mended: leading zeros",)
    if int(digits) == 0:
        raise Refused("stock", "not a stock code: zero")
    exchange = _EXCHANGES.get(stated, stated) if stated else None
    if exchange is None:
        exchange = (
            "BJ"
            if digits.startswith(("92", "4", "8"))
            else "SH"
            if digits[0] in "659"
            else "SZ"
            if digits[0] in "0123"
            else None
        )
        if exchange is None:
            raise Refused("stock", "no exchange has stock codes in this range")
        flags += ("mended: exchange by range",)
    return f"{digits}.{exchange}", flags
