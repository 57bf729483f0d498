"""Graphs that are analysed and refreshed, and that a refresh comes to what working out everything does."""

from itertools import pairwise
from typing import Any

from app.engine import writer
from app.rules.rule_sets import MAJORITY, rule_set
from app.standing.analysis import StandingAnalysis
from app.standing.ownership import Ownership
from app.standing.refresh import refresh
from app.standing.results import ResultStore
from loaders.synthetic.world.codes import Codes
from models.rule_sets import RuleSet
from models.work.analysis import Refreshed
from tests.support.loading import Loaded

REGISTERED = {"_provider": "市场监督管理局", "_day": "2024-01-01"}
TODAY = "2024-06-01"


def codes(count: int) -> list[str]:
    """Invented unified social credit codes that pass their check."""
    made = Codes(7)
    return [made.uscc("330106") for _ in range(count)]


def ownership(graph: Loaded, rules: RuleSet | None = None) -> Ownership:
    """The analysis of ownership, by the ordinary rules of a majority unless others are given."""
    return Ownership(graph.catalogue, rules or rule_set(MAJORITY))


async def analysed(
    graph: Loaded,
    *,
    full: bool = False,
    as_of: str = TODAY,
    rules: RuleSet | None = None,
    analysis: StandingAnalysis[Any] | None = None,
) -> Refreshed:
    """Refresh an analysis of a graph, that of ownership unless another is given, as of a day."""
    chosen = analysis or ownership(graph, rules)
    async with writer(graph.engine, "test", 20.0, wait=20.0) as lease:
        return await refresh(chosen, graph.questions, graph.engine, lease, as_of=as_of, full=full)


async def refreshed(graph: Loaded, as_of: str = TODAY, analysis: StandingAnalysis[Any] | None = None) -> Refreshed:
    """Refresh, and see that working out everything changes nothing and that the graph stores just that."""
    chosen = analysis or ownership(graph)
    found = await analysed(graph, as_of=as_of, analysis=chosen)
    assert await ResultStore(chosen, graph.engine).digest() == found.digest
    everything = await analysed(graph, full=True, as_of=as_of, analysis=chosen)
    assert (everything.written, everything.touched, everything.digest) == (0, 0, found.digest)
    assert (everything.results, everything.parties) == (found.results, found.parties)
    return found


def holds(enterprise: str, holder: str, percent: str, day: str = "2024-01-01") -> dict[str, str]:
    """A row of a holder list; who holds is named by a code, or by a name (a long one is a firm's)."""
    code = {"股东名称": holder, "股东类型": "企业法人" if len(holder) > 4 else "自然人股东"}
    if holder.isascii():
        code = {"股东统一社会信用代码": holder}
    return REGISTERED | {"_day": day, "统一社会信用代码": enterprise, "出资比例": percent} | code


def registered(code: str, name: str, form: str, day: str) -> dict[str, str]:
    """A registration."""
    return REGISTERED | {"_day": day, "企业名称": name, "统一社会信用代码": code, "企业类型": form}


async def say_quiet(graph: Loaded) -> None:
    """A chain of firms that nothing changes: were most of a graph to change, all of it would be read again."""
    quiet = codes(77)[17:]
    await graph.say("shareholder.0.csv", *(holds(a, b, "60%") for a, b in pairwise(quiet)))
