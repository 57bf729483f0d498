"""Chinese names typed in Latin letters: the first letters by which they are looked up, and whether a text spells one.

Readings are those of pypinyin, character by character. A character read in several ways (长, 行, 乐) may be typed in any.
"""

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from models.values.names import simplified, simplified_characters

LETTERS = 6
"""So many first letters are stored from each place in a name at which a text may begin."""
LEAST = 2
"""A text of fewer syllables, but for a single whole one, spells too much to be looked up."""
LONGEST = 60
MOST_WAYS = 6
"""Ways to part a text into syllables that are tried."""
MOST_WRITINGS = 8
"""Ways to read a name whose first letters are stored."""
_FORM = re.compile("(?:股份)?有限(?:责任)?公司$|集团$|公司$")
_UNIT = re.compile("[a-z0-9]+|[\u3400-\u4dbf\u4e00-\u9fff]")
_TYPED = re.compile("[a-z0-9]+")
_BETWEEN = "[ ()（）【】·・.,，、&/+'’\"“”《》-]*"
"""What may stand between two characters of a name, for regular expressions of Python and Java alike."""
_VOWEL = re.compile("[aeiouv]")
_NO_INITIAL = frozenset("iuv")
_TWO_WAYS = {
    word[0]: word[1:]
    for word in (
        *("长zc", "重zc", "行xh", "乐ly", "厦sx", "单ds", "曾zc", "朝zc", "会hk", "传cz"),
        *("藏cz", "盛sc", "查cz", "解jx", "召zs", "翟zd", "尉wy", "调td", "弹dt"),
    )
}
"""Characters of names that are heard with one of two first letters."""


class Sounds(NamedTuple):
    """`readings`: the syllables of each character, without tones, ü as v. `spelt`: the characters of each syllable."""

    readings: Mapping[str, tuple[str, ...]]
    spelt: Mapping[str, str]


@lru_cache(maxsize=1)
def sounds() -> Sounds:
    """The readings of simplified characters."""
    other = simplified_characters()
    readings: dict[str, tuple[str, ...]] = {}
    spelt: dict[str, list[str]] = defaultdict(list)
    for code, listed in _readings().items():
        if code in other or not _UNIT.fullmatch(chr(code)):
            continue
        found = tuple(one for one in dict.fromkeys(map(_plain, listed.split(","))) if _VOWEL.search(one))
        if not found:
            continue
        readings[chr(code)] = found
        for one in found:
            spelt[one].append(chr(code))
    return Sounds(readings, {one: "".join(chars) for one, chars in spelt.items()})


def _readings() -> dict[int, str]:
    """The readings of characters as pypinyin states them, with tones, separated by commas, the commonest first."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # a dictionary of words, large and slow to read, that is not needed
    from pypinyin.pinyin_dict import pinyin_dict

    readings: dict[int, str] = pinyin_dict
    return readings


@lru_cache(maxsize=1)
def _first() -> dict[int, str]:
    """The first letter of the commonest reading of each character."""
    letters = {char: unicodedata.normalize("NFD", char)[0] for char in {reading[0] for reading in _readings().values()}}
    return {code: letters[reading[0]] for code, reading in _readings().items()}


@lru_cache(maxsize=4096)
def _plain(syllable: str) -> str:
    """A syllable without its tone."""
    parts = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(c for c in parts if c.isascii() and c.isalpha())


def first_letters(name: str) -> tuple[str, ...]:
    """The words by which a Chinese name is looked up by its first letters: from each of its characters on, a few letters.

    杭州云帆有限公司 is found by hzyf, zyf and yf. None begins in the legal form; a name without Chinese characters has none.
    """
    if name.isascii():
        return ()
    plain = simplified(unicodedata.normalize("NFKC", name)).lower()
    units: list[str] = _UNIT.findall(plain)
    if all(map(str.isascii, units)):
        return ()
    core = len(_UNIT.findall(_FORM.sub("", plain))) or len(units)
    first = _first()
    heard = [_TWO_WAYS.get(one) or one.translate(first) if len(one) == 1 else (one,) for one in units]
    out: dict[str, None] = {}
    for way in islice(product(*heard), MOST_WRITINGS):
        letters, at = "".join(way), 0
        for one in way[:core]:
            out.setdefault(letters[at : at + LETTERS])
            at += len(one)
    return tuple(word for word in out if len(word) >= LEAST)


class Typed(NamedTuple):
    """A text that may be a name typed in Latin letters: beginnings of the words of `first_letters`, and a regular
    expression that a name with its words on a line of their own meets wherever the text may spell it."""

    words: tuple[str, ...]
    pattern: str


def typed(text: str) -> Typed | None:
    """What a text in Latin letters is looked up by; None where it can be no name (other characters, one syllable, digits)."""
    ways: list[_Way] = [_Way(0, ())]
    for token in tokens(text):
        ways = sorted(_Way(a.rough + b.rough, a.units + b.units) for a in ways for b in _ways(token))
        ways = sorted(ways, key=_likely)[:MOST_WAYS]
    words: dict[str, str] = {}
    for way in ways:
        word = "".join(unit[0] for unit, _ in way.units)[:LETTERS]
        if len(way.units) >= LEAST and way.rough in (0, ways[0].rough):
            words[word] = "|".join(filter(None, (words.get(word), _pattern(word, way))))
    if not words:
        return None
    return Typed(tuple(words), f"(?s).*(?:{'|'.join(words.values())}).*")


def syllable(text: str) -> str | None:
    """The one whole syllable that a text in Latin letters is; None for other texts."""
    runs = tokens(text)
    return runs[0] if len(runs) == 1 and len(runs[0]) > 1 and runs[0] in sounds().spelt else None


@lru_cache(maxsize=512)
def common_characters(one: str) -> tuple[str, ...]:
    """The characters that a syllable spells, of the 3,755 common ones (level 1 of GB 2312), for the others are too many; and
    without those of 股份有限责任公司, which stand in nearly every name."""
    return tuple(char for char in sounds().spelt.get(one, "") if _is_common(char) and char not in "股份有限责任公司")


def _is_common(char: str) -> bool:
    code = char.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def tokens(text: str) -> list[str]:
    """The runs of letters and digits in a text typed in Latin letters, in lower case; none where it is no such text."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("ü", "v")
    found: list[str] = _TYPED.findall(plain)
    joined = "".join(found)
    if not plain.isascii() or len(joined) > LONGEST or 3 * sum(map(str.isdigit, joined)) > len(joined):
        return []
    return found


class _Way(NamedTuple):
    """A way to part what was typed into syllables and first letters: `rough` counts those that are no whole syllable."""

    rough: int
    units: tuple[tuple[str, bool], ...]


def _likely(way: _Way) -> tuple[int, int]:
    return way.rough, len(way.units)


def _ways(token: str) -> list[_Way]:
    """The likeliest ways to part a run of letters."""
    spelt = sounds().spelt
    found: list[list[_Way]] = [[_Way(0, ())], *([] for _ in token)]
    for at in range(len(token)):
        best = found[at] = sorted(found[at], key=_likely)[:MOST_WAYS]
        for end in range(at + 1, min(at + 6, len(token)) + 1):
            unit = token[at:end]
            whole = unit in spelt
            begun = end == len(token) and len(unit) > 1 and not whole and any(one.startswith(unit) for one in spelt)
            if whole or begun or (len(unit) == 1 and unit not in _NO_INITIAL):
                found[end] += [_Way(way.rough + (not whole), (*way.units, (unit, whole))) for way in best]
    return sorted(found[-1], key=_likely)[:MOST_WAYS]


def _pattern(word: str, way: _Way) -> str:
    if not any(whole for _, whole in way.units):
        return f"[ \n]{word}"
    spelt = sounds().spelt
    return _BETWEEN.join(f"[{spelt[unit]}]" if whole else "." for unit, whole in way.units)


def spells(text: str, name: str) -> tuple[int, float] | None:
    """How well a text typed in Latin letters spells a name: whether from its beginning (0) or not (1), and less the share of
    its characters that are spelt; None where it does not. Each is spelt whole or by its first letter, the last one in part; a
    text of one syllable spells a character whole, before the legal form."""
    runs = tokens(text)
    units: list[str] = _UNIT.findall(simplified(unicodedata.normalize("NFKC", name)).lower())
    if not runs or all(one.isascii() for one in units):
        return None
    spelling = _Spelling("".join(runs), frozenset(_ends(runs)), units)
    core = _UNIT.findall(_FORM.sub("", "".join(units)))
    alone = syllable(text)
    spelt = (at for at, unit in enumerate(core) if alone and alone in sounds().readings.get(unit, ()))
    best = next(((min(at, 1), -round(1 / len(units), 6)) for at in spelt), None)
    for start in range(len(units)):
        covered = spelling.covered(0, start)
        rank = (min(start, 1), -round(covered / len(units), 6))
        if covered >= LEAST and (best is None or rank < best):
            best = rank
    return best


def _ends(runs: list[str]) -> Iterator[int]:
    at = 0
    for run in runs:
        at += len(run)
        yield at


class _Spelling:
    """One text against one name; `ends` are the places where a syllable must end."""

    def __init__(self, text: str, ends: frozenset[int], units: list[str]) -> None:
        self._text, self._ends, self._units = text, ends, units
        self._known: dict[tuple[int, int], int] = {}

    def covered(self, at: int, unit: int) -> int:
        """How many units from this one on the rest of the text spells, at most; 0 where it does not."""
        if (at, unit) not in self._known:
            self._known[at, unit] = self._covered(at, unit)
        return self._known[at, unit]

    def _covered(self, at: int, unit: int) -> int:
        # A text that goes on after the last character of the name spells another name.
        if unit == len(self._units):
            return 0
        most = 0
        for end in self._after(at, self._units[unit]):
            if any(at < one < end for one in self._ends):
                continue
            rest = 0 if end == len(self._text) else self.covered(end, unit + 1)
            if rest or end == len(self._text):
                most = max(most, 1 + rest)
        return most

    def _after(self, at: int, unit: str) -> Iterator[int]:
        """Where the text may go on after this unit of the name."""
        rest = self._text[at:]
        heard = (unit,) if unit.isascii() else sounds().readings.get(unit, ())
        for one in heard:
            if rest.startswith(one):
                yield at + len(one)
            elif one.startswith(rest):
                yield len(self._text)
            if rest[0] == one[0] and not unit.isascii():
                yield at + 1
