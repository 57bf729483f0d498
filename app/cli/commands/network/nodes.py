"""Commands on other nodes: add, list, remove, roll up what changed there, compare, take over the file of a party."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.common import Json, loader_of, open_graph, put, put_json, run, say
from app.cli.language.help import CommandsOf
from app.cli.progress import Progress

if TYPE_CHECKING:
    from app.engine import Engine
    from app.nodes.client import NodeClient
    from loaders.load.keeper import Keeper
    from models.catalogue import Catalogue
    from models.work.nodes import NodeCard, NodeComparison, RolledUp

nodes_app = CommandsOf("Other nodes of the network: what is taken from them, and whether it is the same.")
NodeName = Annotated[str, typer.Argument(metavar="NODE", help="Its name, as `quanjing nodes list` gives it.")]
Wait = Annotated[float, typer.Option("--wait", min=0, help="Seconds to wait for another writer to end.")]
DIFFERING = 1
AGAIN_SECONDS = 600.0
"""How long a run that let another writer in waits for it to end."""


@nodes_app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NODE", help="What the node is called here.")],
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of its service.")],
    key_file: Annotated[Path, typer.Option("--key-file", help="A file with the key it gave out, for its owner alone.")],
    region: Annotated[
        str, typer.Option("--region", help="Only what is filed under this division (GB/T 2260); default: everything.")
    ] = "",
    category: Annotated[list[str] | None, typer.Option("--category", help="Only these, by name or title.")] = None,
    provider: Annotated[list[str] | None, typer.Option("--provider", help="Only what these providers state.")] = None,
    json: Json = False,
) -> None:
    """Add a node whose statements are taken here, with what it may give."""
    from app.cli.common import known_catalogue
    from app.cli.desks import at_desk, keep, user_here
    from app.cli.naming import category_named
    from app.cli.pushing.keys import key_in
    from app.desk.nodes.register import add_node
    from app.settings import read_settings

    names = tuple(category_named(known_catalogue(), one).name for one in category or ())
    new = _new(name=name, url=url.rstrip("/"), region=region, categories=names, providers=tuple(provider or ()))
    key = key_in(key_file)
    with at_desk(create=True) as desk, desk.writing() as connection:
        card = add_node(connection, new, key, user_here(), read_settings().key.encode())
        keep(connection, "add node", name)
    _shown(card, json)


def _new(**given: Any) -> Any:
    from pydantic import ValidationError

    from app.errors import InputError
    from models.work.nodes import NewNode

    try:
        return NewNode(**given)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise InputError(f"{first['loc'][0]}: {first['msg']}") from None


@nodes_app.command("list")
def nodes_list(json: Json = False) -> None:
    """All nodes that are known here."""
    from app.cli.desks import at_desk
    from app.desk.nodes.register import list_nodes

    with at_desk() as desk, desk.reading() as connection:
        found = list_nodes(connection)
    if json:
        put_json(found.model_dump(mode="json"))
        return
    for card in found.items:
        _shown(card, json=False)


@nodes_app.command("remove")
def remove(name: NodeName) -> None:
    """Forget a node and its key. What was taken from it stays."""
    from app.cli.desks import at_desk, keep
    from app.desk.nodes.register import remove_node

    with at_desk() as desk, desk.writing() as connection:
        remove_node(connection, name)
        keep(connection, "remove node", name)


@nodes_app.command("roll-up")
def roll_up(
    name: NodeName,
    pages: Annotated[int, typer.Option("--pages", min=1, max=20_000, help="The most pages of one run.")] = 20_000,
    wait: Wait = 0.0,
    json: Json = False,
) -> None:
    """Take what changed at a node since it was last followed. Cut short, it goes on where it was."""

    async def work() -> RolledUp:
        from app.nodes.following import follow_in_turns

        async with _asked(name) as (engine, catalogue, client, node):
            with Progress("roll-up") as progress:
                return await follow_in_turns(
                    engine,
                    lambda again: _writing(engine, catalogue, "roll-up", max(wait, AGAIN_SECONDS) if again else wait),
                    client,
                    node,
                    pages=pages,
                    progress=progress,
                )

    _took(run(work()), json)


@nodes_app.command("compare")
def compare_with(
    name: NodeName,
    mend: Annotated[bool, typer.Option("--mend", help="Take what is there and not here; what is only here stays.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Compare all that is filed here, not only what came from the node.")
    ] = False,
    wait: Wait = 0.0,
    json: Json = False,
) -> None:
    """Compare with a node by category and division, and list the statements that differ. Ends with 1 where any do."""

    async def work() -> NodeComparison:
        from app.nodes.comparing import compare
        from app.nodes.filed import FiledStatements
        from app.nodes.mending import mend_from

        async with _asked(name) as (engine, catalogue, client, node):
            filed = FiledStatements(engine, catalogue)
            found = await compare(filed, client, node, everything=everything)
            if not mend or found.equal:
                return found
            async with _writing(engine, catalogue, "mend", wait) as keeper:
                return await mend_from(filed, keeper, client, node, found, everything=everything)

    found = run(work())
    if json:
        put_json(found.model_dump(mode="json"))
    else:
        from app.cli.text.node_text import compared

        for line in compared(found):
            put(line)
    if not found.equal:
        raise typer.Exit(DIFFERING)


@nodes_app.command("hand-over")
def hand_over(
    name: NodeName,
    party: Annotated[str, typer.Argument(metavar="PARTY", help="An identifier `scheme:value`, or a bare code.")],
    wait: Wait = 0.0,
    json: Json = False,
) -> None:
    """Take over the whole file of a party from a node: every statement about it, with its evidence."""

    async def work() -> RolledUp:
        from app.nodes.following import take_over

        async with _asked(name) as (engine, catalogue, client, node), _writing(engine, catalogue, "hand-over", wait) as keeper:
            return await take_over(keeper, client, node, party if ":" in party else f"uscc:{party.upper()}")

    _took(run(work()), json)


@asynccontextmanager
async def _asked(name: str) -> AsyncIterator[tuple[Engine, Catalogue, NodeClient, NodeCard]]:
    """The graph of the settings, and a client of a node of its desk."""
    from app.cli.desks import at_desk
    from app.desk.nodes.register import known_node
    from app.nodes.client import NodeClient
    from app.settings import read_settings

    settings = read_settings()
    with at_desk() as desk, desk.reading() as connection:
        known = known_node(connection, name, settings.key.encode())
    async with open_graph(settings, create=True) as (engine, catalogue), NodeClient(known.node, known.key) as client:
        yield engine, catalogue, client, known.node


@asynccontextmanager
async def _writing(engine: Engine, catalogue: Catalogue, holder: str, wait: float) -> AsyncIterator[Keeper]:
    from app.settings import read_settings

    async with loader_of(engine, catalogue, read_settings(), holder, wait) as loader:
        yield loader.keeper


def _shown(card: NodeCard, json: bool) -> None:
    if json:
        put_json(card.model_dump(mode="json"))
        return
    bounds = (card.region or "*", ",".join(card.categories) or "*", ",".join(card.providers) or "*")
    put("\t".join((card.name, card.url, *bounds)))


def _took(taken: RolledUp, json: bool) -> None:
    if json:
        put_json(taken.model_dump(mode="json"))
        return
    from app.cli.text.node_text import took

    for line in took(taken):
        put(line)
    if taken.more:
        say("there is more to take: run it again")
