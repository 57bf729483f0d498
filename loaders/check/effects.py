"""What a record does to one of another category: the removals and repairs that follow from its rows."""

from collections.abc import Iterator, Mapping, Sequence

from app.questions.registry.categories import category_called
from loaders.derive.endings import CAUSE, CAUSE_ORDER
from loaders.derive.terms import announced
from loaders.types.date import read_day
from loaders.values.canonical import canonical, digest, statement_id
from loaders.values.cells import Refused
from loaders.values.normalise import normalise_name
from models.catalogue import TEXT_TYPES, Catalogue, Category, Property, TypeName
from models.catalogue_terms import RecordEffect
from models.facts import RANK
from models.statements import OPEN_DAY, Action, Ref, Scalar, Statement

NO_EFFECT = {Action.END, Action.REPAIR, Action.COVER}
"""What these say of a record changes nothing of what it does to others."""


class Effects:
    """Gives the statements that follow from those of one category, by its `effects`, and remarks on what has none.

    From each statement of a record follows one of the other: that it ends or is repaired from a day on, or, where the row does
    not do that (an application that is pending, a row taken back), that an earlier row's effect is none.
    """

    def __init__(self, catalogue: Catalogue, category: Category) -> None:
        self._catalogue, self._category = catalogue, category

    def __call__(self, statements: Sequence[Statement]) -> tuple[list[Statement], list[str]]:
        """What follows from the statements of a row, and remarks."""
        found: list[Statement] = []
        remarks: list[str] = []
        for s in statements:
            for effect in self._category.effects if s.action not in NO_EFFECT else ():
                applies = s.action in (Action.STATE, Action.CORRECT) and _holds(effect, s) and effect.day in s.values
                target, why = self._target(effect, s)
                if target is None:
                    remarks += [why] if applies else []
                    continue
                matched = _matched(effect, target, s)
                if matched is None:
                    names = ", ".join(target.by_name[name].title.zh for name in target.matched_by)
                    remarks += [f"{target.title.zh}: not found without {names}, so it stays as it is"] if applies else []
                    continue
                found.append(self._following(effect, target, s, matched, applies=applies))
        return found, remarks

    def _target(self, effect: RecordEffect, s: Statement) -> tuple[Category | None, str]:
        if effect.category:
            return self._catalogue.categories.get(effect.category), f"the catalogue has no category {effect.category!r}"
        named = str(s.values.get(effect.named_by or "", ""))
        target = category_called(self._catalogue, named) if named else None
        if target is None:
            return None, f"{effect.named_by}: names no category of the catalogue, so nothing is changed by this row"
        if not target.matched_by:
            return None, f"{effect.named_by}: records of this category are found by their whole key alone, so none is changed"
        return target, ""

    def _following(
        self, effect: RecordEffect, target: Category, s: Statement, matched: Mapping[str, Ref | str], *, applies: bool
    ) -> Statement:
        action = Action(effect.action) if applies else Action.WITHDRAW
        stated = s.values.get(effect.day)
        day = str(stated) if applies and stated != OPEN_DAY else s.day
        refs = tuple(one for one in matched.values() if isinstance(one, Ref))
        values: dict[str, Scalar] = {name: one for name, one in matched.items() if isinstance(one, str)}
        tokens = {name: _token(target.by_name[name], name, one) for name, one in matched.items()}
        values |= {CAUSE: _cause(self._category, s), CAUSE_ORDER: _order(self._category, s)}
        key = tuple(tokens.get(name, "") for name in target.key)
        raised = s.level if s.level > self._category.level and s.level > target.level else None
        sid = statement_id(target.name, s.provider, key, day, s.seq, action, values, refs, raised)
        scope = tuple(tokens[name] for name in target.matched_by)
        level = target.level if raised is None else raised
        return Statement(sid, target.name, s.provider, key, day, s.seq, action, level, values, refs, scope=scope)


def _holds(effect: RecordEffect, s: Statement) -> bool:
    return all(canonical(s.values[n]) in wanted if n in s.values else False for n, wanted in effect.when.items())


def _matched(effect: RecordEffect, target: Category, s: Statement) -> dict[str, Ref | str] | None:
    """What the other record is found by; None where the row does not state all of it."""
    refs = {ref.role: ref for ref in s.refs}
    found: dict[str, Ref | str] = {}
    subject = _subject(effect, target, refs)
    for prop in (target.by_name[name] for name in (*target.matched_by, *subject)):
        own = effect.match.get(prop.name) if effect.category else effect.match.get(_kind(prop))
        ref = refs.get(own or "")
        if prop.type is TypeName.PARTY and ref:
            found[prop.name] = Ref(prop.name, ref.identifier, ref.kind, ref.name)
        elif prop.type is not TypeName.PARTY and own and own in s.values:
            found[prop.name] = _stated(prop, canonical(s.values[own]))
        else:
            return None
    return found


def _subject(effect: RecordEffect, target: Category, refs: Mapping[str, Ref]) -> tuple[str, ...]:
    """The part of the other record's key that is the party, where it is found by a number alone: the number may be of many."""
    parties = [p for p in map(target.by_name.get, target.key) if p and p.type is TypeName.PARTY]
    if effect.category or any(p.name in target.matched_by for p in parties):
        return ()
    ref = refs.get(effect.match.get("party", ""))
    fitting = [p.name for p in parties if ref is not None and ref.kind in p.kinds]
    return tuple(fitting or (p.name for p in parties))[:1]


def _order(category: Category, s: Statement) -> str:
    """The place of a row among those of its record, as what holds of the record itself is ordered."""
    announcement = announced(category, s.values)
    return " ".join(filter(None, (s.day, announcement, f"{s.seq:09d}", str(RANK[s.action]), s.id)))


def _kind(prop: Property) -> str:
    return "party" if prop.type is TypeName.PARTY else "number"


def _stated(prop: Property, text: str) -> str:
    """A text as the other category states it: a day in whatever form it was written."""
    if prop.type is TypeName.DATE:
        try:
            return read_day(text)
        except Refused:
            return text
    return text


def _token(prop: Property, name: str, one: Ref | str) -> str:
    if isinstance(one, Ref):
        return f"@{name}"
    return normalise_name(one) if prop.type in TEXT_TYPES else one


def _cause(category: Category, s: Statement) -> str:
    """The record from which something follows, by its key as stated."""
    refs = {ref.role: ref.identifier for ref in s.refs}
    return digest([category.name, s.provider, *_keyed(s.key, refs)])


def _keyed(key: Sequence[str], refs: Mapping[str, str]) -> Iterator[str]:
    return (refs[entry[1:]] if entry.startswith("@") else entry for entry in key)
