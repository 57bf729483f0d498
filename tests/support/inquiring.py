"""Inquiries asked of a loaded graph, and their answers as the bytes that a caller gets."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from app.answers import Asked, Limits, Reader
from app.answers.control import beneficial_owners, control, group, related
from app.answers.difference import differences
from app.answers.ownership import ownership
from app.answers.registry import computed
from app.answers.relations import network, relations
from app.errors import InputError, NotFound
from models.base import Model
from models.caller import Caller
from tests.support.loading import PUBLIC, Loaded

Inquiry = Callable[[Reader, str], Awaitable[Model]]
EARLIER, LATER = "2024-03-01", "2024-12-01"
OF, RELATIONS = tuple(computed().compared), "relations"
"""The answers that are compared between two days; the last is one about several parties."""


async def _around(reader: Reader, party: str) -> Model:
    return await network(reader, party, depth=2, limit=100)


ABOUT: Mapping[str, Inquiry] = {
    "ownership": ownership,
    "ownership by votes": lambda reader, party: ownership(reader, party, basis="votes"),
    "control": control,
    "beneficial owners": beneficial_owners,
    "group": group,
    "related": related,
    "network": _around,
}
"""Every inquiry about one party."""


def reader(graph: Loaded, caller: Caller = PUBLIC, *, limits: Limits | None = None, **when: Any) -> Reader:
    """A reader of a graph for one inquiry; `when` are as_of, known_at and view."""
    return Reader(graph.questions, Asked(caller, **when), limits)


def same(answer: Model) -> str:
    """An answer byte for byte, but for the tick at which it was asked."""
    kept: dict[str, Any] = {name: 0 for name in ("tick", "known_at") if name in type(answer).model_fields}
    return answer.model_copy(update=kept).model_dump_json()


async def everything(
    graph: Loaded, parties: Iterable[str], caller: Caller = PUBLIC, *, but: Iterable[str] = (), **when: Any
) -> dict[str, str]:
    """What every inquiry answers about each of the parties and about all of them together, as the bytes of `same`.

    `but` names inquiries that are left out. With no day asked for, what differs between two days is asked too.
    """
    everybody = list(parties)
    out: dict[str, str] = {}
    for party in everybody:
        for name, inquiry in ABOUT.items():
            if name not in but:
                out[f"{name} {party}"] = await told(inquiry(reader(graph, caller, **when), party))
        if "as_of" not in when and "differences" not in but:
            for of in (one for one in OF if one != RELATIONS):
                asked = Asked(caller, **when)
                found = differences(Reader(graph.questions, asked), party, of=of, before=EARLIER, after=LATER)
                out[f"differences of {of} {party}"] = await told(found)
    if "as_of" not in when and "differences" not in but and len(everybody) > 1:
        asked, (first, *rest) = Asked(caller, **when), everybody
        found = differences(Reader(graph.questions, asked), first, of=RELATIONS, before=EARLIER, after=LATER, parties=rest)
        out["differences of relations"] = await told(found)
    out["relations"] = await told(relations(reader(graph, caller, **when), everybody))
    return out


async def told(asked: Awaitable[Model]) -> str:
    """The bytes of an answer, or why there is none."""
    try:
        return same(await asked)
    except (InputError, NotFound) as error:
        return f"{type(error).__name__}: {error.message}"
