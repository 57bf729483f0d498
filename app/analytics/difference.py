"""The difference between two days of an answer, for any list of items that are known by a key. Pure functions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from app.analytics.errors import KeyLacking, UnknownSection
from app.rules.differences import DifferenceRules, Section, difference_rules
from models.answers.difference import Changed, Comparable, Difference, FieldChange
from models.base import Model
from models.values.bare_names import lasting

Item = Mapping[str, Any]
Items = Sequence[Item | Model]


def difference(
    section: str,
    before: Items | None,
    after: Items | None,
    *,
    complete_before: bool = True,
    complete_after: bool = True,
    rules: DifferenceRules | None = None,
) -> Difference:
    """How a list of items differs between two days; None: no answer is known for that day.

    Items of one key are one: there on both days, they are compared field by field; several of one key are compared as a
    set, those that are alike first. A list that is not shown to its end (`complete` false) makes what it lacks uncertain.
    Swapping the days swaps what came and what left, and turns each change around.

    Raises:
        UnknownSection: there is no such section.
        KeyLacking: an item lacks a field of its key.
    """
    rules = rules or difference_rules()
    if (how := rules.sections.get(section)) is None:
        raise UnknownSection(section)
    if before is None or after is None:
        return Difference(section=section, comparable=_unknown(before is None, after is None))
    old, new = _by_key(before, how), _by_key(after, how)
    came: list[Item] = []
    left: list[Item] = []
    changed: list[Changed] = []
    for key in sorted(old.keys() | new.keys()):
        ours, theirs = _without_equal(old.get(key, []), new.get(key, []), how, rules)
        for one, other in zip(ours, theirs, strict=False):
            fields = tuple(_changes(one, other, how, rules))
            named = other.get("name") or one.get("name")
            changed.append(Changed(key={k: one[k] for k in how.key}, name=named, fields=fields))
        left += ours[len(theirs) :]
        came += theirs[len(ours) :]
    return Difference(
        section=section,
        comparable=Comparable.YES,
        came=tuple(map(dict, came)) if complete_before else (),
        left=tuple(map(dict, left)) if complete_after else (),
        changed=tuple(changed),
        perhaps_came=() if complete_before else tuple(map(dict, came)),
        perhaps_left=() if complete_after else tuple(map(dict, left)),
    )


def _unknown(before: bool, after: bool) -> Comparable:
    if before and after:
        return Comparable.BOTH_UNKNOWN
    return Comparable.BEFORE_UNKNOWN if before else Comparable.AFTER_UNKNOWN


def _canonical(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=str)


def _lasting(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_lasting(one) for one in value]
    return lasting(value) if isinstance(value, str) else value


def _by_key(items: Items, how: Section) -> dict[bytes, list[Item]]:
    """Items by their key, those of one key in an order of their own."""
    found: dict[bytes, list[Item]] = defaultdict(list)
    for item in items:
        plain = item.model_dump(mode="json") if isinstance(item, Model) else dict(item)
        if missing := [name for name in how.key if name not in plain]:
            raise KeyLacking(missing[0])
        found[_canonical([_lasting(plain[name]) for name in how.key])].append(plain)
    for alike in found.values():
        alike.sort(key=_canonical)
    return found


def _without_equal(
    before: list[Item], after: list[Item], how: Section, rules: DifferenceRules
) -> tuple[list[Item], list[Item]]:
    """Items of one key without those that say the same on both days, one for one."""
    left, rest = [], list(after)
    for item in before:
        same = next((other for other in rest if not any(_changes(item, other, how, rules))), None)
        if same is None:
            left.append(item)
        else:
            rest.remove(same)
    return left, rest


def _changes(before: Item, after: Item, how: Section, rules: DifferenceRules) -> Iterator[FieldChange]:
    names = how.fields if how.fields is not None else sorted((before.keys() | after.keys()) - {*how.key} - rules.ignored)
    for name in names:
        one, other = before.get(name), after.get(name)
        if not _same(one, other, rules):
            yield FieldChange(field=name, before=one, after=other)


def _same(one: Any, other: Any, rules: DifferenceRules) -> bool:
    """Whether two values say the same, figures within the tolerance and what is ignored aside."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        names = (one.keys() | other.keys()) - rules.ignored
        return all(_same(one.get(name), other.get(name), rules) for name in names)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(_same(a, b, rules) for a, b in zip(one, other, strict=True))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= rules.tolerance
    return bool(_lasting(one) == _lasting(other))
