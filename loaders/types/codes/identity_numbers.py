"""Resident identity numbers inside texts: found however they are written, and masked."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_DIGITS = re.compile(r"\d(?:[\W_]?\d){14,}(?:[\W_]?[XxＸｘ])?")
"""Digits in any writing, one sign between two of them at most; of the last number perhaps a check character X."""
_OLD = re.compile(r"(?<![\dA-Za-z])\d{6}(?:[ -]?\d){9}(?![\dA-Za-z])")
_OLD_FORM = 20
"""The first year of birth, without its century, of numbers in the old form: what else has 15 digits has a zero there."""
_LATEST = 2012
"""The last year of birth of who stands in records: a number with a later day is something else, such as a decision's."""


class Masked(NamedTuple):
    """Where in a text an identity number stands, the number in plain characters, and what stands there instead."""

    start: int
    end: int
    number: str
    text: str


def resident_check(body: str) -> str:
    """The check character of the first 17 digits of a resident identity number (GB 11643-1999)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def joined(text: str) -> str:
    """A number without blanks, hyphens and apostrophes, half-width, in upper case."""
    return re.sub(r"[\s'\-]+", "", unicodedata.normalize("NFKC", text)).upper()


def has_birthday(number: str) -> bool:
    """Whether 15 or 18 characters hold an existing day where an identity number has its day of birth."""
    year, month, day = (
        (number[6:10], number[10:12], number[12:14]) if len(number) == 18 else ("19" + number[6:8], number[8:10], number[10:12])
    )
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return 1880 <= int(year) <= 2100


def is_identity_number(text: str) -> bool:
    """Whether a text holds what may be a resident identity number, which then may stand in no message."""
    return any(identity_numbers(text)) or any(_found(text))


def identity_numbers(text: str) -> Iterator[str]:
    """What in a text may be resident identity numbers, without blanks and hyphens."""
    return filter(has_birthday, re.findall(r"(?<!\d)(?:[0-9]{17}[0-9X]|[0-9]{15})(?![0-9])", joined(text)))


def mask_identity_numbers(text: str, secret: bytes | None = None) -> str:
    """A text with every resident identity number in it cut to its division and stars; the very text where there is none.

    A number counts where its division, day of birth and, of 18 characters, its check are those of one, in whatever digits and
    with whatever sign between two of them; one of 15 digits where no letter and no other digit stands beside it. With a
    `secret`, a keyed hash follows the stars, by which texts stay apart that differ in the number alone.
    """
    out, end = [], 0
    for one in _found(text):
        tag = f"#{_hashed(one.number, secret)}" if secret is not None else ""
        out += [text[end : one.start], one.text, tag]
        end = one.end
    return "".join((*out, text[end:])) if out else text


def _found(text: str) -> list[Masked]:
    """The identity numbers in a text, in order, none over another."""
    if len(text) < 15:
        return []
    out = [one for run in _DIGITS.finditer(text) for one in _new(text, run)]
    for old in _OLD.finditer(text):
        number, places = _figures(text, old)
        if _is_old(number) and not any(one.start < old.end() and old.start() < one.end for one in out):
            out.append(_cut(number, places))
    return sorted(out)


def _new(text: str, run: re.Match[str]) -> Iterator[Masked]:
    number, places = _figures(text, run)
    at = 0
    while at + 18 <= len(number):
        if _is_new(number[at : at + 18]):
            yield _cut(number[at : at + 18], places[at : at + 18])
            at += 17
        at += 1


def _figures(text: str, run: re.Match[str]) -> tuple[str, list[int]]:
    """The digits, and perhaps the X, of a run as plain characters, and where each stands."""
    places = [i for i in range(run.start(), run.end()) if text[i].isalnum()]
    return "".join(str(unicodedata.decimal(text[i], "X")) for i in places), places


def _cut(number: str, places: list[int]) -> Masked:
    return Masked(places[0], places[-1] + 1, number, f"{number[:6]}{'*' * (len(number) - 6)}")


def _is_old(number: str) -> bool:
    return number[:2] in _PROVINCES and has_birthday(number) and int(number[6:8]) >= _OLD_FORM


def _is_new(number: str) -> bool:
    return (
        number[:2] in _PROVINCES
        and has_birthday(number)
        and int(number[6:10]) <= _LATEST
        and resident_check(number[:17]) == number[17]
    )


def _hashed(number: str, secret: bytes) -> str:
    return hmac.new(secret, f"number:{number}".encode(), lambda: hashlib.blake2b(digest_size=4)).hexdigest()
