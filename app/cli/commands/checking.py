"""The command that checks settings, catalogue, questions and the graph."""

from typing import Annotated

import typer

from app.cli.common import Json, catalogue_here, open_graph, put, put_json, run, say
from app.cli.progress import Progress
from app.cli.text import record_text
from app.settings import read_settings
from models.work.checks import Checked


def check(
    deep: Annotated[bool, typer.Option("--deep", help="Work out anew all that is kept, and name what differs.")] = False,
    digest: Annotated[bool, typer.Option("--digest", help="Show the digest of what the graph believes now.")] = False,
    json: Json = False,
) -> None:
    """Check settings, catalogue, questions and the graph."""
    settings = read_settings()
    for notice in settings.notices:
        say(notice)
    answer = run(_checked(deep, digest or deep))
    if json:
        put_json(answer.model_dump(mode="json", exclude_none=True))
    else:
        for line in record_text.checked(answer):
            put(line)
    if answer.differing:
        raise typer.Exit(1)


async def _checked(deep: bool, digest: bool) -> Checked:
    from app.engine import now_tick
    from app.questions import Questions

    catalogue = catalogue_here()
    async with open_graph() as (engine, _):
        questions = Questions(catalogue, engine)
        tick = await now_tick(engine)
        answer = Checked(
            categories=len(catalogue.categories), questions=len(questions.all), engine=engine.capabilities.name, tick=tick
        )
        if not digest:
            return answer
        from loaders.upkeep.deep_check import deep_check
        from loaders.upkeep.digest_graph import graph_digest

        answer = answer.model_copy(update={"digest": await graph_digest(engine)})
        if not deep:
            return answer
        with Progress("check") as progress:
            found = await deep_check(engine, catalogue, progress=progress)
        settling = (await questions.answer("catalogue.loaded"))["settling"]
        return answer.model_copy(
            update={
                "statements": found.statements,
                "facts": found.facts,
                "identifiers": found.identifiers,
                "erased": found.erased,
                "differing": tuple(found.differing),
                "differing_total": found.total,
                "settling": settling,
                "moved": await now_tick(engine) != tick,
            }
        )
