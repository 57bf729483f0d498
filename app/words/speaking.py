"""The words of one language, and how it writes figures, days, moments and codes; pages and terminal both speak through it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Literal

from app.words import formats
from app.words.codes import CODES
from app.words.commands import COMMANDS
from app.words.differences import DIFFERENCES
from app.words.incomplete import INCOMPLETE
from app.words.ownership import OWNERSHIP
from app.words.pages.cases import CASES
from app.words.pages.catalogue import CATALOGUE
from app.words.pages.clues import CLUES
from app.words.pages.exposure import EXPOSURE
from app.words.pages.filing import FILING
from app.words.pages.objections import OBJECTIONS
from app.words.pages.quality import QUALITY
from app.words.pages.risk import RISK
from app.words.pages.signing_in import SIGNING_IN
from app.words.pages.warnings import WARNINGS
from app.words.pages.working import WORKING
from app.words.portrait import PORTRAIT
from app.words.terminal import TERMINAL
from models.answers.control import Range
from models.caller import SHANGHAI
from models.catalogue import Property, Title, TypeName
from models.tables.divisions import full_name
from models.tables.industries import SECTIONS, TITLES

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
TABLES = (
    PORTRAIT,
    OWNERSHIP,
    CODES,
    DIFFERENCES,
    TERMINAL,
    COMMANDS,
    INCOMPLETE,
    SIGNING_IN,
    WORKING,
    CATALOGUE,
    CASES,
    OBJECTIONS,
    QUALITY,
    CLUES,
    RISK,
    EXPOSURE,
    WARNINGS,
    FILING,
)


class Words:
    """What people read in one language. Called with the key of a word it gives the word, its parts filled in.

    An unknown key is a mistake of the program (KeyError); a code that no list knows is shown as it is, with spaces for `_`.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        at = LANGUAGES.index(lang)
        self._words = {key: both[at] for table in TABLES for key, both in table.items()}

    def __call__(self, key: str, **parts: Any) -> str:
        """A word by its key, with the parts that it takes."""
        return self._words[key].format(**parts) if parts else self._words[key]

    def knows(self, key: str) -> bool:
        """Whether there is a word of this key."""
        return key in self._words

    def code(self, of: str, code: str) -> str:
        """A code of a list in words: `code("kind", "Enterprise")`."""
        return self._words.get(f"{of}_{code}") or code.replace("_", " ")

    def title(self, title: Title | Mapping[str, str]) -> str:
        """A title, or a sentence of an answer, in this language."""
        return str(title[self.lang] if isinstance(title, Mapping) else getattr(title, self.lang))

    def share(self, low: float, high: float | None = None) -> str:
        """A fraction in percent, or the range it lies in: `60 %`, `33.3 %–50 %`."""
        return formats.share(low, high)

    def figure(self, value: float | str, unit: str) -> str:
        """A figure in its unit: a fraction in percent, yuan as money, else the number, or the text as it is."""
        if isinstance(value, str):
            return value
        if unit == "share":
            return formats.percent(Range(low=value, high=value)) if value <= 1 else f"{formats.number(round(value * 100, 2))} %"
        if unit == "year":
            return str(int(value))
        if unit == "money":
            return formats.money(value, "CNY", self.lang)
        return f"{value:.2g}" if 0 < value < 0.001 else formats.number(float(value))

    def within(self, share: Range) -> str:
        """A range of fractions in percent."""
        return formats.share(share.low, share.high)

    def money(self, amount: float, currency: str | None = formats.YUAN) -> str:
        """An amount with its currency: `500 万元`, `¥5,000,000`."""
        return formats.money(amount, currency, self.lang)

    def day(self, day: str | None) -> str:
        """A day; of one that stands for no end, that it is open (长期)."""
        return self("no_end") if formats.is_open(day) else str(day)

    def period(self, start: str | None, until: str | None) -> str:
        """From a day until another, open where there is none (至今)."""
        return f"{start or self('before_that')} – {self('open_end') if formats.is_open(until) else until}"

    def moment(self, iso: str) -> str:
        """A moment to the minute: `2026-03-01 09:30`."""
        return formats.moment(iso)

    def moment_of(self, moment: datetime | str) -> str:
        """A moment of any zone (a text: ISO 8601), by the clock of China."""
        given = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return self.moment(given.astimezone(SHANGHAI).isoformat())

    def region(self, code: str) -> str:
        """A division by its names and code; text that is no code as it is."""
        return self._with_code(full_name(code), code)

    def industry(self, code: str) -> str:
        """An industry by the title of its section or division, and its code."""
        return self._with_code(SECTIONS.get(code) or TITLES.get(code[:2], ""), code)

    def state(self, state: str | None) -> str:
        """The state of a registration that a reader is warned of (吊销, moved out); empty while in business or unknown."""
        return "" if state is None or state == formats.IN_BUSINESS else self.code("registration", state)

    def choice(self, prop: Property, code: str) -> str:
        """A code of the catalogue: in Chinese the first way in which it is stated, in English the code itself in words."""
        stated = [word for word in prop.choices.get(code, ()) if word != "*"]
        return stated[0] if self.lang == "zh" and stated else code.replace("_", " ")

    def value(self, prop: Property, values: Mapping[str, Any]) -> str:
        """What a fact states of a property that is no party, as text; empty where it states nothing."""
        value = values.get(prop.name)
        if prop.type is TypeName.SHARE and value is None:
            low, high = values.get(f"{prop.name}_min"), values.get(f"{prop.name}_max")
            return "" if low is None or high is None else self.share(low, high)
        if value is None:
            return ""
        return formats.several_values(value) if prop.sensitive else self._typed(prop, value, values)

    def _typed(self, prop: Property, value: Any, values: Mapping[str, Any]) -> str:
        match prop.type:
            case TypeName.SHARE:
                return self.share(value)
            case TypeName.MONEY:
                return self.money(value, values.get(f"{prop.name}_currency", formats.YUAN))
            case TypeName.BOOLEAN:
                return self("yes" if value else "no")
            case TypeName.CHOICE:
                return self.choice(prop, str(value))
            case TypeName.NUMBER | TypeName.INTEGER:
                return str(value) if prop.year else formats.number(value)
            case TypeName.DATE:
                return self.day(str(value))
            case TypeName.REGION:
                return self.region(str(value))
            case TypeName.INDUSTRY:
                return self.industry(str(value))
            case _:
                return formats.several_values(value)

    def _with_code(self, name: str, code: str) -> str:
        if not name:
            return code
        return f"{name}（{code}）" if self.lang == "zh" else f"{name} ({code})"


@cache
def words(lang: str) -> Words:
    """The words of a language, `zh` or `en`; English for any other."""
    return Words("zh" if lang == "zh" else "en")
