"""The command that suspects: whom a party may be related to, or why two parties are not taken to be."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from app.answers import Asked, Reader
from app.answers.linkage import suspected as suspected_of
from app.answers.linkage import why_not as why_not_of
from app.answers.reading.naming import bare_name, known_by_name
from app.cli.common import AsOf, Json, KnownAt, Level, Limit, Party, ViewName, open_graph, put, put_json, run
from app.cli.naming import parties_named
from app.questions import Questions
from models.answers.linkage import CommonValues, Signal, SignalState, Suspected, Suspicion
from models.answers.network import NetworkNode
from models.answers.stamped import SuspectedAnswer, WhyNotAnswer
from models.caller import Caller

SILENT = frozenset({SignalState.NOT_STATED, SignalState.NOT_LOADED})


def suspected(
    party_id: Party,
    why_not: Annotated[str | None, typer.Option("--why-not", metavar="OTHER", help="Why this party is not among them.")] = None,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """Whom a party may be related to although no record says so: evidence, and no fact."""
    answer = run(_answer(Asked(Caller(level=level), as_of, known_at, view), party_id, why_not, limit))
    if json:
        put_json(answer.model_dump(mode="json"))
        return
    for line in _why_not(answer) if isinstance(answer, WhyNotAnswer) else _suspected(answer):
        put(line)


async def _answer(asked: Asked, party_id: str, other: str | None, limit: int) -> SuspectedAnswer | WhyNotAnswer:
    async with open_graph() as (engine, catalogue):
        questions = Questions(catalogue, engine, ahead=False)
        reader = Reader(questions, asked)
        if other is None:
            return await suspected_of(reader, *await parties_named(questions, [party_id], asked), limit=limit)
        return await why_not_of(reader, *await parties_named(questions, [party_id, other], asked))


def _suspected(answer: SuspectedAnswer) -> Iterator[str]:
    """Suspicions, the likeliest first, each with what speaks for it; then what is too common to be followed."""
    names = _names(answer.parties)
    yield _called(answer.party, names)
    yield _when(answer) + (f"; withheld: {', '.join(answer.withheld)}" if answer.withheld else "")
    for title, found in (("suspected relations", answer), ("persons who may be one", answer.persons)):
        if found is None:
            continue
        yield ""
        yield f"{title} ({found.shown} of {found.total})"
        yield from _items(found, names)
        if found.truncated:
            yield "  not all were compared or shown"
    yield from _common(answer.common)
    if answer.persons:
        yield from _common(answer.persons.common)


def _items(found: Suspected, names: Mapping[str, str | None]) -> Iterator[str]:
    for item in found.items:
        yield f"  {_called(item.a, names)} – {_called(item.b, names)}: {item.band}, probability {item.probability:.2f}"
        yield from (f"    {_signal(signal)}" for signal in item.signals if signal.state not in SILENT and signal.weight)


def _common(common: CommonValues) -> Iterator[str]:
    if common.items:
        yield ""
        yield f"too common to be followed (list {common.version})"
        yield from (f"  {item.kind} {item.value}: {_share(item.count, item.total)}" for item in common.items)


def _why_not(answer: WhyNotAnswer) -> Iterator[str]:
    """The verdict, and each signal with how it stands."""
    names = _names(answer.parties)
    yield f"{_called(answer.party, names)} – {_called(answer.other, names)}: {answer.verdict.replace('_', ' ')}"
    yield _when(answer)
    yield _odds(answer.suspicion, answer.suspected_from)
    yield from (f"  {_signal(signal)}" for signal in answer.suspicion.signals)
    yield from (f"  {kind}: withheld" for kind in answer.withheld)


def _odds(found: Suspicion, suspected_from: float) -> str:
    sum_ = f"{found.score:+.1f} bits of evidence, {found.prior:+.1f} before any"
    return f"{sum_}: probability {found.probability:.2f}, suspected from {suspected_from:.2f}"


def _signal(signal: Signal) -> str:
    text = f"{signal.kind}: {signal.state.replace('_', ' ')}"
    if signal.value:
        text += f" {signal.value}"
    if signal.count is not None and signal.total:
        text += f" ({_share(signal.count, signal.total)})"
    return text + (f", {signal.weight:+.1f} bits" if signal.weight else "")


def _share(count: int, total: int) -> str:
    return f"{count:,} of {total:,}"


def _when(answer: SuspectedAnswer | WhyNotAnswer) -> str:
    settling = ", settling" if answer.settling else ""
    return f"as of {answer.as_of}, known at {answer.known_at}, {answer.view} view{settling}"


def _names(parties: tuple[NetworkNode, ...]) -> dict[str, str | None]:
    return {party.id: party.name for party in parties}


def _called(party: str, names: Mapping[str, str | None]) -> str:
    if known_by_name(party):
        return f"{names.get(party) or bare_name(party) or party} (known by name only)"
    name = names.get(party)
    return f"{name} {party}" if name else party
