"""What holds in the sample world is what its truth says, by the same pure functions that every load uses."""

import pytest

from loaders.synthetic import write_sample
from tests.support.worlds.in_memory import Loaded


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    out = tmp_path_factory.mktemp("sample")
    return Loaded(out, write_sample(out, 1, 1))


def test_firms_known_by_two_numbers_are_one(world: Loaded) -> None:
    case = world.cases["merge"]
    assert world.party(case["parties"]["before"]) == case["expect"]["party"]
    assert len(world.facts(case["parties"]["firm"], "penalty")) == case["expect"]["penalties"]
    code = world.cases["organisation_code"]
    assert world.party(code["parties"]["code"]) == code["parties"]["firm"]


def test_a_contested_number_joins_nobody(world: Loaded) -> None:
    case = world.cases["contested"]
    number = world.kept.identifies[case["expect"]["contested"]]
    assert number.contested
    assert [world.party(p) for p in case["expect"]["parties"]] == case["expect"]["parties"]


@pytest.mark.parametrize("kind", ["told_twice", "corrected", "withdrawn", "mended_codes", "organisation_code", "late_file"])
def test_penalties_are_as_many_as_there_were(world: Loaded, kind: str) -> None:
    case = world.cases[kind]
    facts = world.facts(case["parties"]["firm"], "penalty")
    assert len(facts) == case["expect"].get("penalties", 1)
    if "fine" in case["expect"]:
        assert world.kept.statements[facts[0].start].values["fine"] == case["expect"]["fine"]
    if "providers" in case["expect"]:
        told = {world.kept.statements[i].provider for i in facts[0].props["by"]}
        assert len(told) == case["expect"]["providers"]


def test_what_is_repaired_expired_or_internal_is_not_public(world: Loaded) -> None:
    (repaired,) = world.facts(world.cases["repaired"]["parties"]["firm"], "penalty")
    assert (repaired.props["level"], repaired.props["usable"]) == (2, False)
    expired = world.cases["publicity_expired"]
    (fact,) = world.facts(expired["parties"]["firm"], "penalty")
    assert expired["expect"]["public_until"] < fact.props["public_until"] == "2025-01-01"
    (internal,) = world.facts(world.cases["internal_record"]["parties"]["firm"], "spot_check")
    assert internal.props["level"] == 2


@pytest.mark.parametrize(
    ("kind", "category", "expected"),
    [
        ("abnormal_in_and_out", "abnormal_operations", "on_list"),
        ("serious_violation", "serious_violation", "on_list"),
        ("pledged", "equity_pledge", "in_force"),
        ("ended", "licence", "in_force"),
    ],
)
def test_states_hold_on_their_days(world: Loaded, kind: str, category: str, expected: str) -> None:
    case = world.cases[kind]
    for day, holds in case["expect"][expected].items():
        assert bool(world.facts(case["parties"]["firm"], category, day)) is holds, day


def test_licences_are_in_force_for_their_terms(world: Loaded) -> None:
    case = world.cases["licences"]
    for day, numbers in case["expect"]["in_force"].items():
        facts = world.facts(case["parties"]["firm"], "licence", day)
        assert [world.kept.statements[f.start].values["licence_no"] for f in facts] == numbers


def test_a_life_is_told_in_order(world: Loaded) -> None:
    case = world.cases["life"]
    facts = sorted(world.facts(case["parties"]["firm"], "enterprise"), key=lambda f: str(f.props["valid_from"]))
    assert [f.props["valid_from"] for f in facts[1:]] == sorted(case["expect"]["days"].values())
    values = [world.kept.statements[f.start].values for f in facts]
    assert list(dict.fromkeys(v["name"] for v in values)) == case["expect"]["names"]
    assert list(dict.fromkeys(v["registered_capital"] for v in values)) == [c * 10_000 for c in case["expect"]["capital"]]
    assert [v["state"] for v in values][-3:] == ["in_business", "deregistered", "in_business"]


def test_holders_hand_over_month_by_month(world: Loaded) -> None:
    case = world.cases["handover"]
    old = world.party(case["parties"]["old"])
    for day, share in case["expect"]["old_share_by_day"].items():
        facts = [f for f in world.facts(case["parties"]["firm"], "shareholder", day) if f.start == old]
        assert [f.props["share"] for f in facts] == ([share] if share else []), day


@pytest.mark.parametrize(
    ("kind", "rules"), [("name_of_one", ["likely"]), ("name_of_two", ["candidate"] * 2), ("name_of_nobody", [])]
)
def test_names_resolve_as_far_as_they_can(world: Loaded, kind: str, rules: list[str]) -> None:
    case = world.cases[kind]
    name = case["expect"].get("name") or next(n for p, n in _names(world) if p == case["parties"]["firm"])
    found = [
        world.kept.resolutions.get(i, []) for i in world.kept.identifies if i.startswith("name:") and i.endswith(f":{name}")
    ]
    assert [r.rule.value for resolutions in found for r in resolutions] == rules
    assert len(found) == 1


def _names(world: Loaded) -> list[tuple[str, str]]:
    return [(party, shown) for party, (shown, _) in world.kept.names.items() if shown]


def test_a_former_name_is_borne_until_the_renaming(world: Loaded) -> None:
    case = world.cases["former_name"]
    name = case["expect"]["old_name"]
    for days, parties in (("resolved_on", [case["parties"]["firm"]]), ("unresolved_on", [])):
        for day in case["expect"][days]:
            found = world.kept.resolutions.get(f"name:Enterprise::{day}:{name}", [])
            assert [r.party for r in found] == parties


def test_withdrawing_a_batch_takes_back_what_it_said(world: Loaded) -> None:
    merged, mistaken = world.cases["wrong_merge"], world.cases["batch_to_withdraw"]
    assert {world.party(p) for p in merged["parties"].values()} == {merged["expect"]["before"]}
    assert len(world.facts(mistaken["parties"]["firm"], "penalty")) == mistaken["expect"]["penalties_before"]
    world.withdraw(merged["expect"]["file"])
    world.withdraw(mistaken["expect"]["file"])
    assert [world.party(p) for p in merged["parties"].values()] == merged["expect"]["after"]
    assert len(world.facts(mistaken["parties"]["firm"], "penalty")) == mistaken["expect"]["penalties_after"]
