"""Days as words: as English programs write them, as documents do in Chinese numerals, and the words for a term without end."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from loaders.values.cells import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR = 1600
_MONTHS = {
    word: number
    for number, words in enumerate(
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct"
        " november/nov december/dec".split(),
        1,
    )
    for word in words.split("/")
}
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +)?"
_CLOCK = r"(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(?P<half>[ap]\.?m\.?)?"
_OFFSET = r"(?P<zone>[a-z]{1,5})? ?(?P<offset>[+-]\d{1,2}:?\d{2})?"
_TIME = rf"(?:[ ,]+(?:at )?{_CLOCK} ?{_OFFSET}(?: ?\([^()]*\))?)?"
_ENGLISH = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WEEKDAY}(?P<month>[a-z]{{3,9}})\.? +(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? +(?P<year>\d{{4}}){_TIME}\Z",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]+(?P<month>[a-z]{{3,9}})\.?,?[ -]+(?P<year>\d{{4}}){_TIME}\Z",
        rf"{_WEEKDAY}(?P<month>[a-z]{{3}}) +(?P<day>\d{{1,2}}) +{_CLOCK} ?{_OFFSET} +(?P<year>\d{{4}})\Z",
    )
)
_FIGURES = re.compile(rf"(?P<first>\d{{1,2}})([/.-])(?P<second>\d{{1,2}})\2(?P<year>\d{{4}}){_TIME}\Z", re.IGNORECASE)
_HERE = frozenset(("", "CST", "CDT", "HKT", "BJT", "PRC"))
_GREENWICH = frozenset(("Z", "UTC", "UT", "GMT", "WET"))
_NUMERALS = re.compile(
    r"([〇○ＯO零一二三四五六七八九]{4})年([元一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日?\Z"
)
_FIGURE = {"〇": 0, "○": 0, "Ｏ": 0, "O": 0, "零": 0, "元": 1} | {c: i for i, c in enumerate("一二三四五六七八九", 1)}
_OPEN = re.compile(
    r"(?:(?:营业|经营|合伙|存续|有效|经营有效)?期限?[为是:]?)?[至到]?"
    r"(?:长期|长久|永久|永续|永远|永不到期|无固定期限?|无(?:经营|营业|合伙|存续|有效)?期限?(?:限制|约定)?|无限期?|无限制"
    r"|不限(?:制|定)?(?:经营|营业|合伙|存续)?(?:期限?)?|(?:不|未|无|没有)(?:约定|设定|规定)(?:经营|营业|合伙|存续)?(?:期限?)?"
    r"|至今|现在)"
    r"(?:经营|有效|存续|性|期限?)?(?:\((?:长期|永久|永续|长期有效)\))?\Z"
)
_CENTURY = "a year of two digits, whose century is not stated"
_LESS = (
    (
        re.compile(r"(?:1[6-9]|20)\d{2}(?:[-/.年](?:0?[1-9]|1[0-2])月?(?:份|底|末|初)?|0[1-9]|1[0-2])\Z"),
        "a month without its day",
    ),
    (re.compile(r"[〇○零一二三四五六七八九]{4}年[元一二三四五六七八九十]{1,3}月(?:份|底|末|初)?\Z"), "a month without its day"),
    (re.compile(r"(?:(?:1[6-9]|20)\d{2}|[〇○零一二三四五六七八九]{4}年|\d{4}年)(?:度|底|末|初)?\Z"), "a year without its day"),
    (re.compile(r"['’‘`]?\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号]?)?)?\Z"), _CENTURY),
    (re.compile(r"['’‘`]?\d{1,2}([-/.])\d{1,2}\1\d{1,2}(?:\D.*)?\Z"), _CENTURY),
    (re.compile(r"\d{1,2}[-/.]?[a-z]{3,9}[-/.,]?['’‘`]?\d{2}\Z", re.IGNORECASE), _CENTURY),
    (re.compile(r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\Z"), _CENTURY),
)
_OPEN_ENGLISH = frozenset(
    "longterm openended permanent permanently perpetual perpetuity indefinite indefinitely unlimited nofixedterm".split()
)


def is_open_end(text: str) -> bool:
    """Whether a normalised text states that a term has no end: 长期, 永续经营, 无固定期限, permanent."""
    if not text or text[0].isdigit():
        return False
    bare = re.sub(r"[\s。.;；,，\-_]+", "", text)
    return _OPEN.match(bare) is not None or bare.lower() in _OPEN_ENGLISH


def less_than_a_day(text: str) -> str | None:
    """Why a text without blanks is no day although it states something of one: a month, a year, a year of two digits."""
    return next((why for pattern, why in _LESS if pattern.match(text)), None)


def iso_day(year: int, month: int, day: int) -> str:
    """A day in ISO form. Raises Refused for an impossible one, or one before any record."""
    try:
        found = date(year, month, day)
    except ValueError:
        raise Refused("date", f"there is no day {year:04}-{month:02}-{day:02}") from None
    if year < FIRST_YEAR:
        raise Refused("date", f"the year {year:04} is before any record")
    return found.isoformat()


def shanghai_day(day: str, clock: str, hours: str, minutes: str) -> str:
    """The day in China of a moment stated as an ISO day, a time and an offset from Greenwich. Raises ValueError."""
    east = timedelta(hours=int(hours), minutes=int(minutes) * (-1 if hours.startswith("-") else 1))
    padded = clock.strip() if clock.strip().find(":") > 1 else f"0{clock.strip()}"
    moment = datetime.combine(date.fromisoformat(day), time.fromisoformat(padded), timezone(east))
    return moment.astimezone(SHANGHAI).date().isoformat()


def epoch_day(milliseconds: int) -> str:
    """The day in China of a moment stated in milliseconds since 1970. Raises OverflowError, ValueError, Refused."""
    moment = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)).astimezone(SHANGHAI)
    return iso_day(moment.year, moment.month, moment.day)


def written_day(text: str) -> str | None:
    """The ISO day in a text such as `Aug 13, 2015 12:00:00 AM`, `Wed Mar 30 00:00:00 CST 2016`, `8/13/2015` or
    二〇一五年八月十三日; None for other texts. Raises Refused where day and month could be either, or there is no such day.

    CST is China's time; a moment with an offset, or in UTC or GMT, is taken at Shanghai.
    """
    for pattern in _ENGLISH:
        found = pattern.match(text)
        if found and (month := _MONTHS.get(found["month"].lower())):
            return _placed(iso_day(int(found["year"]), month, int(found["day"])), found)
    if found := _FIGURES.match(text):
        first, second = int(found["first"]), int(found["second"])
        if first <= 12 and second <= 12 and first != second:
            raise Refused("date", "day and month could be either: give the year first")
        day, month = (first, second) if first > 12 else (second, first)
        return _placed(iso_day(int(found["year"]), month, day), found)
    if found := _NUMERALS.match(text.replace(" ", "")):
        return iso_day(int("".join(str(_FIGURE[c]) for c in found[1])), _tens(found[2]), _tens(found[3]))
    return None


def _placed(day: str, found: re.Match[str]) -> str:
    """The day in China, where the text states a time and a zone."""
    zone, offset, clock = (found["zone"] or "").upper(), found["offset"], found["clock"]
    if zone not in _HERE and zone not in _GREENWICH:
        raise Refused("date", "a time in a zone that is not known")
    if not clock or (not offset and zone in _HERE):
        return day
    sign, digits = (offset or "+0000")[0], (offset or "+0000")[1:].replace(":", "").zfill(4)
    half = (found["half"] or "").replace(".", "").lower()
    hour, _, rest = clock.partition(":")
    if half:
        hour = str(int(hour) % 12 + (12 if half == "pm" else 0))
    try:
        return shanghai_day(day, f"{hour}:{rest}", sign + digits[:2], digits[2:])
    except (ValueError, OverflowError):
        raise Refused("date", "not a moment") from None


def _tens(word: str) -> int:
    """A numeral up to 99: 十三, 二十, 三十一."""
    tens, ten, ones = word.partition("十")
    if not ten:
        return _FIGURE[word] if len(word) == 1 else 0
    return (_FIGURE.get(tens, 0) if tens else 1) * 10 + (_FIGURE.get(ones, 0) if ones else 0)
