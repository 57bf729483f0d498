"""Invented codes that pass their checks: USCC (GB 32100-2015), registration number (ISO 7064), organisation code (GB 11714).

No code made here was ever issued: organisation codes start with the unused series MY, identity numbers carry birth
years in the 1890s, stock codes and telephone numbers come from ranges nobody has.
"""

from random import Random

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUE = {c: i for i, c in enumerate(USCC_ALPHABET)}
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))
_BODY_SPAN = 31**6
_STEP = 548_123_459
_APART = 100_000
"""How many codes an issuer apart has before the first of the world."""


def uscc_check(body: str) -> str:
    """The check character of the first 17 characters of a USCC."""
    total = sum(_USCC_VALUE[c] * w for c, w in zip(body, _USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def org_check(body: str) -> str:
    """The check character of the first 8 characters of an organisation code."""
    total = sum(int(c, 36) * w for c, w in zip(body, _ORG_WEIGHTS, strict=True))
    return "0X987654321"[total % 11]


def reg_check(body: str) -> str:
    """The check digit of the first 14 digits of a registration number (MOD 11,10)."""
    product = 10
    for digit in body:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def identity_check(body: str) -> str:
    """The check character of the first 17 digits of an identity number (GB 11643-1999)."""
    return "10X98765432"[sum(int(c) * w for c, w in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def wrong_check(code: str) -> str:
    """The same code with a wrong check character."""
    return code[:-1] + ("1" if code[-1] != "1" else "2")


class Codes:
    """Issues codes that never repeat, in an order that depends on the seed alone."""

    def __init__(self, seed: int) -> None:
        self._body = Random(f"codes:{seed}").randrange(_BODY_SPAN)
        self._registered = 0
        self._persons = 0
        self._stocks = 0
        self._phones = 0

    @classmethod
    def apart(cls, seed: int) -> "Codes":
        """Another issuer for the same world: what it issues, the first one does not."""
        codes = cls(seed)
        codes._body = (codes._body - _APART * _STEP) % _BODY_SPAN
        codes._registered, codes._persons, codes._phones = 9_000_000, 250_000, 60_000_000
        return codes

    def org(self) -> str:
        """A fresh 9-character organisation code."""
        self._body = (self._body + _STEP) % _BODY_SPAN
        number, body = self._body, ""
        for _ in range(6):
            number, digit = divmod(number, 31)
            body += USCC_ALPHABET[digit]
        return f"MY{body}{org_check('MY' + body)}"

    def uscc(self, division: str, first: str = "91") -> str:
        """A fresh USCC; `first` is authority and kind (91 enterprise, 92 sole trader, 93 co-operative, 11 body)."""
        body = first + division + self.org()
        return body + uscc_check(body)

    def reg(self, division: str, sole_trader: bool = False) -> str:
        """A fresh 15-digit registration number."""
        self._registered += 1
        body = f"{division}{'6' if sole_trader else '0'}{self._registered:07d}"
        return body + reg_check(body)

    def identity(self, division: str) -> str:
        """A fresh 18-digit identity number, of a birth in the 1890s."""
        self._persons += 1
        serial, year = self._persons % 28_000, 1890 + self._persons // 28_000 % 10
        body = f"{division}{year}0{serial // 1000 % 9 + 1}{serial // 9000 + 10}{serial % 1000:03d}"
        return body + identity_check(body)

    def stock(self) -> str:
        """A fresh stock code in a range that no exchange has issued."""
        self._stocks += 1
        board, exchange = (("609", "SH"), ("009", "SZ"), ("309", "SZ"))[self._stocks % 3]
        return f"{board}{self._stocks // 3:03d}.{exchange}"

    def phone(self) -> str:
        """A fresh telephone number in a range nobody has."""
        self._phones += 1
        return f"154{self._phones * 7919 % 100_000_000:08d}"
