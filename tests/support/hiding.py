"""Rows of any category about a given party, made from the catalogue alone: what must stay hidden is told in them."""

from collections.abc import Mapping
from typing import Any

from loaders.synthetic.codes import USCC_ALPHABET, uscc_check
from models.catalogue import Category, Kind, Property, TypeName

SECRET_WORD = "隐秘"
FUTURE, PAST, SINCE = "2099-01-01", "2019-03-01", "2024-02-20"
_PLAIN: Mapping[TypeName, Any] = {TypeName.MONEY: 70_000, TypeName.SHARE: 0.5, TypeName.NUMBER: 7, TypeName.INTEGER: 7}
_ENDS = {Kind.DEPARTMENT: "局", Kind.ENTERPRISE: "有限公司"}
_SKIPPED = frozenset({TypeName.PID, TypeName.PHONE, TypeName.REGION, TypeName.INDUSTRY, TypeName.BOOLEAN})


def fresh_code(number: int) -> str:
    """A sound USCC of nobody."""
    body = "91330106NX" + "".join(USCC_ALPHABET[number // 31**i % 31] for i in range(7))
    return body + uscc_check(body)


def rows_about(category: Category, party: str, word: str, day: str = SINCE, **more: Any) -> list[dict[str, Any]]:
    """One row for each place the party may have in a fact of this category: its subject, or either end of an edge.

    `word` stands in every text, `more` are further columns (`_level`, `_action`, …). A category that identifies tells of the
    party itself, where it identifies by a code.
    """
    told = {"_provider": SECRET_WORD + "局", "_day": day} | more
    if category.party:
        return [_row(category, None, party, word, day) | told]
    places = [p for p in category.parties if Kind.ENTERPRISE in p.kinds and _shows(category, p)]
    return [_row(category, p.name, party, f"{word}{i}", day) | told for i, p in enumerate(places)]


def _shows(category: Category, prop: Property) -> bool:
    return prop.name in category.roles.values()


def _row(category: Category, place: str | None, party: str, word: str, day: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for prop in category.properties:
        if prop.name == place:
            row[prop.name] = party
        elif category.party and prop.name in category.party.identifiers:
            row |= _own(prop, party, word)
        elif prop.name not in (category.valid.until, category.public_for.until if category.public_for else None):
            row |= _value(prop, word, day)
    return row


def _own(prop: Property, party: str, word: str) -> dict[str, Any]:
    """An identifying property: the party's code where it takes one, else a number of its own."""
    if prop.type in (TypeName.CODE, TypeName.USCC):
        return {prop.name: party.removeprefix("uscc:")} if prop.name in ("code", "uscc") else {}
    return {TypeName.STOCK: {prop.name: "600999.SH"}, TypeName.SRC: {prop.name: word}}.get(prop.type, {})


def _value(prop: Property, word: str, day: str) -> dict[str, Any]:
    match prop.type:
        case TypeName.PARTY:
            return {prop.name: f"{word}某{_ENDS.get(prop.kinds[0], '')}"}
        case TypeName.TEXT | TypeName.TEXTS:
            return {prop.name: word}
        case TypeName.DATE:
            return {prop.name: day}
        case TypeName.CHOICE:
            return {prop.name: next(iter(prop.choices))}
        case TypeName.MONEY | TypeName.SHARE | TypeName.NUMBER | TypeName.INTEGER:
            return {prop.name: _PLAIN[prop.type]}
    assert prop.type in _SKIPPED or not prop.required, prop
    return {}
