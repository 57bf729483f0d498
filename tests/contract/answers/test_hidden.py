"""What the public may not see changes no byte of what inquiries tell it, on both engines."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.answers.relations import relations
from loaders.load.reading import Reading
from models.catalogue import CoverageKind
from tests.support.inquiring import cases, everything, reader, told
from tests.support.loading import INSPECTOR, PUBLIC, sheet
from tests.support.worlds.hiding import FUTURE, SECRET_WORD, fresh_code, rows_about
from tests.support.worlds.sample_world import World, differing

pytestmark = pytest.mark.slow
PLACES = (("handover", "firm"), ("nominee", "listed"), ("state_owned", "subsidiary"), ("joint_control", "a"))
DAY, REGISTRAR = "2024-02-21", "杭州市市场监督管理局"
STRANGER = f"uscc:{fresh_code(999_999)}"
QUIET = frozenset(
    {
        "suspected",
        "why_not",
        "meeting",
        "relations",
        "quality",
        "problems",
        "ranking",
        "owed",
        "warnings_tried",
        "warnings_rules",
        "risk_ranking",
    }
)
"""Questions whose answers of these parties need not change by what is hidden here: it shares no values, and joins no two; those
about providers name no party, and the ranking shows what was analysed before."""
Files = list[tuple[Path, str]]


def places(world: World) -> list[str]:
    return [world.firm(kind, role) for kind, role in PLACES]


def secrets(world: World, kind: str, code: str, day: str, sender: str = REGISTRAR, **more: Any) -> Files:
    """What would change everything: each party held, run and joined by a firm of this code that nobody knows, and holding it.

    And one fact of every category that links parties or names them, told of each of them. The sender's list of representatives
    is taken for whole: of one who tells them anyway, it ends those whom it lacks.
    """
    firms, secret = [p for p in places(world) if p.startswith("uscc:")], f"uscc:{code}"
    told = {"_provider": sender, "_day": day} | more
    pairs = [(secret, p) for p in firms] + [(p, secret) for p in places(world)] + [(firms[0], firms[1]), (firms[1], firms[0])]
    rows: dict[str, list[dict[str, Any]]] = {
        "shareholder": [
            {"enterprise": e, "holder": h, "share": "60%", "basis": "登记"} | told for h, e in pairs if e in (*firms, secret)
        ],
        "legal_representative": [
            {"enterprise": e, "person": SECRET_WORD, "post": "法定代表人"} | told for e in (*firms, secret)
        ],
        "branch": [{"branch": secret, "enterprise": firms[0]} | told],
    }
    for name, category in world.catalogue.categories.items():
        if category.edge or name == "enterprise":
            for party in (*firms, secret):
                rows.setdefault(name, []).extend(rows_about(category, party, f"{SECRET_WORD}新", day, **more))
    return [(sheet(world.folder / f"{name}.inquiries-{kind}.csv", found), name) for name, found in rows.items()]


async def again(world: World, kind: str, **more: Any) -> Files:
    """The holders that the public knows, told again by their own providers with other shares."""
    rows = []
    for case in ("handover", "state_owned"):
        party = world.firm(case, "firm" if case == "handover" else "subsidiary")
        for item in (await world.group(party, "shareholder"))["items"]:
            row = {"enterprise": party, "holder": item["party"]["id"], "share": "1%", "basis": item["values"]["basis"]}
            rows.append(row | {"_provider": item["evidence"]["provider"], "_day": item["evidence"]["day"]} | more)
    return [(sheet(world.folder / f"shareholder.again-{kind}.csv", rows), "shareholder")]


async def unchanged(world: World, before: dict[str, str], code: str) -> None:
    after = await everything(world, places(world), PUBLIC)
    assert differing(before, after) == []
    assert SECRET_WORD not in json.dumps(after, ensure_ascii=False)
    hidden, nobody = [await asked(world, party) for party in (f"uscc:{code}", STRANGER)]
    assert {k: v.replace(code, "") for k, v in hidden.items()} == {k: v.replace(STRANGER[5:], "") for k, v in nobody.items()}


async def asked(world: World, party: str) -> dict[str, str]:
    """What is told of a party, by inquiry."""
    found = await everything(world, [party], PUBLIC, but=["differences", "relations"])
    out = {name.replace(party, ""): answer for name, answer in found.items()}
    return out | {"relations": await told(relations(reader(world), [party, places(world)[0]]))}


async def test_what_is_hidden_leaves_no_trace(world: World) -> None:
    before = await everything(world, places(world), PUBLIC)
    assert {"InputError", "NotFound"} & {answer.partition(":")[0] for answer in before.values()} == {"InputError"}, (
        "a person has no beneficial owners; all else is answered"
    )
    one = fresh_code(601)
    files = secrets(world, "restricted", one, DAY, _level=2) + await again(world, "restricted", _level=2, _action="correct")
    receipts = await world.load_all(files)
    assert all(r.accepted == r.rows > 0 and r.facts and not r.error for r in receipts), receipts
    await unchanged(world, before, one)
    seen = await everything(world, places(world), INSPECTOR, but=["differences"])
    telling = {key.partition(" ")[0] for key, answer in seen.items() if one in answer or SECRET_WORD in answer}
    assert telling >= {case.question.key for case in cases()} - QUIET - {"differences"}, "whoever may see it is told"

    two = fresh_code(602)
    files = secrets(world, "future", two, FUTURE) + await again(world, "future", _day=FUTURE)
    receipts = await world.load_all(files, Reading(coverage=CoverageKind.PARTIAL))
    assert all(r.accepted == r.rows > 0 and not r.error for r in receipts), receipts
    await unchanged(world, before, two)

    three = fresh_code(603)
    rows = [
        {
            "party": p,
            "decision_no": f"隐{n}",
            "decided_on": DAY,
            "authority": "某局",
            "shown_until": "2024-03-01",
            "_provider": "某局",
        }
        for n, p in enumerate([*places(world)[:3], f"uscc:{three}"])
    ]
    receipt = await world.say("penalty.inquiries-expired.csv", *rows)
    assert (receipt.accepted, receipt.error) == (len(rows), None)
    await unchanged(world, before, three)


@pytest.mark.parametrize("how", ["row", "batch"])
async def test_what_is_withdrawn_leaves_no_trace(world: World, how: str) -> None:
    before = await everything(world, places(world), PUBLIC)
    code = fresh_code(604 if how == "row" else 605)
    sender = REGISTRAR if how == "batch" else "某局"
    files = secrets(world, f"withdrawn-{how}", code, DAY, sender)
    if how == "batch":
        files += await again(world, "withdrawn")
    receipts = await world.load_all(files)
    assert all(r.accepted and not r.error for r in receipts), receipts
    shown = await everything(world, places(world), PUBLIC)
    differ = {key for key in before if before[key] != shown[key]}
    assert {key.partition(" ")[0] for key in differ} >= {key.partition(" ")[0] for key in before} - QUIET, "it could be seen"
    if how == "row":
        await world.load_all(secrets(world, f"withdrawal-{how}", code, DAY, sender, _action="withdraw"))
    else:
        for receipt in receipts:
            await world.withdraw(receipt.batch)
    await unchanged(world, before, code)
