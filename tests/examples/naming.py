"""Checks the table `who_is_who.yml` against the functions that say who is who."""

from typing import Any

from models.catalogue import Kind
from models.statements import Action
from tests.examples.tables import Example, marks


def _row(line: str, module: Any) -> Any:
    name, *words = line.split()
    said = marks(words)
    action = next((a for a in Action if a.value in words), Action.STATE)
    identifiers = tuple(w for w in words if ":" in w)
    day = next((w for w in words if w[:2] == "20"), "2022-01-01")
    kind = Kind(said.get("kind", "Enterprise"))
    provider, seq = said.get("provider", "甲"), int(said.get("seq", "0"))
    return module.Naming(name, "enterprise", provider, identifiers[0], day, seq, action, identifiers, kind)


def _party(line: str) -> dict[str, tuple[str, str, bool]]:
    head, _, members = line.partition(": ")
    party, kind, *rest = head.split()
    return dict.fromkeys(members.split(), (party, kind, "contested" in rest))


def check(part: str, example: Example, module: Any) -> None:
    """One example against the module, forwards and backwards."""
    if part == "alone":
        _check_alone(example, module)
        return
    rows = [_row(line, module) for line in example["rows"]]
    for turned in (rows, rows[::-1]):
        if part == "standing":
            assert [r.statement for r in module.in_force(turned)] == example["standing"], example["rule"]
            continue
        found = module.components(turned, example.get("orgs", ()))
        right: dict[str, tuple[str, str, bool]] = {}
        for line in example["parties"]:
            right |= _party(line)
        assert {i: (p.id, p.kind.value, p.contested) for i, p in found.items()} == right, example["rule"]


def _check_alone(example: Example, module: Any) -> None:
    named = {}
    if "named" in example:
        identifier, party, kind = example["named"].split()
        named[identifier] = module.PartyId(party, Kind(kind))
    found = module.party_of(example["identifier"], named.get)
    told = f"{found.id} {found.kind.value}" + (" mention" if found.mention else "") + (" contested" if found.contested else "")
    assert told == example["party"], example["rule"]
