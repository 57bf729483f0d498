"""The job of a standing analysis: the whole graph analysed again where it changed, with progress, and ended where cancelled."""

from typing import Any

from app.changes.reading import ChangeFeed
from app.desk.jobs.kinds import Cancelled, JobContext
from app.engine import writer
from app.errors import NotFound
from app.questions import Questions
from app.rules.rule_sets import MAJORITY, rule_set
from app.standing.analysis import StandingAnalysis
from app.standing.exposure import ExposureOfAll
from app.standing.ownership import Ownership
from app.standing.refresh import refresh
from app.standing.results import UNFINISHED, ResultStore
from app.work.resources import LEASE_WAIT_SECONDS, Resources
from models.base import Model
from models.caller import today
from models.rule_sets import RuleSet
from models.work.analysis import Refreshed
from models.work.jobs import AnalysisDone

NAMES = (Ownership.name, ExposureOfAll.name)
"""The standing analyses that there are."""


class AnalyseParams(Model):
    """Which analysis, by which rule set (that of ownership), of which day; `full`: all is worked out, whatever changed."""

    name: str = Ownership.name
    rules: str = MAJORITY
    as_of: str | None = None
    full: bool = False


class KeepUpParams(Model):
    """It has no parameters."""


def analysis_of(resources: Resources, name: str, rules: str) -> StandingAnalysis[Any]:
    """The standing analysis of this name, by a rule set. Raises NotFound, and InputError where the rules do not do for it."""
    chosen = rule_set(rules)
    match name:
        case Ownership.name:
            return Ownership(resources.catalogue, chosen)
        case ExposureOfAll.name:
            return ExposureOfAll(resources.catalogue)
    raise NotFound("there is no such analysis")


async def analyse(context: JobContext[Resources], params: AnalyseParams) -> AnalysisDone:
    """Refresh an analysis. What is cancelled while results are written is completed by the next refresh.

    Raises LeaseHeld while another writer works.
    """
    work = context.resources
    chosen = analysis_of(work, params.name, params.rules)
    context.step(what="waiting to write")
    await work.held.aclose()
    holder, ttl = f"analyse {params.name}", work.settings.lease_seconds
    async with writer(work.engine, holder, ttl, wait=LEASE_WAIT_SECONDS) as lease:
        came_to = await refresh(
            chosen,
            Questions(work.catalogue, work.engine),
            work.engine,
            lease,
            as_of=params.as_of,
            full=params.full,
            progress=lambda text: context.step(what=text),
        )
    return AnalysisDone(refreshed=came_to)


async def keep_up(context: JobContext[Resources], params: KeepUpParams) -> AnalysisDone:
    """Refresh each analysis where the feed moved since its last refresh, or a day has passed, or that broke off.

    One whose method is another now is worked out anew. An analysis that nobody has begun is not begun, and one of another day
    than the present is left as it is. One that fails does not keep the others from theirs.
    Raises what the first that failed did, LeaseHeld while another writer works.
    """
    refreshed: list[Refreshed] = []
    failed: list[Exception] = []
    for name in NAMES:
        try:
            done = await _kept_up(context, name)
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - raised again once all have had their turn
            error.add_note(f"analysis: {name}")
            failed.append(error)
        else:
            refreshed += [done.refreshed] if done.refreshed is not None else []
    if failed:
        for other in failed[1:]:
            failed[0].add_note(f"{other!r} besides, {'; '.join(other.__notes__)}")
        raise failed[0]
    return AnalysisDone(refreshed=refreshed[0], more=tuple(refreshed[1:])) if refreshed else AnalysisDone()


async def _kept_up(context: JobContext[Resources], name: str) -> AnalysisDone:
    """What refreshing one analysis came to, where it is behind, broke off, or would be worked out by another method now."""
    work = context.resources
    state = await ResultStore(analysis_of(work, name, MAJORITY), work.engine).state()
    if not state or state.get("as_of") != state.get("today"):
        return AnalysisDone()
    rules = RuleSet.model_validate_json(state["rules"]).name if "rules" in state else MAJORITY
    found = analysis_of(work, name, rules)
    same = state.get("today") == today() and all(state.get(k) == v for k, v in found.method.items())
    feed = ChangeFeed(work.engine, work.settings.key.encode())
    if same and not state.get(UNFINISHED) and not await feed.moved_since(found.level, state["data_tick"]):
        return AnalysisDone()
    return await analyse(context, AnalyseParams(name=name, rules=rules))
