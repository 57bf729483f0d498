"""Whatever changes in a graph, refreshing its analysis comes to what working out everything does."""

import pytest

from app.answers.reading.session import ReadLimits
from app.engine import Writer
from app.rules.rule_sets import MAJORITY, rule_set
from app.standing import refresh
from app.standing.results import UNFINISHED, ResultStore
from loaders.load.reading import Reading
from loaders.synthetic.world.codes import Codes
from tests.support.analysing import TODAY, analysed, codes, holds, refreshed, registered, say_quiet
from tests.support.changing import Changing
from tests.support.loading import INSPECTOR, Loaded

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_changes_a_refresh_comes_to_what_working_out_everything_does(graph: Loaded, seed: int) -> None:
    changing = Changing(seed)
    names = [registered(c, f"企业{c[-4:]}", "有限责任公司", "2024-01-01") for c in changing.firms]
    await graph.say("enterprise.0.csv", *names, reading=Reading(complete=""))
    await say_quiet(graph)
    await graph.say("shareholder.1.csv", *changing.lists())
    await analysed(graph)
    parts = 0
    for step in range(20):
        change = changing.change()
        if change is None and changing.batches:
            await graph.withdraw(changing.batches.pop(changing.pick.randrange(len(changing.batches))))
        elif change is not None:
            category, row = change
            receipt = await graph.say(f"{category}.{step + 2}.csv", row)
            assert receipt.batch
            changing.batches.append(receipt.batch)
        found = await refreshed(graph, changing.pick.choice(("2024-02-15", TODAY, TODAY)))
        parts += found.worked_out < found.parties
    assert parts == 20


async def test_a_holding_that_ends_as_days_pass_is_a_change(graph: Loaded) -> None:
    await say_quiet(graph)
    a, b, c = codes(3)
    await graph.say("shareholder.1.csv", holds(a, b, "60%") | {"持股截止日期": "2024-04-01"}, holds(a, c, "30%"))
    await analysed(graph, as_of="2024-02-15")
    assert (await refreshed(graph)).written > 0


def broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """An analysis from now on breaks off when its results are written and only the state is not."""
    whole = ResultStore._set_state

    async def once(store: ResultStore, lease: Writer, state: dict[str, object]) -> None:
        if not state.get(UNFINISHED):
            raise RuntimeError("killed")
        await whole(store, lease, state)

    monkeypatch.setattr(ResultStore, "_set_state", once)


@pytest.mark.parametrize("what", ["rules", "day", "row"])
async def test_an_analysis_that_broke_off_is_mended(graph: Loaded, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was one by other rules, as of another day, or of a row that is corrected before the next."""
    await say_quiet(graph)
    a, b, c = codes(3)
    later = {"持股起始日期": "2024-04-01", "_day": "2024-04-01"}
    await graph.say("shareholder.1.csv", holds(a, b, "60%"), holds(c, a, "51%"), holds(b, c, "70%") | later)
    day = "2024-02-15"
    await analysed(graph, as_of=day)
    if what == "row":
        await graph.say("shareholder.2.csv", holds(a, c, "30%"))
    other = rule_set(MAJORITY)
    stricter = tuple(c.model_copy(update={"threshold": 0.6667}) for c in other.criteria)
    rules = other.model_copy(update={"name": "other", "criteria": stricter}) if what == "rules" else None
    with monkeypatch.context() as patch:
        broken_off(patch)
        with pytest.raises(RuntimeError, match="killed"):
            await analysed(graph, as_of=TODAY if what == "day" else day, rules=rules)
    assert (await graph.answer("ownership.analysed", INSPECTOR, party_id=f"uscc:{a}"))["data_tick"] is None
    if what == "row":
        await graph.say("shareholder.3.csv", holds(a, c, "30%", "2024-01-02") | {"持股截止日期": "2024-02-01"})
    await refreshed(graph, as_of=day)


async def test_who_lost_everything_is_noted_no_more(graph: Loaded) -> None:
    """Its results went with a party that is another's now, and its list was taken back."""
    await say_quiet(graph)
    a, b, c = codes(3)
    taken = await graph.say("shareholder.1.csv", holds(b, c[8:17], "60%"))
    await graph.say("shareholder.2.csv", holds(a, b, "50%"))
    await analysed(graph)
    await graph.say("enterprise.1.csv", registered(c, "企业丙", "有限责任公司", "2024-01-01"))
    await graph.withdraw(taken.batch)
    await refreshed(graph)
    again = await refreshed(graph)
    assert (again.worked_out, again.touched) == (0, 0)


async def test_what_stands_above_a_body_of_government_counts_in_part_as_in_whole(graph: Loaded) -> None:
    await say_quiet(graph)
    a, x, y = codes(3)
    body = Codes(9).uscc("330106", "11")
    await graph.say("shareholder.1.csv", holds(a, body, "60%"), holds(body, x, "60%"))
    await analysed(graph)
    await graph.say("shareholder.2.csv", holds(a, y, "10%"))
    await refreshed(graph)


async def test_where_somebody_holds_too_many_to_be_read_all_is_read(graph: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "_EVERYTHING", ReadLimits(parties=10**9, rows=5, all_rows=10**9))
    await say_quiet(graph)
    hub, *firms = codes(9)
    await graph.say("enterprise.1.csv", registered(hub, "远山控股有限公司", "有限责任公司", "2024-01-01"))
    await graph.say("shareholder.1.csv", *(holds(firm, hub, "60%") for firm in firms))
    await analysed(graph)
    await graph.say("enterprise.2.csv", registered(hub, "香港中央结算有限公司", "有限责任公司", "2024-01-02"))
    assert (await refreshed(graph)).touched >= len(firms)


async def test_naming_a_holder_of_many_touches_nothing_else_that_it_holds(graph: Loaded) -> None:
    await say_quiet(graph)
    bank, other, *firms = codes(14)
    row = registered(bank, "远山银行股份有限公司", "股份有限公司", "2024-01-01")
    await graph.say("enterprise.1.csv", row, reading=Reading(complete=""))
    await graph.say("shareholder.1.csv", *(holds(firm, bank, "40%") for firm in firms))
    await analysed(graph)
    await graph.say("shareholder.2.csv", holds(other, "远山银行股份有限公司", "20%", "2024-02-01"))
    found = await refreshed(graph)
    assert (found.touched, found.worked_out) == (1, 1)
