"""Who owns a party and what it owns, looked through to any depth."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from app.analytics.ownership.look_through import LIMIT, PATHS, look_down, look_up
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Network
from app.answers.params import ByLists
from app.answers.reading.mentioned import named_by_id, party_of_card, ref_of
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out
from app.questions.registry import Compares, question
from app.words.sentences import with_sentences
from models.answers.shapes import not_read
from models.answers.stamped import OwnershipAnswer

MOST = 1_000
"""The most owners or holdings that are shown."""


class OwnershipParams(ByLists):
    """What a look-through takes. Shares are worked out over everything; depth, limit and paths bound what is shown."""

    basis: Basis = Field(default=Basis.SUBSCRIBED, description="Which shares count.")
    depth: Annotated[int | None, Field(ge=1, le=50, description="Steps shown; default all.")] = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="Owners and holdings shown, of each.")] = LIMIT
    paths: Annotated[int, Field(ge=1, le=20, description="Chains shown for each, the largest.")] = PATHS


@question(
    "ownership.of",
    title="Who owns a party and what it owns, looked through to any depth",
    title_zh="某主体的逐层股权：谁持有它、它持有谁",
    params=OwnershipParams,
    answer=OwnershipAnswer,
    route="ownership",
    command="ownership",
    compares=Compares(
        (("owners", "owners", "owners_total"), ("nominees", "nominees", None), ("holdings", "holdings", "holdings_total")),
        {"limit": MOST},
    ),
    examples=[{}, {"basis": "votes", "depth": 3}],
)
async def ownership(reader: Reader, params: OwnershipParams) -> OwnershipAnswer:
    """Who owns a party and what it owns, looked through to any depth: direct and integrated shares, chains, what is unknown.

    Raises:
        NotFound: nothing that the caller may see is known of the party.
    """
    async with reader.ahead(params.party_id):
        card = await reader.card(params.party_id)
        party = card["id"]
        await reader.up([party])
        await reader.down([party])
    network = await reader.network()
    how = partial(_looked_through, network, card, params, reader.stamp | reader.joined())
    return await worked_out(len(network.rows), how)


def _looked_through(
    network: Network, card: Mapping[str, Any], params: OwnershipParams, stamp: Mapping[str, Any]
) -> OwnershipAnswer:
    party = card["id"]
    structure = choose_lists(network, params.basis, params.precedence)
    up = look_up(structure, party, depth=params.depth, limit=params.limit, paths=params.paths)
    down = look_down(structure, party, depth=params.depth, limit=params.limit, paths=params.paths)
    notes = {note.enterprise: note for note in (*up.notes, *down.notes)}
    cut = (network.parties[one] for one in sorted(network.cut))
    answer = OwnershipAnswer(
        party=party_of_card(card),
        basis=params.basis.value,
        precedence=params.precedence,
        owners=up.owners,
        owners_total=up.total,
        holdings=down.holdings,
        holdings_total=down.total,
        nominees=up.nominees,
        links=tuple({(one.holder, one.enterprise): one for one in reversed((*up.links, *down.links))}.values())[::-1],
        notes=tuple(notes.values()),
        ends=up.ends,
        undetermined=up.undetermined,
        several_rows=up.several_rows,
        not_shown=up.not_shown,
        own_share=up.own_share,
        closed_loops=up.closed_loops,
        in_closed_loop=up.in_closed_loop,
        nominee=down.nominee,
        parties=(),
        incomplete=tuple(dict.fromkeys((*not_read(ref_of(one) for one in cut), *up.incomplete, *down.incomplete))),
        **stamp,
    )
    known = answer.model_copy(update={"parties": named_by_id(network.parties, answer)})
    return with_sentences(known)
