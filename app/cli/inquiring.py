"""Commands that inquire: ownership, control, owners, related, group, relations, network, differences."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from app.analytics.relations.export import export
from app.analytics.structure.network import Basis
from app.answers import Asked, Reader
from app.answers import control as controlling
from app.answers import relations as relating
from app.answers.difference import differences as differences_of
from app.answers.ownership import ownership as owned
from app.answers.registry import computed
from app.cli import inquiry_text as text
from app.cli import network_text
from app.cli.common import (
    PARTY,
    AsOf,
    CursorText,
    Json,
    KnownAt,
    Level,
    Party,
    ViewName,
    open_graph,
    put,
    put_bytes,
    put_json,
    run,
)
from app.cli.naming import parties_named
from app.errors import InputError
from app.questions import Questions
from app.rules.precedence import DEFAULT
from models.answers.network import ExportFormat
from models.answers.parts import Stamp, View
from models.answers.stamped import DifferencesAnswer
from models.base import Model
from models.caller import Caller
from models.rule_sets import Comparison

A = TypeVar("A", bound=Stamp)
OF, RELATIONS = tuple(computed().compared), "relations"
Ids = Annotated[list[str], typer.Argument(metavar="PARTY…", help=PARTY)]
Precedence = Annotated[str, typer.Option(help="Which holder list counts: default, annual_report_first or newest.")]
Rules = Annotated[str | None, typer.Option("--rules", help="A rule set by name, or custom; default that of the question.")]
Threshold = Annotated[float | None, typer.Option(help="With --rules custom: the threshold, a fraction.")]
Compare = Annotated[
    Comparison | None, typer.Option("--comparison", help="With --rules custom: gt (more than) or ge (at least).")
]
Concert = Annotated[
    list[str] | None, typer.Option(help="Parties known to act in concert, separated by commas; again for another group.")
]
ToPerson = Annotated[bool, typer.Option("--to-person", help="Of a group: up to the natural person who controls it.")]
Through = Annotated[list[str] | None, typer.Option(help="Pass through hub, nominee, state or name too.")]
LimitsOfKinds = Annotated[list[str] | None, typer.Option(metavar="KIND:n", help="Another limit for one kind of link.")]
Exclude = Annotated[list[str] | None, typer.Option(help="A kind of link left out; give it again for another.")]


def _most(default: int, most: int) -> Any:
    return typer.Option(default, "--limit", min=1, max=most, help="How many are shown.")


def ownership(
    ids: Ids,
    basis: Annotated[Basis, typer.Option(help="Which shares count.")] = Basis.SUBSCRIBED,
    precedence: Precedence = DEFAULT,
    depth: Annotated[int | None, typer.Option(min=1, max=50, help="Steps shown; default all.")] = None,
    limit: int = _most(200, 1_000),
    paths: Annotated[int, typer.Option(min=1, max=20, help="Chains of each.")] = 3,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """Who owns parties and what they own, looked through to any depth."""
    how: dict[str, Any] = {"basis": basis, "precedence": precedence, "depth": depth, "limit": limit, "paths": paths}
    _tell(ids, partial(owned, **how), text.ownership, _asked(level, as_of, known_at, view), json)


def control(
    ids: Ids,
    rules: Rules = None,
    threshold: Threshold = None,
    comparison: Compare = None,
    precedence: Precedence = DEFAULT,
    concert: Concert = None,
    suggest_concert: Annotated[
        bool, typer.Option("--suggest-concert", help="Tell which holders are presumed to act in concert.")
    ] = False,
    limit: int = _most(200, 2_000),
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """Who controls parties and what they control, and why."""
    how = _by(rules, threshold, comparison, precedence, limit)
    how |= {"concert": _groups(concert), "suggest_concert": suggest_concert}
    _tell(
        ids,
        partial(controlling.control, **how),
        text.control,
        _asked(level, as_of, known_at, view),
        json,
    )


def owners(
    ids: Ids,
    precedence: Precedence = DEFAULT,
    concert: Concert = None,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """The beneficial owners of enterprises, computed, each with the condition met."""
    asked = _asked(level, as_of, known_at, view)
    _tell(
        ids, partial(controlling.beneficial_owners, precedence=precedence, concert=_groups(concert)), text.owners, asked, json
    )


def related(
    ids: Ids,
    rules: Rules = None,
    threshold: Threshold = None,
    comparison: Compare = None,
    precedence: Precedence = DEFAULT,
    limit: int = _most(500, 2_000),
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """The related parties of enterprises under CAS 36, each with its reasons."""
    how = _by(rules, threshold, comparison, precedence, limit)
    _tell(
        ids,
        partial(controlling.related, **how),
        text.related,
        _asked(level, as_of, known_at, view),
        json,
    )


def group(
    ids: Ids,
    rules: Rules = None,
    threshold: Threshold = None,
    comparison: Compare = None,
    precedence: Precedence = DEFAULT,
    to_person: ToPerson = False,
    limit: int = _most(500, 2_000),
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """The group of enterprises that parties belong to, by control."""
    how = _by(rules, threshold, comparison, precedence, limit) | {"to_person": to_person}
    _tell(ids, partial(controlling.group, **how), text.group, _asked(level, as_of, known_at, view), json)


def relations(
    ids: Ids,
    hops: Annotated[int, typer.Option(min=1, max=6, help="Longest path.")] = 6,
    paths: Annotated[int, typer.Option(min=1, max=20, help="Paths of each pair.")] = 3,
    exclude: Exclude = None,
    through: Through = None,
    cursor: CursorText = None,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """How 2 to 200 parties are related: the best paths between each two."""
    how: dict[str, Any] = {"hops": hops, "paths": paths, "exclude": exclude or (), "through": through or (), "cursor": cursor}
    answer = run(
        _once(_asked(level, as_of, known_at, view), ids, lambda reader, parties: relating.relations(reader, parties, **how))
    )
    _put([answer], network_text.relations, json)


def network(
    party: Party,
    depth: Annotated[int, typer.Option(min=1, max=3, help="Links away from the party.")] = 1,
    limit: Annotated[int, typer.Option(min=0, max=1_000, help="Links shown of each kind and direction.")] = 20,
    limits: LimitsOfKinds = None,
    exclude: Exclude = None,
    format: Annotated[  # noqa: A002 - the option is called so
        ExportFormat | None, typer.Option(help="Write the network as a file; csv is a zip of both tables.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to; default standard output.")] = None,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """What surrounds a party, with so many links of each kind; or the same as a file."""
    if out is not None and format is None:
        raise InputError("--out needs --format", parameter="format")
    how: dict[str, Any] = {"depth": depth, "limit": limit, "limits": limits or (), "exclude": exclude or ()}
    answer = run(
        _once(_asked(level, as_of, known_at, view), [party], lambda reader, ids: relating.network(reader, ids[0], **how))
    )
    if format is None:
        _put([answer], network_text.network, json)
    elif out is None:
        put_bytes(export(answer, format))
    else:
        out.write_bytes(export(answer, format))


def differences(
    ids: Ids,
    before: Annotated[str, typer.Option(help="The earlier day (YYYY-MM-DD).")],
    after: Annotated[str, typer.Option(help="The later day.")],
    of: Annotated[str, typer.Option(help=f"The answer compared: {', '.join(OF)}.")] = "ownership",
    basis: Annotated[Basis | None, typer.Option(help="Of ownership: which shares count.")] = None,
    precedence: Annotated[str | None, typer.Option(help="Which holder list counts.")] = None,
    rules: Rules = None,
    threshold: Threshold = None,
    comparison: Compare = None,
    concert: Concert = None,
    to_person: ToPerson = False,
    depth: Annotated[int | None, typer.Option(help="Of ownership: steps shown; of the network: links away.")] = None,
    limit: Annotated[int | None, typer.Option(help="How many of a list are compared.")] = None,
    paths: Annotated[int | None, typer.Option(help="Chains of each owner, or paths of each pair.")] = None,
    limits: LimitsOfKinds = None,
    exclude: Exclude = None,
    hops: Annotated[int | None, typer.Option(help="Of relations: the longest path.")] = None,
    through: Through = None,
    level: Level = 0,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """Who came, who left and what changed in an answer about parties between two days; of relations, among them.

    What the answer takes is given as to its own command; what it does not take is refused.
    """
    asked = _asked(level, None, known_at, view)
    given: dict[str, Any] = {"basis": basis, "precedence": precedence, "rules": rules, "threshold": threshold, "hops": hops}
    given |= {"comparison": comparison, "depth": depth, "limit": limit, "paths": paths, "exclude": exclude, "through": through}
    given |= {"limits": limits, "concert": _groups(concert) or None}
    given |= {"to_person": to_person or None}
    how = {name: value for name, value in given.items() if value is not None and value != []}
    how |= {"of": of, "before": before, "after": after}

    async def compared() -> list[DifferencesAnswer]:
        async with open_graph() as (engine, catalogue):
            questions = Questions(catalogue, engine, ahead=False)
            parties = await parties_named(questions, ids, replace(asked, as_of=after))
            if of == RELATIONS:
                return [await differences_of(Reader(questions, asked), parties[0], **how, parties=parties[1:])]
            return [await differences_of(Reader(questions, asked), one, **how) for one in parties]

    _put(run(compared()), network_text.differences, json)


def _asked(level: int, as_of: str | None, known_at: str | None, view: str) -> Asked:
    return Asked(Caller(level=level), as_of, known_at, View(view) if view in tuple(View) else view)


def _groups(concert: list[str] | None) -> list[list[str]]:
    return [[one.strip() for one in group.split(",")] for group in concert or ()]


def _by(
    rules: str | None, threshold: float | None, comparison: Comparison | None, precedence: str, limit: int
) -> dict[str, Any]:
    own = {"rules": rules, "threshold": threshold, "comparison": comparison}
    return own | {"precedence": precedence, "limit": limit}


def _tell(
    ids: list[str],
    inquire: Callable[[Reader, str], Awaitable[A]],
    told: Callable[[A], Iterator[str]],
    asked: Asked,
    json: bool,
) -> None:
    """Ask about each party, all at one tick, and put what is answered."""

    async def answers() -> list[A]:
        found: list[A] = []
        async with open_graph() as (engine, catalogue):
            questions = Questions(catalogue, engine, ahead=False)
            for one in await parties_named(questions, ids, asked):
                at = replace(asked, known_at=found[0].known_at) if found else asked
                found.append(await inquire(Reader(questions, at), one))
        return found

    _put(run(answers()), told, json)


async def _once(asked: Asked, given: list[str], inquire: Callable[[Reader, list[str]], Awaitable[A]]) -> A:
    async with open_graph() as (engine, catalogue):
        questions = Questions(catalogue, engine, ahead=False)
        return await inquire(Reader(questions, asked), await parties_named(questions, given, asked))


M = TypeVar("M", bound=Model)


def _put(answers: list[M], told: Callable[[M], Iterator[str]], json: bool) -> None:
    """One document, or one for each party in a list; or text, a blank line between parties."""
    if json:
        documents = [answer.model_dump(mode="json") for answer in answers]
        put_json(documents[0] if len(documents) == 1 else documents)
        return
    for number, answer in enumerate(answers):
        if number:
            put("")
        for line in told(answer):
            put(line)
