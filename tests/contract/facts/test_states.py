"""The state of a registration travels with every party of every answer; a firm that is gone is flagged on paper too."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.answers import Reader, Viewpoint
from app.answers.control import beneficial_owners, control, group, related
from app.answers.control_over_time import controls_over_time
from app.answers.difference import differences
from app.answers.ownership import ownership
from app.answers.relations import network, relations
from app.cli.text import inquiry_text, network_text, over_time_text
from loaders.load.reading import Reading
from models.base import Model
from tests.support.analysing import analysed
from tests.support.inquiring import everything, reader
from tests.support.loading import INSPECTOR, Loaded, sheet
from tests.support.worlds.hiding import FUTURE, fresh_code

pytestmark = pytest.mark.slow
PARENT, FIRM, BELOW, GONE, AGAIN = (fresh_code(8_700 + n) for n in range(5))
NAMES = {
    PARENT: "辛甲控股有限公司",
    FIRM: "辛乙科技有限公司",
    BELOW: "辛丙贸易有限公司",
    GONE: "辛丁商务有限公司",
    AGAIN: "辛戊咨询有限公司",
}
OWNER = "赵一辛"
FIRST, ENDED, LATER = "2024-01-10", "2024-06-01", "2024-08-01"
REGISTER = "甲市场监督管理局"


def registration(code: str, **more: Any) -> dict[str, Any]:
    return {"企业名称": NAMES[code], "统一社会信用代码": code, "企业类型": "有限责任公司"} | more


def held(enterprise: str, holder: str, share: int) -> dict[str, Any]:
    firm = holder in NAMES
    row = {
        "企业名称": NAMES[enterprise],
        "统一社会信用代码": enterprise,
        "股东名称": NAMES.get(holder, holder),
        "出资比例(%)": share,
    }
    return row | {"股东类型": "企业法人" if firm else "自然人股东", "股东代码": holder if firm else ""}


async def _load(graph: Loaded) -> None:
    """A person over a parent, revoked in June, over a firm, over what is deregistered in June or said so by its day alone."""
    states = {PARENT: "存续", FIRM: "存续", BELOW: "存续", GONE: "", AGAIN: "注销"}
    rows = [registration(code, 登记状态=state) for code, state in states.items()]
    rows[3]["注销日期"] = "2023-12-31"
    await graph.load(sheet(graph.folder / "enterprise.csv", rows), reading=Reading(provider=REGISTER, day=FIRST))
    later = [
        registration(PARENT, 登记状态="吊销，未注销"),
        registration(BELOW, 登记状态="注销"),
        registration(AGAIN, 登记状态="存续"),
    ]
    await graph.load(sheet(graph.folder / "enterprise.2.csv", later), reading=Reading(provider=REGISTER, day=ENDED))
    lists = [
        held(PARENT, OWNER, 100),
        held(FIRM, PARENT, 80),
        held(BELOW, FIRM, 100),
        held(GONE, FIRM, 60),
        held(AGAIN, FIRM, 60),
    ]
    await graph.load(sheet(graph.folder / "shareholder.csv", lists), reading=Reading(provider=REGISTER, day=FIRST))


RIGHT = {PARENT: "revoked", FIRM: "in_business", BELOW: "deregistered", GONE: "deregistered", AGAIN: "in_business"}
BEFORE = {PARENT: "in_business", FIRM: "in_business", BELOW: "in_business", GONE: "deregistered", AGAIN: "deregistered"}


def told(node: Any) -> Iterator[tuple[str, str | None]]:
    """Every party that an answer mentions as one, with its state: whatever has an id and room for a state."""
    if isinstance(node, dict):
        if "state" in node and isinstance(node.get("id"), str) and node["id"].startswith("uscc:"):
            yield node["id"], node["state"]
        for value in node.values():
            yield from told(value)
    elif isinstance(node, list):
        for value in node:
            yield from told(value)


def right(answer: Model, states: dict[str, str], *parties: str) -> dict[str, Any]:
    """The answer in JSON, whose parties all have these states; these parties are among them."""
    plain = answer.model_dump(mode="json")
    found = set(told(plain))
    assert found <= {(f"uscc:{code}", state) for code, state in states.items()}, found
    assert {one for one, _ in found} >= {f"uscc:{one}" for one in parties}
    return plain


@pytest.mark.parametrize(("day", "states"), [(LATER, RIGHT), (FIRST, BEFORE)])
async def test_every_party_of_every_answer_has_its_state(graph: Loaded, day: str, states: dict[str, str]) -> None:
    await _load(graph)
    firm, below = f"uscc:{FIRM}", f"uscc:{BELOW}"
    owned = await ownership(reader(graph, as_of=day), firm)
    right(owned, states, PARENT, BELOW, GONE, AGAIN)
    assert owned.party.state == states[FIRM]
    assert {one.id: one.state for one in owned.parties if one.state} == {
        f"uscc:{code}": state for code, state in states.items()
    }
    right(await control(reader(graph, as_of=day), firm), states, PARENT, BELOW, GONE, AGAIN, FIRM)
    right(await beneficial_owners(reader(graph, as_of=day), below), states, BELOW, FIRM, PARENT)
    right(await group(reader(graph, as_of=day), below), states, *NAMES)
    right(await related(reader(graph, as_of=day), below), states, *NAMES)
    right(await network(reader(graph, as_of=day), firm), states, *NAMES)
    right(await relations(reader(graph, as_of=day), [below, f"uscc:{PARENT}"]), states, BELOW, FIRM, PARENT)
    person = f"person:uscc:{PARENT}:{OWNER}"
    asked = Viewpoint(as_of=day)
    right(await controls_over_time(Reader(graph.questions, asked), person), states, *NAMES)
    asking: dict[str, dict[str, Any]] = {
        "party.show": {},
        "party.history": {},
        "portrait.party": {},
        "records.relations": {"category": "shareholder", "direction": "out"},
        "records.list": {"category": "enterprise"},
    }
    for name, more in asking.items():
        answer = await graph.answer(name, party_id=firm, as_of=day, **more)
        found = set(told(answer))
        assert found <= {(f"uscc:{code}", state) for code, state in states.items()}, name
        assert found >= {(f"uscc:{code}", states[code]) for code in LISTED.get(name, ())}, name
        assert answer.get("party", answer) == firm or answer.get("party", answer)["state"] == states[FIRM]


LISTED = {
    "portrait.party": (PARENT, BELOW, GONE, AGAIN, FIRM),
    "party.history": (BELOW, GONE, AGAIN, FIRM),
    "records.relations": (BELOW, GONE, AGAIN),
}
"""Whom answers about the firm mention at least."""


async def test_what_was_analysed_has_states_of_the_day_asked_of(graph: Loaded) -> None:
    await _load(graph)
    await analysed(graph, as_of=FIRST)
    for day, states in ((LATER, RIGHT), (FIRST, BEFORE)):
        answer = await graph.answer("ownership.analysed", INSPECTOR, party_id=f"uscc:{FIRM}", as_of=day)
        assert answer["party"]["state"] == states[FIRM]
        others = [one for part in ("controllers", "heads", "owners", "holdings", "controls") for one in answer[part]]
        known = {one["id"]: one["state"] for one in others if one["state"]}
        assert known == {f"uscc:{one}": state for one, state in states.items() if one != FIRM}
        assert all(one["name"] and one["kind"] for one in others)


async def test_what_is_gone_is_flagged_on_paper(graph: Loaded) -> None:
    await _load(graph)
    firm, below, person = f"uscc:{FIRM}", f"uscc:{BELOW}", f"person:uscc:{PARENT}:{OWNER}"
    gone = f"{NAMES[BELOW]}  {below}  [deregistered]"
    for lines in (
        inquiry_text.ownership(await ownership(reader(graph, as_of=LATER), firm)),
        inquiry_text.control(await control(reader(graph, as_of=LATER), firm)),
        inquiry_text.group(await group(reader(graph, as_of=LATER), firm)),
        inquiry_text.related(await related(reader(graph, as_of=LATER), firm)),
    ):
        text = "\n".join(lines)
        assert gone in text
        assert f"{NAMES[PARENT]}  uscc:{PARENT}  [revoked]" in text
        assert f"{firm}  [" not in text, "who is in business is not flagged"
    for lines in (
        network_text.network(await network(reader(graph, as_of=LATER), firm)),
        network_text.relations(await relations(reader(graph, as_of=LATER), [below, f"uscc:{PARENT}"])),
        over_time_text.lines_of(await controls_over_time(Reader(graph.questions, Viewpoint(as_of=LATER)), person)),
    ):
        text = "\n".join(lines)
        assert f"{NAMES[BELOW]} [deregistered]" in text
        assert f"{NAMES[PARENT]} [revoked]" in text
    found = await differences(Reader(graph.questions, Viewpoint()), firm, of="control", before=FIRST, after=LATER)
    changed = {one.key["id"]: one.fields for section in found.sections for one in section.changed}
    assert {p: [(f.field, f.before, f.after) for f in fields] for p, fields in changed.items()} == {
        f"uscc:{PARENT}": [("state", "in_business", "revoked")],
        below: [("state", "in_business", "deregistered")],
        f"uscc:{AGAIN}": [("state", "deregistered", "in_business")],
    }
    chain = inquiry_text.control(await control(reader(graph, as_of=LATER), firm))
    said = f"{OWNER} controls {NAMES[PARENT]} because it holds 100 % of the votes, more than 50 % ({NAMES[PARENT]}: revoked)"
    assert said in {line.strip() for line in chain}
    async with graph.serving() as client:
        page = (await client.get(f"/parties/{firm}/ownership", params={"as_of": LATER, "lang": "zh"})).text
        assert '<span class="tag warning">注销</span>' in page
        assert '<span class="tag warning">吊销</span>' in page
        assert f"超过 50 %（{NAMES[PARENT]}：吊销）" in page
        portrait = (await client.get(f"/parties/{firm}", params={"as_of": LATER, "lang": "zh"})).text
        assert f'{NAMES[PARENT]}</a> <span class="tag warning">吊销</span>' in portrait


async def test_a_state_that_may_not_be_seen_leaves_no_trace(graph: Loaded) -> None:
    await _load(graph)
    parties = [f"uscc:{FIRM}", f"uscc:{BELOW}"]
    before = await everything(graph, parties)
    hidden = [
        registration(FIRM, 登记状态="注销", _day=LATER, _level=2),
        registration(BELOW, 登记状态="撤销", _day=LATER, _level=2),
        registration(FIRM, 登记状态="吊销", _day=FUTURE),
    ]
    await graph.load(sheet(graph.folder / "enterprise.3.csv", hidden), reading=Reading(provider=REGISTER))
    assert await everything(graph, parties) == before
    shown = await control(reader(graph, INSPECTOR, as_of=LATER), parties[0])
    assert (shown.party.state, shown.controls[0].state) == ("deregistered", "cancelled")
