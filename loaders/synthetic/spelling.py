"""How a department writes days and amounts in a file, and in which format."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from loaders.synthetic.files import Cell

_SHANGHAI = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Spelling:
    """The format of one file: suffix, encoding, form of dates (iso, cn, compact, serial, epoch), money in 万元 or 元.

    `gsxt`: with the column names of GSXT, the national enterprise credit publicity system.
    """

    suffix: str = ".csv"
    encoding: str = "utf-8"
    dates: str = "iso"
    yuan: bool = False
    gsxt: bool = False


def spell_day(day: str, how: str) -> Cell:
    """A day in the form `how` (see Spelling.dates); a text that is no ISO day stays as it is."""
    if len(day) != 10 or not day[:4].isdigit() or how == "iso":
        return day
    if how == "compact":
        return day.replace("-", "")
    if how == "cn":
        return f"{int(day[:4])}年{int(day[5:7])}月{int(day[8:])}日"
    if how == "serial":
        return date.fromisoformat(day).toordinal() - date(1899, 12, 30).toordinal()
    return int(datetime.fromisoformat(day).replace(tzinfo=_SHANGHAI).timestamp() * 1000)


def amount(value: float) -> Cell:
    """A number without exponent and trailing zeros, as people write it."""
    value = round(value, 6)
    return int(value) if value == int(value) else value
