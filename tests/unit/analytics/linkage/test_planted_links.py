"""The planted cases of the sample world come out: shared telephones and e-mails, a serial registration, not an incubator."""

from itertools import combinations
from typing import Any

import pytest

from app.analytics.linkage.suspected import suspected_relations, why_not_linked
from app.analytics.linkage.traits import Frequencies, Trait, frequencies, trait
from loaders.synthetic.planted.links import plant
from loaders.synthetic.planted.planting import Plant
from loaders.synthetic.truth import Truth
from loaders.synthetic.world.ordinary import populate, start
from loaders.synthetic.world.records import RecordWriter
from models.answers.linkage import SignalKind, Suspected, Verdict

World = tuple[list[Trait], Frequencies, dict[str, dict[str, Any]], Suspected]


@pytest.fixture(scope="module")
def world() -> World:
    """What 2,000 firms state, the planted ones among them; and the cases."""
    made, truth = start(1), Truth()
    plant(Plant(made, RecordWriter(lambda *_: None, made.departments), truth, 1))
    populate(made, 2000)
    traits = [
        read
        for firm in made.firms
        for kind, text in (
            (SignalKind.ADDRESS, firm.address),
            (SignalKind.PHONE, firm.phone),
            (SignalKind.EMAIL, firm.email),
            (SignalKind.ESTABLISHED, firm.established),
            (SignalKind.NUMBER, firm.party),
        )
        if text and (read := trait(firm.party, kind, text, f"{firm.party}.{kind}"))
    ]
    found = frequencies(traits)
    return traits, found, {case["kind"]: case for case in truth.cases}, suspected_relations(traits, found, limit=10_000)


@pytest.mark.parametrize("kind", ["shared_phone", "shared_email", "serial_registration"])
def test_what_is_linked_comes_out(world: World, kind: str) -> None:
    _, _, cases, told = world
    linked = cases[kind]["expect"]["linked"]
    pairs = {(s.a, s.b): s for s in told.items}
    for a, b in combinations(sorted(linked), 2):
        assert {s.kind for s in pairs[a, b].signals if s.weight > 0} >= {
            {"shared_email": SignalKind.EMAIL}.get(kind, SignalKind.PHONE)
        }
    partners = {end for pair in pairs for end in pair if set(pair) & set(linked)}
    assert partners == set(linked)


def test_an_incubator_relates_nobody(world: World) -> None:
    traits, found, cases, told = world
    one, two, *_ = (party for _, party in sorted(cases["incubator"]["parties"].items()))
    why = why_not_linked(one, two, traits, found)
    assert why.verdict is Verdict.ONLY_COMMON
    place = next(t.value for t in traits if t.party == one and t.kind is SignalKind.ADDRESS)
    assert place in {item.value for item in told.common.items if item.shared_premises}
    assert not [s for s in told.items if {s.a, s.b} == {one, two}]
