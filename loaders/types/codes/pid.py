"""pid: the number of a person's document, stored only as a keyed hash."""

import hashlib
import hmac
import re
from datetime import date

from loaders.types.codes.identity_numbers import has_birthday, joined, resident_check
from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused, one
from loaders.values.normalise import is_empty, normalise_name
from models.catalogue import Property

CHINA = "CN"
_RESIDENT = re.compile(r"[0-9]{17}[0-9Xx]\Z")
_DOCUMENTS = {
    "resident": (
        "身份证",
        "居民身份证",
        "中华人民共和国居民身份证",
        "公民身份号码",
        "中华人民共和国居民户口簿",
        "SFZ",
        "1",
        "01",
        "10",
    ),
    "passport": ("护照", "外国护照", "普通护照"),
    "chinese_passport": ("中国护照", "中华人民共和国护照", "中国公民护照"),
    "hong_kong_macao": ("港澳居民来往内地通行证", "港澳通行证", "回乡证", "港澳居民居住证"),
    "taiwan": ("台湾居民来往大陆通行证", "台胞证", "台湾居民居住证"),
    "permanent_resident": ("外国人永久居留身份证", "外国人永久居留证", "外国人居留证"),
    "military": ("军官证", "士兵证", "解放军军官证", "武警警官证", "警官证"),
}
DOCUMENTS = {normalise_name(word): name for name, words in _DOCUMENTS.items() for word in (*words, name)}


def resident_number(number: str) -> str:
    """The 18-character form of a resident identity number. Raises Refused where its form, birthday or check is wrong."""
    if re.fullmatch(r"[0-9]{15}", number):
        body = number[:6] + "19" + number[6:]
        number = body + resident_check(body)
    elif not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise Refused("identity_number", "an identity number has 18 characters, or 15 digits in the old form")
    elif resident_check(number[:17]) != number[17]:
        raise Refused("identity_number", "the check character of the identity number is wrong")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Refused("identity_number", "the identity number has an impossible birthday") from None
    return number


def is_resident(text: str) -> bool:
    """Whether a text is a sound resident identity number of 18 characters: an existing day of birth, the right check."""
    if len(text) < 18:
        return False
    number = text if text.isascii() and text.isalnum() else joined(text)
    return bool(_RESIDENT.match(number)) and has_birthday(number) and resident_check(number[:17]) == number[17].upper()


def document_type(text: str) -> str | None:
    """The canonical type of document; None where nothing is stated, `other` where the word is not known."""
    return None if is_empty(text) else DOCUMENTS.get(normalise_name(text), "other")


def hash_document(
    number: str, kind: str | None, secret: bytes, country: str | None = None
) -> tuple[str | None, tuple[str, ...]]:
    """The keyed hash (40 hex digits) of a document's type and number, and flags; None for one that states nobody.

    Without a type, a number in the form of a resident identity number is one. Countries number their passports each for itself:
    one without its country (and any document of an unknown kind) states nobody, as a masked number does. Raises Refused where a
    resident identity number is wrong.
    """
    text = joined(number)
    if "*" in text or "×" in text or re.search(r"X{3}", text):
        return None, ("masked document number ignored",)
    if re.match(r"\d(\.\d+)?E\+?\d+\Z", text):
        raise Refused("digits_lost", "a spreadsheet turned this number into scientific notation and its last digits are lost")
    if kind is None and re.fullmatch(r"[0-9]{15}|[0-9]{17}[0-9X]", text):
        kind = "resident"
    if kind == "resident":
        text = resident_number(text)
    if not 4 <= len(text) <= 40:
        raise Refused("document_number", "a document number has 4 to 40 characters")
    if kind == "chinese_passport":
        kind, country = "passport", CHINA
    if kind in (None, "other"):
        return None, ("a document of an unknown kind, which identifies nobody",)
    if kind == "passport":
        if not country:
            return None, ("a passport without its country, which identifies nobody",)
        kind = f"passport:{read_country(country)}"
    return hmac.new(secret, f"{kind}:{text}".encode(), lambda: hashlib.blake2b(digest_size=20)).hexdigest(), ()


def read_country(text: str) -> str:
    """A country in the form in which it is part of a passport's number; two that are written differently are two."""
    word = normalise_name(text)
    return CHINA if word in {"中国", "中华人民共和国", "CHINA", "CHN", "CN", "156"} else word


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a document number into its keyed hash; the number itself is stored nowhere."""
    name, secret = prop.name, context.secret

    def read(text: str) -> Cell:
        if is_empty(text):
            return EMPTY_CELL
        value, flags = hash_document(text, None, secret)
        return one(name, value, flags) if value else Cell(flags=flags)

    return read
