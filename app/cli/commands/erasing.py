"""Commands that take out what the law says must go: erase, and what was erased."""

from typing import Annotated, Any

import typer

from app.cli.common import Json, loader_of, open_graph, put, put_json, run
from app.cli.language.speaking import spoken
from app.settings import read_settings
from models.work.erasure import Erasure


def erase(
    targets: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of natural persons, or of single statements.")],
    operator: Annotated[str, typer.Option(help="Who decides it.")],
    reason: Annotated[str, typer.Option(help="Why: the request, the law. Do not name the person here: it is kept.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show how much would be erased.")] = False,
    json: Json = False,
) -> None:
    """Erase persons, or single statements, from graph, refused rows and receipts, for good; the same rows stay out."""
    erasure = run(_erase(targets, operator, reason, dry_run))
    if json:
        put_json(erasure.model_dump() | {"dry_run": dry_run})
    else:
        put(spoken()("would_erase" if dry_run else "erased", id=erasure.id, counts=counts(erasure)))
        if erasure.unsearched:
            put(unsearched(erasure.unsearched, read_settings().rejects_days))


def unsearched(rows: int, days: int) -> str:
    """What is said of refused rows that could not be searched."""
    return spoken()("unsearched", rows=rows, days=days)


def counts(erasure: Erasure) -> str:
    """How much went, in words."""
    word = spoken()
    more = word("erased_unsearched", n=erasure.unsearched) if erasure.unsearched else ""
    return word("erased_counts", **erasure.model_dump(include={"statements", "references", "rejects", "receipts"})) + more


async def _erase(targets: list[str], operator: str, reason: str, dry_run: bool) -> Erasure:
    from loaders.erase.parties import erase_parties

    settings = read_settings()
    async with open_graph(settings) as (engine, catalogue), loader_of(engine, catalogue, settings, "erase") as loader:
        return await erase_parties(
            loader.keeper, targets, operator, reason, loader.rejects, secret=loader.secret, dry_run=dry_run
        )


def erasures(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many items are shown.")] = 100, json: Json = False
) -> None:
    """What was erased: when, by whom, why, and how much; not what."""
    found = run(_erasures(limit))
    if json:
        put_json([one.model_dump() for one in found])
    else:
        for one in found:
            word = spoken()
            known = {"id": one.id, "operator": one.operator, "reason": one.reason, "counts": counts(one)}
            put(word("erasure_line", at=word.moment(one.at), state=word.code("erasure", one.state), **known))


async def _erasures(limit: int) -> list[Erasure]:
    from loaders.store.queries import query

    async with open_graph() as (engine, _):
        rows: list[dict[str, Any]] = await engine.read(query("erasures"), {"limit": limit})
    return [Erasure.model_validate(row) for row in rows]
