"""What kind of party a word or a name speaks of, by closed lists of words (kinds.yml).

Both are hints for where no code states it: who a unified social credit code is issued to follows from its first character.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import Field

from loaders.values.normalise import normalise_name
from models.base import Model
from models.catalogue import Kind

FILE = Path(__file__).with_name("kinds.yml")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}\Z|[\u4e00-\u9fff]{1,12}(?:[·•.][\u4e00-\u9fff]{1,12})+\Z")


class KindWords(Model):
    """Patterns of which any that is found states this kind; without a kind, that nothing is stated."""

    kind: Kind | None = None
    any: tuple[str, ...] = Field(min_length=1)


class DepartmentWords(Model):
    """Names of departments: what they are in charge of, what such a body is called, and what stands below it.

    `ministries` are named whole; a name that also has a word of `within` is that of an office of a firm or school.
    """

    ministries: tuple[str, ...]
    within: tuple[str, ...] = Field(min_length=1)
    charges: tuple[str, ...] = Field(min_length=1)
    called: tuple[str, ...] = Field(min_length=1)
    below: tuple[str, ...] = Field(min_length=1)


class KindRules(Model):
    """Words of types, of names, of departments and of firms. In a list the first entry with a match decides."""

    types: tuple[KindWords, ...]
    names: tuple[KindWords, ...]
    departments: DepartmentWords
    firms: tuple[str, ...] = Field(min_length=1)


class _Patterns(NamedTuple):
    types: tuple[tuple[Kind | None, re.Pattern[str]], ...]
    names: tuple[tuple[Kind | None, re.Pattern[str]], ...]
    firms: re.Pattern[str]


@cache
def kind_rules() -> KindRules:
    """The rules of this project."""
    return KindRules.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@cache
def _patterns() -> _Patterns:
    rules, state = kind_rules(), kind_rules().departments
    charges, called, below, within = ("|".join(words) for words in (state.charges, state.called, state.below, state.within))
    department = re.compile("|".join((*state.ministries, f"^(?!.*(?:{within})).*?(?:{charges})(?:{called})(?:{below})?$")))
    names = tuple((words.kind, re.compile("|".join(words.any))) for words in rules.names)
    types = tuple((words.kind, re.compile("|".join(words.any))) for words in rules.types)
    return _Patterns(types, (*names, (Kind.DEPARTMENT, department)), re.compile("|".join(rules.firms)))


@lru_cache(maxsize=4096)
def read_kind(text: str) -> Kind | None:
    """The kind a cell such as 自然人股东 or 企业法人 names; None where it names none or several."""
    word = normalise_name(text)
    if word.capitalize() in Kind.__members__.values():
        return Kind(word.capitalize())
    return next((kind for kind, pattern in _patterns().types if pattern.search(word)), None)


@lru_cache(maxsize=20_000)
def looks_like_body(name: str) -> Kind | None:
    """Department or Organisation where a name is on the closed lists, Enterprise where it has a firm's form; None else.

    A hint, never proof.
    """
    if len(name) < 3:
        return None
    upper, patterns = name.upper(), _patterns()
    for kind, pattern in patterns.names:
        listed = pattern.search(upper)
        if listed and (len(name) > 3 or listed[0] == upper):  # 王海关 is a person
            return kind
    found = patterns.firms.search(upper)
    return Kind.ENTERPRISE if found and (len(name) > 3 or len(found[0]) > 1) else None


def looks_like_person(name: str) -> bool:
    """Whether a name has the form of a Chinese person's name. A hint, never proof."""
    return bool(_PERSON.match(name))
