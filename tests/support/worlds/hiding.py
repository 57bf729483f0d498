"""Rows of any category about a given party, made from its catalogue file alone: so that no test lists the categories."""

from collections.abc import Mapping
from typing import Any

from loaders.synthetic.world.codes import USCC_ALPHABET, uscc_check
from models.catalogue import Category, Kind, Property, TypeName

SECRET_WORD = "隐秘"
FUTURE, PAST, SINCE = "2099-01-01", "2019-03-01", "2024-02-20"
_ENDS: Mapping[Kind, str] = {Kind.DEPARTMENT: "局", Kind.ENTERPRISE: "有限公司"}
_NUMBERS: Mapping[TypeName, float] = {TypeName.MONEY: 70_000, TypeName.SHARE: 0.5, TypeName.NUMBER: 7, TypeName.INTEGER: 7}
_TRAITS: Mapping[TypeName, str] = {
    TypeName.ADDRESS: "杭州市西湖区示例路1号",
    TypeName.PHONE: "13800001234",
    TypeName.EMAIL: "office@example.com",
}
_WHERE_REQUIRED: Mapping[TypeName, str] = {
    TypeName.CODE: "330106000000992",
    TypeName.REG: "330106000000992",
    TypeName.USCC: "91330106EXAMPLE996",
    TypeName.ORG: "EXAMPLE97",
    TypeName.STOCK: "600998.SH",
    TypeName.DEPT: "EXAMPLE",
    TypeName.PID: "110101194901010018",
    TypeName.REGION: "330106",
    TypeName.INDUSTRY: "I65",
    TypeName.BOOLEAN: "是",
}
"""Types whose values would say more than that a record is about a party: rows have them only where they must."""


def fresh_code(number: int) -> str:
    """A sound USCC of nobody."""
    body = "91330106NX" + "".join(USCC_ALPHABET[number // 31**i % 31] for i in range(7))
    return body + uscc_check(body)


def rows_about(
    category: Category, party: str, word: str, day: str = SINCE, others: Mapping[Kind, str] | None = None, **more: Any
) -> list[dict[str, Any]]:
    """One row for each place the party may have in a fact of this category: its subject, or either end of an edge.

    `word` stands in every text, `others` are the parties that stand in the other places by their kind (else ones of a name
    with the word), `more` are further columns (`_level`, `_action`, …). A category that identifies tells of the party itself,
    where it identifies by a code; one about persons or departments alone has one row, about the others.
    """
    told = {"_provider": SECRET_WORD + "局", "_day": day} | more
    places = [p for p in category.parties if Kind.ENTERPRISE in p.kinds and p.name in category.roles.values()]
    if category.party or not places:
        return [_row(category, None, party, word, day, others or {}) | told]
    return [_row(category, p.name, party, f"{word}{i}", day, others or {}) | told for i, p in enumerate(places)]


def _row(category: Category, place: str | None, party: str, word: str, day: str, others: Mapping[Kind, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    term = category.public_for
    ends = {category.valid.until, category.valid.removed, *((term.until, term.by) if term else ())}
    for prop in category.properties:
        if prop.name == place:
            row[prop.name] = party
        elif category.party and prop.name in category.party.identifiers:
            row |= _own(prop, party, word)
        elif prop.required or prop.name not in ends:
            row |= _value(prop, word, FUTURE if prop.name in ends else day, others)
    return row


def _own(prop: Property, party: str, word: str) -> dict[str, Any]:
    """An identifying property: the party's code where it takes one, else a number of its own."""
    if prop.type in (TypeName.CODE, TypeName.USCC):
        return {prop.name: party.removeprefix("uscc:")} if prop.name in ("code", "uscc") else {}
    return {TypeName.STOCK: {prop.name: "600999.SH"}, TypeName.SRC: {prop.name: word}}.get(prop.type, {})


def _value(prop: Property, word: str, day: str, others: Mapping[Kind, str]) -> dict[str, Any]:
    match prop.type:
        case TypeName.PARTY:
            known = next((others[kind] for kind in prop.kinds if kind in others), None)
            return {prop.name: known or f"{word}某{_ENDS.get(prop.kinds[0], '')}"}
        case TypeName.TEXT | TypeName.TEXTS | TypeName.AGENT | TypeName.SRC:
            return {prop.name: word}
        case TypeName.DATE:
            return {prop.name: day}
        case TypeName.CHOICE:
            return {prop.name: next(iter(prop.choices))}
        case TypeName.MONEY | TypeName.SHARE | TypeName.NUMBER | TypeName.INTEGER:
            least, most = prop.minimum, prop.maximum
            value = _NUMBERS[prop.type] if least is None else max(_NUMBERS[prop.type], least)
            return {prop.name: value if most is None else min(value, most)}
    text = _TRAITS.get(prop.type) or (_WHERE_REQUIRED[prop.type] if prop.required else None)
    return {prop.name: text} if text else {}
