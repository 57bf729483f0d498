"""Suspected relations: who is compared, what it weighs, what is too common, and why two are not linked."""

from collections import Counter
from itertools import combinations
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.errors import OnePartyTwice
from app.analytics.linkage.signals import probability_of
from app.analytics.linkage.suspected import suspected_links, suspected_relations, why_not_linked
from app.analytics.linkage.traits import Frequencies, Trait, common_values, frequencies, sequence_of, trait
from app.rules.linkage import SuspicionRules, suspicion_rules
from models.answers.linkage import Band, SignalKind, SignalState, Verdict
from tests.unit.analytics.graphs import graph

K = SignalKind
RULES = suspicion_rules()
PLAIN = RULES.model_copy(
    update={
        "signals": {
            K.ADDRESS: RULES.signals[K.ADDRESS].model_copy(update={"common_above": 3}),
            K.PHONE: RULES.signals[K.PHONE].model_copy(update={"common_above": 3}),
        },
        "suspected_from": 0.2,
    }
)


def stated(party: str, **values: str) -> list[Trait]:
    return [Trait(party, K(kind), value, f"{party}.{kind}") for kind, value in values.items()]


def crowd(**kinds: int) -> Frequencies:
    """A thousand parties, each of them stating each kind; `kind__value=count` says how many have a value."""
    totals = dict.fromkeys(K, 1000)
    counts = {(K(name.split("__")[0]), name.split("__")[1]): count for name, count in kinds.items()}
    return Frequencies(1000, totals, counts)


def why(one: list[Trait], two: list[Trait], found: Frequencies, **more: object) -> tuple[Verdict, dict[K, SignalState]]:
    told = why_not_linked("a", "b", [*one, *two], found, **more)  # type: ignore[arg-type]
    return told.verdict, {signal.kind: signal.state for signal in told.suspicion.signals}


parties = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.tuples(st.sampled_from((None, "x", "y", "z")), st.sampled_from((None, "1", "2", "3"))),
    min_size=2,
)


@settings(max_examples=150, deadline=None)
@given(parties)
def test_scores_are_those_of_the_formula(world: dict[str, tuple[str | None, str | None]]) -> None:
    traits = [
        Trait(party, kind, value, f"{party}{kind}")
        for party, values in world.items()
        for kind, value in zip((K.ADDRESS, K.PHONE), values, strict=True)
        if value
    ]
    told = {(s.a, s.b): s for s in suspected_relations(traits, frequencies(traits), rules=PLAIN).items}
    stating = [p for p, values in world.items() if any(values)]
    wanted = {}
    for a, b in combinations(sorted(world), 2):
        bits, shared = log2(min(50 / max(len(stating), 1), 1 / 9)), False
        for n, agreement in ((0, 0.2), (1, 0.3)):
            values = Counter(v[n] for v in world.values() if v[n])
            mine, theirs = world[a][n], world[b][n]
            if mine and mine == theirs:
                if values[mine] <= 3:
                    bits += log2(agreement * sum(values.values()) / values[mine] + 1 - agreement)
                    shared = True
            elif mine and theirs:
                bits += log2(1 - agreement)
        if shared and 1 / (1 + 2**-bits) >= 0.2:
            wanted[a, b] = bits
    assert {pair: s.score + s.prior for pair, s in told.items()} == pytest.approx(wanted)
    for a, b in combinations(sorted(world), 2):
        why = why_not_linked(a, b, traits, frequencies(traits), rules=PLAIN)
        assert (why.verdict is Verdict.SUSPECTED) == ((a, b) in told)
        assert why.suspicion == told.get((a, b), why.suspicion)
    assert all(s.probability == pytest.approx(1 / (1 + 2 ** -wanted[pair])) for pair, s in told.items())


def test_the_rarer_the_value_the_more_it_says() -> None:
    one, two = stated("a", phone="571"), stated("b", phone="571")
    scores = [why_not_linked("a", "b", [*one, *two], crowd(phone__571=n)).suspicion.score for n in (2, 3, 8, 20)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(log2(0.3 * 1000 / 2 + 0.7))


def test_each_signal_says_how_it_stands() -> None:
    found = crowd(phone__1=2, address__road9=600, email__mail=2)
    one = stated("a", phone="1", address="road9", email="x@a", established="2020-01-01")
    two = stated("b", phone="1", address="road9", email="y@b")
    verdict, states = why(one, two, found)
    assert verdict is Verdict.SUSPECTED
    assert states == {
        K.PHONE: SignalState.SHARED,
        K.ADDRESS: SignalState.TOO_COMMON,
        K.EMAIL: SignalState.NOT_SHARED,
        K.AGENT: SignalState.NOT_STATED,
        K.PERSON: SignalState.NOT_STATED,
        K.ESTABLISHED: SignalState.NOT_STATED,
        K.NUMBER: SignalState.NOT_STATED,
    }


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ({"address": "common"}, {"address": "common"}, Verdict.ONLY_COMMON),
        ({"address": "x1"}, {"address": "y1"}, Verdict.NOTHING_SHARED),
        ({"address": "x1"}, {"phone": "1"}, Verdict.NOTHING_STATED),
        ({}, {}, Verdict.NOTHING_STATED),
        ({"established": "2020-01-01"}, {"established": "2020-01-01"}, Verdict.BELOW),
        ({"phone": "busy"}, {"phone": "busy"}, Verdict.BELOW),
        ({"phone": "rare"}, {"phone": "rare"}, Verdict.SUSPECTED),
    ],
)
def test_why_two_are_not_linked(one: dict[str, str], two: dict[str, str], verdict: Verdict) -> None:
    found = crowd(address__common=600, phone__busy=19, phone__rare=2)
    assert why(stated("a", **one), stated("b", **two), found)[0] is verdict


def test_what_nobody_states_is_not_loaded() -> None:
    found = Frequencies(1000, {K.PHONE: 10}, {})
    assert why([], [], found)[1][K.ADDRESS] is SignalState.NOT_LOADED
    assert why([], [], found)[1][K.PHONE] is SignalState.NOT_STATED


def test_a_name_alone_relates_nobody() -> None:
    one, two = Trait("a", K.PERSON, "张一", "f1", "person:a:张一"), Trait("b", K.PERSON, "张一", "f2", "person:b:张一")
    found = crowd(person__张一=2, phone__1=2)
    assert why([one], [two], found) == (Verdict.NAME_ALONE, why([one], [two], found)[1])
    assert suspected_relations([one, two], found).items == ()
    assert suspected_relations([one, two], found).compared == 0
    phones = stated("a", phone="1"), stated("b", phone="1")
    alone = why_not_linked("a", "b", [*phones[0], *phones[1]], found).suspicion.score
    assert why_not_linked("a", "b", [one, two, *phones[0], *phones[1]], found).suspicion.score > alone
    assert why([one], [two], found, graph=graph("a-c c-b"))[1][K.PERSON] is SignalState.SHARED


def test_one_and_the_same_person_is_a_relation_on_record() -> None:
    one, two = (Trait(p, K.PERSON, "张一", p, "pid:1") for p in "ab")
    assert why([one], [two], crowd(person__张一=2))[0] is Verdict.BY_RECORD


def test_the_stronger_sign_of_a_serial_registration_counts() -> None:
    found = crowd(**{"established__2020-01-01": 5})
    one = stated("a", established="2020-01-01", number="reg:330106000000019")
    two = stated("b", established="2020-01-01", number="reg:330106000000027")
    signals = {s.kind: s for s in why_not_linked("a", "b", [*one, *two], found).suspicion.signals}
    assert (signals[K.ESTABLISHED].state, signals[K.NUMBER].state) == (SignalState.SHARED, SignalState.WEAKER)
    assert signals[K.NUMBER].weight == 0
    far = stated("b", established="2020-01-02", number="reg:330106000090027")
    signals = {s.kind: s for s in why_not_linked("a", "b", [*one, *far], found).suspicion.signals}
    assert [signals[k].state for k in (K.ESTABLISHED, K.NUMBER)] == [SignalState.NOT_SHARED] * 2
    assert sum(signals[k].weight for k in (K.ESTABLISHED, K.NUMBER)) == log2(0.9)


def test_numbers_of_two_divisions_cannot_be_compared() -> None:
    one, two = stated("a", number="reg:330106000000019"), stated("b", number="reg:330102000000027")
    assert why(one, two, crowd())[1][K.NUMBER] is SignalState.NOT_STATED


def test_common_values_are_listed_with_a_version_that_can_be_kept_to() -> None:
    found = crowd(phone__busy=21, phone__rare=2, address__某路1号众创空间=5, address__某路1号=5)
    common = common_values(found)
    assert [(item.kind, item.value, item.shared_premises) for item in common.items] == [
        (K.PHONE, "busy", False),
        (K.ADDRESS, "某路1号众创空间", True),
    ]
    assert common_values(found).version == common.version
    more = crowd(phone__busy=22, phone__rare=21)
    assert common_values(more).version != common.version
    traits = stated("a", phone="rare") + stated("b", phone="rare")
    assert suspected_relations(traits, more).compared == 0
    kept = suspected_relations(traits, more, common=common)
    assert (kept.compared, kept.common.version) == (1, common.version)


def test_rarer_values_are_followed_first_and_a_cut_is_told() -> None:
    found = crowd(phone__rare=2, phone__busy=9)
    traits = [t for p in "abcdefghi" for t in stated(p, phone="busy")] + [t for p in "xy" for t in stated(p, phone="rare")]
    cut = suspected_relations(traits, found, most_pairs=1)
    assert (cut.compared, [str(gap.reason) for gap in cut.incomplete], [(s.a, s.b) for s in cut.items]) == (
        1,
        ["work"],
        [("x", "y")],
    )
    whole = suspected_relations(traits, found)
    assert (whole.compared, whole.incomplete) == (37, ())
    assert suspected_relations(traits, found, of=["a", "q"]).compared == 8
    low = RULES.model_copy(update={"suspected_from": 0.01})
    few = suspected_relations(traits, found, limit=5, rules=low)
    assert (few.shown, few.total, [str(gap.reason) for gap in few.incomplete]) == (5, 37, ["length"])


def test_suspicions_become_links_that_rest_on_no_record() -> None:
    traits = stated("a", phone="rare") + stated("b", phone="rare")
    (link,) = suspected_links(suspected_relations(traits, crowd(phone__rare=2)).items)
    assert (link.source, link.target, link.kind, link.by_name) == ("a", "b", "SUSPECTED", "likely")


def test_nobody_is_compared_with_himself() -> None:
    with pytest.raises(OnePartyTwice):
        why_not_linked("a", "a", [], crowd())


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (K.PHONE, "057188880000转8", "057188880000"),
        (K.PHONE, "+8613800000000", "13800000000"),
        (K.PHONE, "12315", None),
        (K.EMAIL, "A@B.example ", "a@b.example"),
        (K.EMAIL, "无", None),
        (K.ADDRESS, "某路１号", "某路1号"),
        (K.PERSON, "张 一", "张一"),
        (K.NUMBER, "reg:330106000000019", "reg:330106000000019"),
        (K.NUMBER, "reg:3301060000001", None),
    ],
)
def test_what_is_compared(kind: K, text: str, value: str | None) -> None:
    read = trait("a", kind, text, "f")
    assert (read.value if read else None) == value


def test_where_numbers_stand() -> None:
    assert sequence_of("reg:330106000000019") == ("reg:330106", 1)
    first, second = sequence_of("uscc:91330106MA0000019X"), sequence_of("uscc:91330106MA000002XX")
    assert first is not None
    assert second is not None
    assert (first[0], second[1] - first[1]) == (second[0], 1)
    assert sequence_of("uscc:91330106MA00000I9X") is None
    assert sequence_of("stock:600000") is None


def test_probabilities_do_not_overflow() -> None:
    assert [probability_of(bits) for bits in (-1e9, 0.0, 1e9)] == [pytest.approx(0), 0.5, pytest.approx(1)]


@pytest.mark.parametrize(
    "change",
    [{"strong_from": 0.1}, {"signals": {"neighbourhood": {"agreement": 0.5, "common_above": 1}}}, {"suspected_from": 1.0}],
)
def test_rules_that_make_no_sense_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        SuspicionRules.model_validate(RULES.model_dump() | change)


def test_bands() -> None:
    traits = stated("a", phone="1", email="m@n", address="r1") + stated("b", phone="1", email="m@n", address="r1")
    (item,) = suspected_relations(traits, crowd(phone__1=2, **{"email__m@n": 2}, address__r1=2)).items
    assert item.band is Band.STRONG
