"""date: a day, in any of the forms in which departments and spreadsheets write one."""

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone

from loaders.cells import EMPTY_CELL, Cell, Context, Read, Refused, one
from loaders.normalise import is_empty
from models.catalogue import Property
from models.statements import OPEN_DAY

SHANGHAI = timezone(timedelta(hours=8))
_OPEN = frozenset(
    ("长期", "长期有效", "永久", "永久有效", "永续", "无固定期限", "无期限", "不约定期限", "不约定", "long-term", "openended")
)
_PARTS = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)"
    r"(?:[T ]*(\d{1,2}:\d.*))?\Z"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?(?:\.0+)?\Z")
_SERIAL = re.compile(r"([1-9]\d{4})(?:\.\d+)?\Z")
_EPOCH = re.compile(r"-?\d{11,14}(?:\.0+)?\Z")
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})\Z")
_EXCEL_START = date(1899, 12, 30)
_EPOCH_START = datetime(1970, 1, 1, tzinfo=SHANGHAI) + timedelta(hours=8)
FORMS = "2017-06-30, 2017/6/30, 2017年6月30日, 20170630, a spreadsheet serial, epoch milliseconds or 长期"


def read_day(text: str) -> str:
    """The ISO day in a cell; 长期 is the open day. Raises Refused for what is no day or an impossible one.

    A five-digit number is a spreadsheet's serial day (1900 system), one of 11 to 14 digits epoch milliseconds;
    moments with a zone are taken at Shanghai.
    """
    if len(text) == 10 and text[4] == "-" == text[7] and text.isascii() and text[:4] >= "1600":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.replace(" ", "").lower() in _OPEN:
        return OPEN_DAY
    if len(plain) > 40:
        raise Refused("date", f"not a date; give {FORMS}")
    joined = re.sub(r"\s*([年月日/.\-])\s*", r"\1", plain)
    if parts := _PARTS.match(joined):
        return _from_parts(parts, joined)
    if (parts := _COMPACT.match(joined)) and len(joined) != 12:
        return _day(int(parts[1]), int(parts[2]), int(parts[3]))
    if serial := _SERIAL.match(joined):
        return (_EXCEL_START + timedelta(days=int(serial[1]))).isoformat()
    if _EPOCH.match(joined):
        return _from_epoch(int(joined.partition(".")[0]))
    raise Refused("date", f"not a date; give {FORMS}")


def _day(year: int, month: int, day: int) -> str:
    try:
        found = date(year, month, day)
    except ValueError:
        raise Refused("date", f"there is no day {year:04}-{month:02}-{day:02}") from None
    if year < 1600:
        raise Refused("date", f"the year {year:04} is before any record")
    return found.isoformat()


def _from_parts(parts: re.Match[str], text: str) -> str:
    numbers = [int(x) for x in parts.groups()[1:9] if x is not None]
    day = _day(int(parts[1]), numbers[0], numbers[1])
    if parts[10] and _ZONE.search(parts[10]):
        try:
            return datetime.fromisoformat(text.replace(" ", "T")).astimezone(SHANGHAI).date().isoformat()
        except (ValueError, OverflowError):
            raise Refused("date", f"not a moment; give {FORMS}") from None
    return day


def _from_epoch(milliseconds: int) -> str:
    try:
        moment = _EPOCH_START + timedelta(milliseconds=milliseconds)
    except OverflowError:
        raise Refused("date", "epoch milliseconds out of range") from None
    return _day(moment.year, moment.month, moment.day)


def reader(prop: Property, context: Context) -> Read:
    """Reads a day into ISO form."""
    name = prop.name

    def read(text: str) -> Cell:
        return EMPTY_CELL if is_empty(text) else one(name, read_day(text))

    return read
