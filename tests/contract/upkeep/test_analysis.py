"""The whole graph analysed and kept: what changed is worked out again, and comes to what working out everything does."""

import pytest

from app.errors import InputError
from app.rules.rule_sets import rule_set
from loaders.erase.parties import erase_parties
from loaders.load.reading import Reading
from tests.support.analysing import REGISTERED, TODAY, analysed, codes, holds, refreshed
from tests.support.loading import INSPECTOR, SECRET, Loaded, sheet

pytestmark = pytest.mark.slow


async def controller(graph: Loaded, code: str) -> tuple[list[str], list[str]]:
    answer = await graph.answer("ownership.analysed", INSPECTOR, party_id=f"uscc:{code}", as_of=TODAY)
    assert answer["analysed_as_of"] == TODAY
    controllers, heads = ([one["id"] for one in answer[part]] for part in ("controllers", "heads"))
    return controllers, heads


async def test_a_refresh_comes_to_what_working_out_everything_does(graph: Loaded) -> None:
    a, b, c, d, e = codes(5)
    names = [REGISTERED | {"企业名称": f"企业{i}有限公司", "统一社会信用代码": code} for i, code in enumerate((a, b, c, d), 1)]
    await graph.say("enterprise.1.csv", *names)
    first = await graph.say(
        "shareholder.1.csv",
        holds(b, a, "60%"),
        holds(c, b, "70%"),
        holds(a, "张三", "80%"),
        holds(d, "远山五号有限公司", "90%"),
    )
    assert (await analysed(graph)).touched == 4
    assert await controller(graph, c) == ([f"person:uscc:{a}:张三"], [f"uscc:{a}"])

    nothing = await refreshed(graph)
    assert (nothing.touched, nothing.worked_out, nothing.written) == (0, 0, 0)

    await graph.say("shareholder.2.csv", holds(b, a, "40%", "2024-03-01"), holds(b, d, "60%", "2024-03-01"))
    changed = await refreshed(graph)
    assert changed.touched == 1
    (head,) = (await controller(graph, c))[1]
    assert head.startswith("name:")

    # The name in D's list becomes that of the only firm of a register declared complete: the list is another, unsent.
    named = sheet(graph.folder / "enterprise.2.csv", [REGISTERED | {"企业名称": "远山五号有限公司", "统一社会信用代码": e}])
    await graph.load(named, reading=Reading(complete=""))
    assert (await refreshed(graph)).touched >= 1
    assert (await controller(graph, c))[1] == [f"uscc:{e}"]

    assert first.batch
    await graph.withdraw(first.batch)
    after = await refreshed(graph)
    assert after.touched >= 3
    assert (await controller(graph, b))[1] == [f"uscc:{d}"]

    await graph.rederive()
    again = await refreshed(graph)
    assert again.digest == after.digest


async def test_what_is_hidden_is_not_analysed(graph: Loaded) -> None:
    a, b = codes(2)
    names = [REGISTERED | {"企业名称": f"企业{i}有限公司", "统一社会信用代码": code} for i, code in enumerate((a, b), 1)]
    await graph.say("enterprise.1.csv", *names)
    await graph.say("shareholder.1.csv", holds(b, a, "60%", "2024-09-01"))
    await analysed(graph)
    assert (await graph.answer("ownership.analysed", party_id=f"uscc:{b}", as_of=TODAY))["owners"] == []


async def test_before_its_tick_nothing_was_analysed(graph: Loaded) -> None:
    a, b = codes(2)
    await graph.say("enterprise.1.csv", REGISTERED | {"企业名称": "企业一有限公司", "统一社会信用代码": b})
    await graph.say("shareholder.1.csv", holds(b, a, "60%"))
    before = (await graph.answer("catalogue.loaded"))["tick"]
    await graph.say("shareholder.2.csv", holds(a, "张三", "100%"))
    found = await analysed(graph)
    now = await graph.answer("ownership.analysed", INSPECTOR, party_id=f"uscc:{b}")
    assert (now["data_tick"], now["owners_total"]) == (found.data_tick, 2)
    then = await graph.answer("ownership.analysed", INSPECTOR, party_id=f"uscc:{b}", known_at=before)
    assert (then["data_tick"], then["owners_total"], then["owners"], then["controllers"]) == (None, 0, [], [])


async def test_control_by_less_than_a_majority_is_refused(graph: Loaded) -> None:
    with pytest.raises(InputError):
        await analysed(graph, rules=rule_set("takeover_84"))


async def test_the_roles_that_a_registration_tells_decide_as_they_do_in_answers(graph: Loaded) -> None:
    """Also of who is known by its words alone: there is no party of the graph to say it of, but the enterprise has it kept."""
    shop, firm, fund, partner = codes(4)
    kinds = {shop: ("个体工商户", "经营者", "面主"), fund: ("有限合伙企业", "执行事务合伙人", "普通公司")}
    rows = [REGISTERED | {"企业名称": "虚构有限公司", "统一社会信用代码": firm, "类型": "有限责任公司"}]
    rows += [
        REGISTERED | {"企业名称": f"虚构{t}", "统一社会信用代码": c, "类型": t, role: who}
        for c, (t, role, who) in kinds.items()
    ]
    rows += [REGISTERED | {"企业名称": "普通公司", "统一社会信用代码": partner, "类型": "有限责任公司"}]
    await graph.say("enterprise.1.csv", *rows)
    await graph.say("shareholder.csv", holds(firm, shop, "60%"), holds(fund, partner, "1%"), holds(partner, firm, "70%"))
    await analysed(graph)
    owner = f"person:uscc:{shop}:面主"
    for code in (shop, firm, partner, fund):
        assert (await controller(graph, code))[0] == [owner], "through the shop, and through the partner that manages the fund"
        async with graph.serving() as client:
            asked = (await client.get(f"/v1/parties/uscc:{code}/controllers", params={"as_of": TODAY})).json()
        assert [one["id"] for one in asked["controllers"]][-1:] == [owner]
    await graph.say("enterprise.2.csv", rows[1] | {"经营者": "新面主"}, reading=Reading(provider="甲局", day="2024-03-01"))
    changed = await refreshed(graph)
    assert changed.worked_out >= 4
    for code in (shop, fund):
        assert (await controller(graph, code))[0] == [f"person:uscc:{shop}:新面主"]
    again = await refreshed(graph)
    assert (again.touched, again.written) == (0, 0)
    told = await graph.engine.read("MATCH (s:Registration {operator: '新面主'}) RETURN s.id AS id")
    async with graph.writing() as work:
        await erase_parties(work.keeper, [told[0]["id"]], "管理员", "本人请求", work.rejects, secret=SECRET, dry_run=False)
    assert await graph.engine.read("MATCH (p:Party) WHERE p.analysed_alone IS NOT NULL RETURN p.id AS id") == []
    await refreshed(graph)
    assert (await controller(graph, fund))[0] == [owner], "what was told before stands again"
