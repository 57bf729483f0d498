"""The whole graph analysed and kept: what changed is worked out again, and comes to what working out everything does."""

import random
from itertools import pairwise
from pathlib import Path

import pytest

from app.analytics.rule_sets import rule_set
from app.engine import Engine, writer
from app.errors import InputError
from app.inquiries.analysis import analyse_ownership
from app.inquiries.analysis_kept import digest
from app.settings import Settings
from loaders.catalogue_files import read_catalogue
from loaders.reading import Reading
from loaders.synthetic.codes import Codes
from models.analysis import Analysis
from models.catalogue import Catalogue
from tests.support.loading import INSPECTOR, Loaded, sheet

pytestmark = pytest.mark.slow
REGISTERED = {"_provider": "市场监督管理局", "_day": "2024-01-01"}
TODAY = "2024-06-01"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def graph(engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Path) -> Loaded:
    """An empty graph."""
    return Loaded(engine, catalogue, settings, tmp_path)


def codes(count: int) -> list[str]:
    """Invented unified social credit codes that pass their check."""
    made = Codes(7)
    return [made.uscc("330106") for _ in range(count)]


async def analysed(graph: Loaded, *, full: bool = False, as_of: str = TODAY) -> Analysis:
    async with writer(graph.engine, "test", 20.0, wait=20.0) as lease:
        return await analyse_ownership(graph.questions, graph.engine, lease, as_of=as_of, full=full)


async def refreshed(graph: Loaded, as_of: str = TODAY) -> Analysis:
    """Refresh, and see that working out everything changes nothing and that the graph keeps just that."""
    found = await analysed(graph, as_of=as_of)
    assert await digest(graph.engine) == found.digest
    everything = await analysed(graph, full=True, as_of=as_of)
    assert (everything.written, everything.touched, everything.digest) == (0, 0, found.digest)
    assert (everything.results, everything.enterprises) == (found.results, found.enterprises)
    return found


def holds(enterprise: str, holder: str, percent: str, day: str = "2024-01-01") -> dict[str, str]:
    code = {"股东名称": holder, "股东类型": "企业法人" if len(holder) > 4 else "自然人股东"}
    if holder.isascii():
        code = {"股东统一社会信用代码": holder}
    return REGISTERED | {"_day": day, "统一社会信用代码": enterprise, "出资比例": percent} | code


async def controller(graph: Loaded, code: str) -> tuple[list[str], list[str]]:
    answer = await graph.answer("ownership.analysed", INSPECTOR, party_id=f"uscc:{code}", as_of=TODAY)
    assert answer["analysed_as_of"] == TODAY
    return list(answer["controllers"]), list(answer["heads"])


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
    async with writer(graph.engine, "test", 20.0, wait=20.0) as lease:
        with pytest.raises(InputError):
            await analyse_ownership(graph.questions, graph.engine, lease, rules=rule_set("takeover_84"))


NAMED = "远山五号有限公司"


class Changing:
    """A register that changes at random: lists, names, forms, roles, codes that turn out to be one firm's, rows taken back."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        made = codes(7)
        self.firms, self.later = made[:4], made[4:]
        self.batches: list[str] = []

    def lists(self) -> list[dict[str, str]]:
        """What is held at first: by firms, by codes of organisations that nothing registers yet, by a bare name."""
        rows = [holds(a, b[8:17], "60%") for a, b in zip(self.firms, self.later, strict=False)]
        rows += [holds(b, a, "55%") for a, b in zip(self.firms, self.later, strict=False)]
        return [*rows, holds(self.firms[3], NAMED, "70%"), holds(self.firms[2], NAMED, "30%")]

    def change(self) -> tuple[str, dict[str, str]] | None:
        """A category and a row of it; None where a batch is to be taken back instead."""
        kind = self.pick.choice(("list", "list", "code", "code", "form", "name", "name", "role", "branch", "back", "back"))
        firm, other = self.pick.sample(self.firms, 2)
        day = self.pick.choice(("2024-01-01", "2024-02-01", "2024-03-01"))
        later = self.pick.choice(self.later)
        if kind == "list":
            holder = self.pick.choice((other, "张三", NAMED, later, "香港中央结算有限公司"))
            return "shareholder", holds(firm, holder, f"{self.pick.choice((20, 40, 51))}%", day)
        if kind == "code":
            return "enterprise", registered(later, f"后来{later[-4:]}有限公司", "有限责任公司", day)
        if kind == "form":
            form = self.pick.choice(("有限合伙企业", "个人独资企业", "有限责任公司", "股份有限公司（上市）"))
            return "enterprise", registered(firm, f"企业{firm[-4:]}", form, day)
        if kind == "name":
            return "enterprise", registered(firm, NAMED, "有限责任公司", day)
        if kind == "role":
            post = self.pick.choice(("执行事务合伙人", "投资人", "法定代表人"))
            return "legal_representative", REGISTERED | {"_day": day, "统一社会信用代码": firm, "姓名": "李四", "职务": post}
        if kind == "branch":
            return "branch", REGISTERED | {"_day": day, "分支机构统一社会信用代码": firm, "隶属企业名称": NAMED}
        return None


def registered(code: str, name: str, form: str, day: str) -> dict[str, str]:
    return REGISTERED | {"_day": day, "企业名称": name, "统一社会信用代码": code, "企业类型": form}


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_changes_a_refresh_comes_to_what_working_out_everything_does(graph: Loaded, seed: int) -> None:
    changing = Changing(seed)
    names = [registered(c, f"企业{c[-4:]}", "有限责任公司", "2024-01-01") for c in changing.firms]
    await graph.say("enterprise.0.csv", *names, reading=Reading(complete=""))
    # Most of the graph stays as it is: else all of it would be read again.
    quiet = codes(77)[7:]
    await graph.say("shareholder.0.csv", *(holds(a, b, "60%") for a, b in pairwise(quiet)), *changing.lists())
    await analysed(graph)
    parts = 0
    for step in range(20):
        change = changing.change()
        if change is None and changing.batches:
            await graph.withdraw(changing.batches.pop(changing.pick.randrange(len(changing.batches))))
        elif change is not None:
            category, row = change
            receipt = await graph.say(f"{category}.{step + 1}.csv", row)
            assert receipt.batch
            changing.batches.append(receipt.batch)
        found = await refreshed(graph, changing.pick.choice(("2024-02-15", TODAY, TODAY)))
        parts += found.worked_out < found.enterprises
    assert parts == 20
