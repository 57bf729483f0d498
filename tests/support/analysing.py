"""Graphs that are analysed and refreshed, and that a refresh comes to what working out everything does."""

from itertools import pairwise

from app.answers.analysis import analyse_ownership
from app.answers.analysis_kept import digest
from app.engine import writer
from loaders.synthetic.world.codes import Codes
from models.rule_sets import RuleSet
from models.work.analysis import Analysis
from tests.support.loading import Loaded

REGISTERED = {"_provider": "市场监督管理局", "_day": "2024-01-01"}
TODAY = "2024-06-01"


def codes(count: int) -> list[str]:
    """Invented unified social credit codes that pass their check."""
    made = Codes(7)
    return [made.uscc("330106") for _ in range(count)]


async def analysed(graph: Loaded, *, full: bool = False, as_of: str = TODAY, rules: RuleSet | None = None) -> Analysis:
    """Analyse a graph as of a day."""
    async with writer(graph.engine, "test", 20.0, wait=20.0) as lease:
        return await analyse_ownership(graph.questions, graph.engine, lease, as_of=as_of, full=full, rules=rules)


async def refreshed(graph: Loaded, as_of: str = TODAY) -> Analysis:
    """Refresh, and see that working out everything changes nothing and that the graph keeps just that."""
    found = await analysed(graph, as_of=as_of)
    assert await digest(graph.engine) == found.digest
    everything = await analysed(graph, full=True, as_of=as_of)
    assert (everything.written, everything.touched, everything.digest) == (0, 0, found.digest)
    assert (everything.results, everything.enterprises) == (found.results, found.enterprises)
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
