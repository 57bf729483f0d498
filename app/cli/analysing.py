"""Commands that analyse the whole graph and keep the results in it."""

from typing import Annotated

import typer

from app.cli.common import AsOf, Json, open_graph, put, put_json, run, say
from app.cli.lazy import Group
from app.rules.rule_sets import MAJORITY
from app.settings import read_settings
from models.work.analysis import Analysis

analyse_app = typer.Typer(cls=Group, help="Analyse the whole graph.", no_args_is_help=True, rich_markup_mode=None)


@analyse_app.command("ownership")
def ownership(
    rules: Annotated[str, typer.Option("--rules", help="A rule set by which control is a majority.")] = MAJORITY,
    as_of: AsOf = None,
    full: Annotated[bool, typer.Option("--full", help="Work out everything again, whatever changed.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only tell the digest of the results that are kept.")] = False,
    json: Json = False,
) -> None:
    """Find who controls and heads every enterprise and who owns at least 1 % of it; only what changed is worked out again."""
    if check:
        kept = run(_digest())
        if json:
            put_json({"digest": kept})
        else:
            put(kept)
        return
    answer = run(_analyse(rules, as_of, full))
    if json:
        put_json(answer.model_dump(mode="json"))
        return
    put(
        f"{answer.enterprises} enterprises, {answer.touched} changed, {answer.worked_out} worked out again: "
        f"{answer.results} results, {answer.written} of them came or went; "
        f"as of {answer.as_of} at tick {answer.data_tick}, digest {answer.digest[:16]}"
    )
    if answer.cut:
        put(f"too many holders to be read, taken as without a list: {', '.join(answer.cut)}")


async def _analyse(rules: str, as_of: str | None, full: bool) -> Analysis:
    from app.answers.analysis import analyse_ownership
    from app.engine import writer
    from app.questions import Questions
    from app.rules.rule_sets import rule_set

    settings = read_settings()
    chosen = rule_set(rules)
    async with (
        open_graph(settings) as (engine, catalogue),
        writer(engine, "analyse ownership", settings.lease_seconds) as lease,
    ):
        questions = Questions(catalogue, engine)
        return await analyse_ownership(questions, engine, lease, rules=chosen, as_of=as_of, full=full, progress=say)


async def _digest() -> str:
    from app.answers.analysis_kept import digest

    async with open_graph() as (engine, _):
        return await digest(engine)
