"""Commands that refresh standing analyses: of the whole graph, with results that stay in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.common import AsOf, Json, open_graph, put, put_json, run, say
from app.cli.language.help import CommandsOf
from app.cli.language.speaking import spoken
from app.rules.rule_sets import MAJORITY
from app.settings import read_settings

if TYPE_CHECKING:
    from app.standing.analysis import StandingAnalysis
    from models.catalogue import Catalogue
    from models.work.analysis import Refreshed

analyse_app = CommandsOf("Analyse the whole graph.")

Full = Annotated[bool, typer.Option("--full", help="Work out everything again, whatever changed.")]
Check = Annotated[bool, typer.Option("--check", help="Only show the digest of the results that are stored.")]


@analyse_app.command("ownership")
def ownership(
    rules: Annotated[str, typer.Option("--rules", help="A rule set by which control is a majority.")] = MAJORITY,
    as_of: AsOf = None,
    full: Full = False,
    check: Check = False,
    json: Json = False,
) -> None:
    """Find who controls and heads every enterprise and who owns at least 1 % of it; only what changed is worked out again."""
    from app.rules.rule_sets import rule_set
    from app.standing.ownership import Ownership

    chosen = rule_set(rules)

    def analysis(catalogue: "Catalogue") -> Ownership:
        return Ownership(catalogue, chosen)

    answer = _answered(analysis, as_of, full=full, check=check, json=json)
    if answer is not None:
        word, counts = spoken(), answer.model_dump(include={"parties", "touched", "worked_out", "results", "written"})
        put(word("analysed_all", **counts, day=answer.as_of, digest=answer.digest[:16]))
        if answer.cut:
            put(word("analysed_cut", parties=word("and_list").join(answer.cut)))


@analyse_app.command("exposure")
def exposure(as_of: AsOf = None, full: Full = False, check: Check = False, json: Json = False) -> None:
    """Find how far each party is exposed to the risk of others and what it sends; only what changed is worked out again."""
    from app.standing.exposure import ExposureOfAll

    answer = _answered(ExposureOfAll, as_of, full=full, check=check, json=json)
    if answer is not None:
        word, counts = spoken(), answer.model_dump(include={"parties", "touched", "worked_out"})
        put(word("analysed_risk", **counts, day=answer.as_of, digest=answer.digest[:16]))
        if answer.cut:
            put(word("analysed_unread", parties=word("and_list").join(answer.cut)))


def _answered(
    analysis: "Callable[[Catalogue], StandingAnalysis[Any]]", as_of: str | None, *, full: bool, check: bool, json: bool
) -> "Refreshed | None":
    """What refreshing an analysis came to; None where its digest alone was asked for, or all was shown as JSON."""
    if check:
        digest = run(_digest(analysis))
        if json:
            put_json({"digest": digest})
        else:
            put(digest)
        return None
    answer = run(_refresh(analysis, as_of, full))
    if json:
        put_json(answer.model_dump(mode="json"))
        return None
    return answer


async def _refresh(analysis: "Callable[[Catalogue], StandingAnalysis[Any]]", as_of: str | None, full: bool) -> "Refreshed":
    from app.engine import writer
    from app.questions import Questions
    from app.standing.refresh import refresh

    settings = read_settings()
    async with open_graph(settings) as (engine, catalogue):
        chosen = analysis(catalogue)
        async with writer(engine, f"analyse {chosen.name}", settings.lease_seconds) as lease:
            return await refresh(chosen, Questions(catalogue, engine), engine, lease, as_of=as_of, full=full, progress=say)


async def _digest(analysis: "Callable[[Catalogue], StandingAnalysis[Any]]") -> str:
    from app.standing.results import ResultStore

    async with open_graph() as (engine, catalogue):
        return await ResultStore(analysis(catalogue), engine).digest()
