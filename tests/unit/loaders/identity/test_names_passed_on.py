"""A name passes from bearer to bearer: each row means the bearer of its day, whenever it is told and in whatever order."""

import asyncio
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.derive.coverage import registry_complete
from loaders.store.memory import MemoryGraph
from models.catalogue import Kind
from models.statements import OPEN_TICK, Ref, Statement
from tests.support.naming import by_name, firm, holding, penalty
from tests.support.oracle import World, kept_lines
from tests.support.worlds.playing import MemoryRun
from tests.support.worlds.small import ENTERPRISE, SMALL, USCCS, rows

EXAMPLES = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
NAME, FORMER = "传名公司", "前名公司"
YEARS = range(2020, 2030)
TARGET = "uscc:91330100000000044X"
OFFICE = Ref("authority", "dept:a", Kind.DEPARTMENT)
COMPLETE = registry_complete(ENTERPRISE, "市监局", "2019-01-01", "")


def _play(batches: list[list[Statement]], seed: int) -> MemoryGraph:
    run, rng = MemoryRun(), random.Random(seed)
    rng.shuffle(batches)
    for n, batch in enumerate([*batches, rng.choice(batches)]):
        asyncio.run(run.load(f"b{n}", rows(tuple(batch))))
        asyncio.run(run.drain(rng.choice([1, 100])))
    return run.kept


@EXAMPLES
@given(
    bearers=st.lists(st.sampled_from(USCCS[:3]), min_size=1, max_size=4),
    listed=st.sets(st.sampled_from(YEARS), min_size=1, max_size=5),
    passed=st.lists(st.sampled_from(YEARS), min_size=4, max_size=4, unique=True),
    sure=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_each_list_means_the_bearer_of_its_day(
    bearers: list[str], listed: set[int], passed: list[int], sure: bool, seed: int
) -> None:
    """`bearers` take the name one after the other in the years of `passed`; lists of `listed` years tell it alone."""
    terms = list(zip(sorted(passed), bearers, strict=False))
    taken = [firm(code, NAME, f"{year}-02-01") for year, code in terms]
    given_up = [
        firm(code, f"{FORMER}{n}", f"{terms[n + 1][0]}-02-01")
        for n, (_, code) in enumerate(terms[:-1])
        if terms[n + 1][1] != code
    ]
    lists = [holding(TARGET, by_name("holder", NAME, f"{year}-06-01"), f"{year}-06-01") for year in sorted(listed)]
    kept = _play([[s] for s in (*taken, *given_up, *lists, *([COMPLETE] if sure else []))], seed)
    for year in range(min(listed), YEARS.stop + 1):
        day = f"{year}-12-31"
        last = max(y for y in listed if y <= year)
        right = [code for since, code in terms if since <= last][-1:]
        held = [
            x
            for x in kept.links.values()
            if x.category == "holder" and x.props["valid_from"] <= day < x.props["valid_to"]
            if x.props["withdrawn_at"] == OPEN_TICK
        ]
        assert len(held) == 1
        assert [r.party for r in kept.resolutions.get(held[0].start, [])] == right
    assert kept_lines(kept) == World(SMALL, kept).lines()


@EXAMPLES
@given(st.permutations(["code", "name", "bearer", "complete"]), st.integers(0, 2**32))
def test_a_decision_told_by_code_and_by_name_is_one_as_soon_as_the_name_is_certain(order: list[str], seed: int) -> None:
    code = USCCS[0]
    told = {
        "code": penalty(Ref("subject", code, Kind.ENTERPRISE, NAME), OFFICE, "2021-06-01"),
        "name": penalty(by_name("subject", NAME, "2021-06-01"), OFFICE, "2021-06-01", "税务局"),
        "bearer": firm(code, NAME, "2020-02-01"),
        "complete": COMPLETE,
    }
    run, rng = MemoryRun(), random.Random(seed)
    for n, what in enumerate(order):
        asyncio.run(run.load(what, rows((told[what],))))
        asyncio.run(run.drain(rng.choice([1, 100])))
        events = {x.props["fact_id"] for x in run.kept.links.values() if x.category == "penalty"}
        sure = set(order[: n + 1]) == set(told)
        assert len(events) == (1 if sure else len({"code", "name"} & set(order[: n + 1])))
    assert kept_lines(run.kept) == World(SMALL, run.kept).lines()
    run.store().withdraw("complete")
    asyncio.run(run.drain(100))
    assert len({x.props["fact_id"] for x in run.kept.links.values() if x.category == "penalty"}) == 2
