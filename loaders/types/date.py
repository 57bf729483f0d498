"""date: a day, in any of the forms in which departments, spreadsheets and programs write one."""

import re
import unicodedata
from datetime import date, timedelta

from loaders.types.date_words import epoch_day, is_open_end, iso_day, less_than_a_day, shanghai_day, written_day
from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused, as_stated, one
from loaders.values.normalise import is_empty
from models.catalogue import Property
from models.statements import OPEN_DAY

_PARTS = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)"
    r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
    r"(?:[T ,]*(?:[上下]午|[AP]M)? ?(\d{1,2}:\d.*))?\Z",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{6}|[T ](\d{1,2}:\d.*))?(?:\.0+)?\Z")
_TO_THE_HOUR = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})([01]\d|2[0-3])([0-5]\d)?(?:\.0+)?\Z")
_SERIAL = re.compile(r"([1-9]\d{4})(?:\.\d+)?\Z")
_EPOCH = re.compile(r"-?\d{10,15}(?:\.0+)?\Z")
LAST_YEAR = 9999
_LAST_MOMENT = 253_402_185_600_000
"""The milliseconds of 9999-12-31 in China, which programs write for an end that is open."""
_SECONDS = 10
_ZONE = re.compile(r"\s*(?:Z|UTC|GMT|([+-]\d{2}):?(\d{2}))\Z", re.IGNORECASE)
_EXCEL_START = date(1899, 12, 30)
_NO_DAY = re.compile(
    r"(?:0+(?:\.0+)?|00010101|(?:0{4}[-/.年]00?[-/.月]00?日?|1900[-/]0?1[-/]00?|0{0,3}1[-/]0?1[-/]0?1)(?:[T ].*)?)\Z"
)
_ZERO_DAYS = frozenset(("1900-01-01", "1899-12-30", "1899-12-31"))
"""What databases and spreadsheets make of an empty date or a zero."""
FORMS = "2017-06-30, 2017/6/30, 2017年6月30日, 20170630, Jun 30, 2017, a spreadsheet serial, epoch milliseconds or 长期"
LONGEST = 80
_CONVENTION = "2099-12-31"


def read_day(text: str) -> str:
    """The ISO day in a cell; 长期 is the open day. Raises Refused for what is no day or an impossible one.

    A five-digit number is a spreadsheet's serial day (1900 system). Of longer ones, eight, ten, twelve or fourteen digits that
    make a day (and hour, minute, second) are that day; else ten are seconds and more are milliseconds since 1970, a day
    of the year 9999 is an open end. Moments with a zone are taken at Shanghai, by the clock that was in force there. Day and
    month are never guessed: 8/13/2015 is read, 8/9/2015 is not.
    """
    if len(text) == 10 and text[4] == "-" == text[7] and text.isascii() and text[:4] >= "1600":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    plain = unicodedata.normalize("NFKC", text).strip()
    if is_open_end(plain):
        return OPEN_DAY
    if len(plain) > LONGEST:
        raise Refused("date", f"not a date; give {FORMS}")
    joined = re.sub(r"\s*([年月日号/.\-])\s*", r"\1", plain) if not plain[:1].isalpha() else plain
    if parts := _PARTS.match(joined):
        return _from_parts(parts)
    if parts := _to_the_hour(joined):
        return iso_day(int(parts[1]), int(parts[2]), int(parts[3]))
    if parts := _COMPACT.match(joined):
        return _at_shanghai(_day(int(parts[1]), int(parts[2]), int(parts[3])), parts[4])
    if serial := _SERIAL.match(joined):
        return (_EXCEL_START + timedelta(days=int(serial[1]))).isoformat()
    if _EPOCH.match(joined):
        return _from_epoch(joined.partition(".")[0])
    if written := written_day(plain):
        return written
    raise Refused("date", f"{less_than_a_day(''.join(joined.split())) or 'not a date'}; give {FORMS}")


def is_no_day(text: str) -> bool:
    """Whether a cell holds what programs write for a date that is not there, such as 0000-00-00."""
    return _NO_DAY.match(text.strip()) is not None


def _to_the_hour(text: str) -> re.Match[str] | None:
    """The parts of ten or twelve digits that make a day and a time of day, from 1900 to 2099; None for other numbers."""
    parts = _TO_THE_HOUR.match(text)
    if parts:
        try:
            date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            return None
    return parts


def _from_parts(parts: re.Match[str]) -> str:
    numbers = [int(x) for x in parts.groups()[1:9] if x is not None]
    day = _day(int(parts[1]), numbers[0], numbers[1])
    return _at_shanghai(day, parts[10])


def _day(year: int, month: int, day: int) -> str:
    found = iso_day(year, month, day)
    return OPEN_DAY if year == LAST_YEAR else found


def _at_shanghai(day: str, clock: str | None) -> str:
    """The day in China, where the time of day beside it has a zone."""
    zone = _ZONE.search(clock) if clock else None
    if clock and zone:
        try:
            return shanghai_day(day, clock[: zone.start()], zone[1] or "+00", zone[2] or "00")
        except (ValueError, OverflowError):
            raise Refused("date", f"not a moment; give {FORMS}") from None
    return day


def _from_epoch(digits: str) -> str:
    if int(digits) >= _LAST_MOMENT:
        return OPEN_DAY
    try:
        return epoch_day(int(digits) * (1000 if len(digits.lstrip("-")) == _SECONDS else 1))
    except (OverflowError, ValueError):
        raise Refused("date", "epoch milliseconds out of range") from None


def open_by_convention(read: Read) -> Read:
    """The reader of a day on which a term ends: 2099-12-31 is written for an end that is open, and is remarked."""

    def ending(text: str) -> Cell:
        cell = read(text)
        if not any(day == _CONVENTION for _, _, day in cell.entries):
            return cell
        open_ = tuple(
            (name, OPEN_DAY, OPEN_DAY) if day == _CONVENTION else (name, value, day) for name, value, day in cell.entries
        )
        return Cell(open_, (*cell.flags, f"{_CONVENTION} taken for an open end"))

    return ending


def never_open(read: Read, begins: bool) -> Read:
    """The reader of a day that no term ends on: words such as 长期 state nothing of it; nor, where a term `begins` on it, does
    the last day there is."""

    def closed(text: str) -> Cell:
        cell = read(text)
        if any(day == OPEN_DAY for _, _, day in cell.entries):
            if begins:
                raise Refused("date", "an open end, where a term begins")
            if is_open_end(unicodedata.normalize("NFKC", text).strip()):
                raise Refused("date", "an open end, in place of a day")
        return cell

    return closed


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a day into ISO form. What programs write for no day (0000-00-00, 0001-01-01) is empty; 1900-01-01 and a
    spreadsheet's zero, which could be days, are stored as stated."""
    name = prop.name

    def read(text: str) -> Cell:
        if is_empty(text) or is_no_day(text):
            return EMPTY_CELL
        day = read_day(text)
        return as_stated(name, text, "a program's day for no day") if day in _ZERO_DAYS else one(name, day)

    return read
