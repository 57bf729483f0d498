"""What parties state of themselves that others may have too, in the form in which it is compared, and how common each is."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from app.rules.linkage import SuspicionRules, suspicion_rules
from loaders.derive.traits import compared
from loaders.values.addresses import is_shared_premises
from loaders.values.normalise import normalise_name
from models.answers.linkage import CommonValue, CommonValues, SignalKind
from models.catalogue import TypeName
from models.traits import TRAIT_TYPES

_OF_RECORDS = frozenset(SignalKind(kind.value) for kind in TRAIT_TYPES)


@dataclass(frozen=True, slots=True)
class Trait:
    """Something a party states: its kind, its value in the form in which it is compared, and the fact that states it.

    Of a person, `via` is the person's own node, and `party` the one that the person is of.
    """

    party: str
    kind: SignalKind
    value: str
    fact: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many parties there are, how many state anything of a kind, and how many state each value.

    Of the kind person, persons are counted and not what they are of.
    """

    parties: int
    totals: Mapping[SignalKind, int]
    counts: Mapping[tuple[SignalKind, str], int]

    def total(self, kind: SignalKind) -> int:
        """Parties that state anything of this kind."""
        return self.totals.get(kind, 0)

    def count(self, kind: SignalKind, value: str) -> int:
        """Parties that state this value."""
        return self.counts.get((kind, value), 0)


def trait(party: str, kind: SignalKind, stated: str, fact: str, via: str | None = None) -> Trait | None:
    """What a party states, in the form in which it is compared; None where it is nothing to compare."""
    value: str | None = normalise_name(stated)
    if kind in _OF_RECORDS:
        value = compared(TypeName(kind), stated)
    elif kind is SignalKind.NUMBER:
        value = stated if sequence_of(stated) else None
    return Trait(party, kind, value, fact, via) if value else None


def frequencies(traits: Iterable[Trait]) -> Frequencies:
    """How common values are among the parties of these traits: right only where they are the traits of everybody."""
    parties: set[str] = set()
    stating: dict[SignalKind, set[str]] = defaultdict(set)
    having: dict[tuple[SignalKind, str], set[str]] = defaultdict(set)
    for each in traits:
        who = each.via or each.party
        parties.add(each.party)
        stating[each.kind].add(who)
        having[each.kind, each.value].add(who)
    return Frequencies(len(parties), {k: len(v) for k, v in stating.items()}, {k: len(v) for k, v in having.items()})


def common_values(found: Frequencies, rules: SuspicionRules | None = None) -> CommonValues:
    """The values that more parties have than are followed, the commonest first. To keep an answer as it was, keep its list."""
    rules = rules or suspicion_rules()
    items = []
    for (kind, value), count in found.counts.items():
        if (rule := rules.signals.get(kind)) is None:
            continue
        premises = kind is SignalKind.ADDRESS and is_shared_premises(value)
        if count > (min(rule.common_above, rules.premises_common_above) if premises else rule.common_above):
            items.append(CommonValue(kind=kind, value=value, count=count, total=found.total(kind), shared_premises=premises))
    items.sort(key=lambda item: (-item.count, item.kind, item.value))
    listed = [[item.kind, item.value, item.count] for item in items]
    content = orjson.dumps([rules.name, rules.version, listed])
    return CommonValues(version=hashlib.blake2b(content, digest_size=8).hexdigest(), items=tuple(items))


_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of a unified social credit code in their order (GB 32100-2015)."""


def sequence_of(number: str) -> tuple[str, int] | None:
    """What a registration number counts within, and where it stands there; None where it states neither.

    A registration number of 15 digits counts within its division, before its check digit; a unified social credit code within
    its division, by the eight characters of its organisation code. That these are given out in order is an assumption.
    """
    scheme, _, code = number.partition(":")
    if scheme == "reg" and len(code) == 15 and code.isascii() and code.isdigit():
        return f"reg:{code[:6]}", int(code[6:14])
    if scheme == "uscc" and len(code) == 18 and all(c in _CODE for c in code):
        place = 0
        for c in code[8:16]:
            place = place * len(_CODE) + _CODE.index(c)
        return f"uscc:{code[:8]}", place
    return None
