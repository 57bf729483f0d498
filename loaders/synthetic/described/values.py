"""The language in which a file of invented rows states what a property holds.

`$firm`, `$other`, `$representative` or a role of the case is a party; `$by` who sends the row; `$day` its day, `$day+30` or
`$day+30..400` a day after it, as is `$filed_on+30` after another date of the row. `5000..300000` is a number between, more
often a small one. In any other text `{…}` is replaced: `city`, `district`, `year`, `number`, `firm`, `code` and `industry`
(the firm's), `seat` (of the division's court: 浙0106), an earlier value of the row, the name of a role of the case, and
`of[…]`, a value of the row from which this one follows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from loaders.synthetic.described.form import Value
from loaders.synthetic.world.model import Department, Firm, Outsider, Person

Party = Firm | Person | Department | Outsider
Content = str | int | float | Party
_DAY = re.compile(r"\$([a-z_]+)(?:\+(\d+)(?:\.\.(\d+))?)?")
_SEATS = dict(
    zip(
        "浙江 江苏 上海 北京 广东 四川 湖北 山东 福建 陕西 重庆 安徽 湖南 云南".split(),
        "浙苏沪京粤川鄂鲁闽陕渝皖湘云",
        strict=True,
    )
)
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)")


@dataclass(slots=True)
class Scene:
    """What a row is written about: the parties by role, the day, who sends it, and what the row states so far."""

    rng: Random
    parties: Mapping[str, Party | None]
    day: str
    by: Party | str
    number: str
    stated: dict[str, Content] = field(default_factory=dict)
    of: Mapping[str, Content] = field(default_factory=dict)

    def __getitem__(self, word: str) -> object:
        """What `{word}` stands for: of what the row states, of a role, or of the firm and its place."""
        if word in self.stated and not isinstance(self.stated[word], Party):
            return self.stated[word]
        if word in self.parties:
            party = self.parties[word]
            return party.name if party else ""
        return self._of_firm(word)

    def _of_firm(self, word: str) -> object:
        firm = self.parties["firm"]
        assert isinstance(firm, Firm)
        match word:
            case "city":
                return firm.region.city
            case "district":
                return firm.region.district
            case "seat":
                return _SEATS[firm.region.province] + firm.region.code[2:]
            case "code":
                return firm.uscc if firm.coded else firm.reg
            case "industry":
                return firm.industry.scope
            case "year":
                return self.day[:4]
            case "number":
                return self.number
            case "of":
                return self.of
        raise KeyError(word)

    def take(self, wanted: Mapping[str, Value]) -> None:
        """Work out values, each of which may build on those before it."""
        for name, value in wanted.items():
            self.stated[name] = self.value(value)

    def value(self, wanted: Value) -> Content:
        """One value."""
        text = wanted if isinstance(wanted, str) else wanted[int(self.rng.random() * len(wanted))]
        kind, parts = _parsed(text)
        if kind == "day":
            return self._named(*parts)
        if kind == "number":
            low, high = float(parts[0] or 0), float(parts[1] or 0)
            drawn = low + (high - low) * self.rng.random() ** 3
            return round(drawn, 2) if "." in (parts[0] or "") else int(drawn)
        return text.format_map(self) if kind == "pattern" else text

    def _named(self, name: str, least: str | None, most: str | None) -> Content:
        if name == "by":
            return self.by
        if name in self.parties:
            return self.parties[name] or ""
        start = self.day if name == "day" else self.stated.get(name)
        if not isinstance(start, str):
            raise KeyError(f"${name} is no party and no day")
        if least is None or not start:
            return start
        days = int(least) + (int(self.rng.random() * (int(most) - int(least) + 1)) if most else 0)
        return (date.fromisoformat(start) + timedelta(days=days)).isoformat()


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[str, tuple[Any, ...]]:
    """What kind of value a text is, and its parts."""
    if text[:1] == "$" and (found := _DAY.fullmatch(text)):
        return "day", found.groups()
    if found := _RANGE.fullmatch(text):
        return "number", found.groups()
    return ("pattern" if "{" in text else "text"), ()
