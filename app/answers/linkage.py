"""Whom a party may be related to although no record says so, and why two parties are not taken to be related."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from app.analytics.linkage.same_person import same_person, why_not_same
from app.analytics.linkage.suspected import listed_suspicions, why_not_linked
from app.analytics.linkage.traits import Frequencies, Trait, common_values, trait
from app.analytics.relations.explorer import Explorer
from app.analytics.relations.neighbourhood import PERSON
from app.analytics.structure.bare_names import MENTION
from app.analytics.structure.graph import LinkGraph
from app.analytics.structure.network import Party
from app.answers.params import OfParty, PartyId
from app.answers.problems import as_problems
from app.answers.reading.linkage import (
    OF_RECORDS,
    StatedTraits,
    Value,
    name_counts,
    not_disclosed,
    read_frequencies,
    read_traits,
    rules_for,
    suspicions,
)
from app.answers.reading.links import explore, identities, known, with_names
from app.answers.reading.mentioned import party_of_card
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.answers.reading.working import worked_out
from app.errors import Forbidden, InputError
from app.questions.registry import Compares, question
from app.rules.linkage import suspicion_rules
from app.words.sentences import with_sentences
from models.answers.linkage import CommonValues, SignalKind, Suspected, Suspicion, WhyNot
from models.answers.shapes import Incomplete, IncompleteReason, PartyRef
from models.answers.stamped import SuspectedAnswer, WhyNotAnswer
from models.caller import PUBLIC_LEVEL

MOST, MOST_PAIRS = 200, 20_000
MOST_LINKS = 20_000
"""How many links are read to see which persons are near each other."""
MOST_NAMESAKES = 50


class SuspectedParams(OfParty):
    """What suspected relations take."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Suspicions shown of parties, and of persons.")] = 50


class WhyNotParams(OfParty):
    """What is asked of two parties that are not taken to be related."""

    other_id: PartyId


@question(
    "suspected.of",
    title="Whom a party may be related to although no record says so: evidence, and no fact",
    title_zh="某主体可能与谁存在疑似关联：线索而非事实",
    params=SuspectedParams,
    answer=SuspectedAnswer,
    route="suspected",
    command="suspected",
    compares=Compares((("suspected", "items", "total"),), {"limit": MOST}, alone=True),
    examples=[{}],
)
async def suspected(reader: Reader, params: SuspectedParams) -> SuspectedAnswer:
    """Whom a party may be related to, by what both state and few others do: evidence, no fact.

    These are the parties that share with it what few others have, and the persons who may be one with a person of it. What too
    many share is listed and not followed. Of persons the public is shown nothing.

    Raises:
        NotFound: nothing that the caller may see is known of the party.
    """
    limit, card = params.limit, await reader.card(params.party_id, alone=True)
    one = card["id"]
    mine = await read_traits(reader, [one], counted=True)
    found, others = await suspicions(reader, [one], mine, limit=limit)
    persons, near = None, dict[str, Party]()
    if reader.caller.level > PUBLIC_LEVEL:
        persons, near = await _persons(reader, one, card["kind"], mine, limit)
    shown = _parties(
        {**near, **others, one: Party(one, card["kind"], card["name"])},
        [*found.items, *(persons.items if persons else ())],
        [one],
    )
    masked = _masked(found, mine.shown)
    return stamped(
        SuspectedAnswer,
        reader,
        masked,
        party=party_of_card(card),
        persons=with_sentences(persons) if persons else None,
        parties=with_names(shown, await known(reader, shown)),
        incomplete=(*masked.incomplete, *not_disclosed(reader)),
    )


@question(
    "suspected.why_not",
    title="Why two parties are not taken to be related, or that they are",
    title_zh="两个主体为何未被判为疑似关联",
    params=WhyNotParams,
    answer=WhyNotAnswer,
    route="suspected/{other_id}",
    command="suspected --why-not",
    examples=[{}],
)
async def why_not(reader: Reader, params: WhyNotParams) -> WhyNotAnswer:
    """Why two parties are not taken to be related, or that they are: each signal, whether it is shared, and what it adds.

    Raises:
        NotFound: nothing that the caller may see is known of one of them.
        InputError: they are one party.
        Forbidden: the public asks about two persons.
    """
    cards = [await reader.card(one, alone=True) for one in (params.party_id, params.other_id)]
    one, two = (card["id"] for card in cards)
    if one == two:
        raise InputError("two different parties are compared", parameter="other")
    persons = {card["kind"] for card in cards} == {PERSON}
    if persons and reader.caller.level == PUBLIC_LEVEL:
        raise Forbidden("whether persons may be one is not for the public", parameter="other")
    mine = await read_traits(reader, [one, two], counted=True)
    if persons:
        comparison, graph = await _why_not_same(reader, one, two)
        nodes = dict(graph.nodes)
    else:
        found = await read_frequencies(reader, mine.counts)
        rules = rules_for(reader)
        # Both ends of a way of two hops have it among their own links.
        graph = await _explored(reader, [one, two], 1)
        with as_problems():
            common = common_values(found, rules)
            comparison = why_not_linked(one, two, mine.traits, found, graph=graph, common=common, rules=rules)
        nodes = {}
    nodes |= {card["id"]: Party(card["id"], card["kind"], card["name"]) for card in cards}
    shown = _parties(nodes, [comparison.suspicion], [one, two])
    return stamped(
        WhyNotAnswer,
        reader,
        comparison.model_copy(update={"suspicion": _shown(comparison.suspicion, mine.shown)}),
        party=party_of_card(cards[0]),
        other=party_of_card(cards[1]),
        parties=with_names(shown, await known(reader, shown)),
        incomplete=not_disclosed(reader),
    )


async def _persons(reader: Reader, one: str, kind: str, mine: StatedTraits, limit: int) -> tuple[Suspected, dict[str, Party]]:
    """The persons who may be one with the party, or with a person of it: of that name, and near by records."""
    hops = suspicion_rules().same_person.neighbourhood.hops
    # Whoever is of a party within reach stands among its links; a person is one link away from what it is of.
    graph = await _explored(reader, [one], hops + (2 if kind == PERSON else 1))
    everybody = await _person_traits(reader, graph)
    own = {one} if kind == PERSON else {t.via for t in mine.of(one, SignalKind.PERSON) if t.via}
    names = {t.value for t in everybody if t.via in own}
    alike = {t for t in everybody if t.value in names}
    others = sorted({t.via for t in alike if t.via and t.via not in own})
    namesakes = others[:MOST_NAMESAKES]
    chosen = {t for t in alike if t.via in own or t.via in namesakes}
    if namesakes:
        graph = await _explored(reader, {t.party for t in chosen}, hops)
        chosen |= {t for t in await _person_traits(reader, graph) if t.via in own or t.via in namesakes}
    found = await _frequencies(reader, chosen)
    suspicions = await worked_out(
        len(graph.links) + len(chosen), lambda: same_person(chosen, found, graph, limit=MOST_PAIRS, most_pairs=MOST_PAIRS)
    )
    items = [item for item in suspicions.items if item.a in own or item.b in own]
    unread = Incomplete(reason=IncompleteReason.READ, part="namesakes", shown=len(namesakes), total=len(others))
    left_out = (*suspicions.incomplete, *([unread] if len(others) > len(namesakes) else []))
    shown = listed_suspicions(items, suspicions.compared, suspicions.common, suspicion_rules(), limit, left_out)
    return shown, dict(graph.nodes)


async def _why_not_same(reader: Reader, one: str, two: str) -> tuple[WhyNot, LinkGraph]:
    first = await _explored(reader, [one, two], 1)
    traits = {t for t in await _person_traits(reader, first) if t.via in (one, two)}
    graph = await _explored(reader, {t.party for t in traits} or {one, two}, suspicion_rules().same_person.neighbourhood.hops)
    found = await _frequencies(reader, traits)
    with as_problems():
        return why_not_same(one, two, traits, found, graph), graph


async def _explored(reader: Reader, parties: Iterable[str], away: int) -> LinkGraph:
    """The links of these parties and of all that stand fewer than so many links away from one of them."""
    most_degree = suspicion_rules().same_person.neighbourhood.most_degree
    explorer = Explorer(parties, hops=2 * away, most_degree=most_degree, most_links=MOST_LINKS, identities=identities(reader))
    await explore(reader, explorer, most_degree, suspected=False)
    return explorer.graph()


async def _person_traits(reader: Reader, graph: LinkGraph) -> set[Trait]:
    """Who is of whom in a graph, by name."""
    people = {one.id: one for one in graph.nodes.values() if one.kind == PERSON}
    unnamed = [PartyRef(id=one.id, kind=one.kind) for one in people.values() if one.name is None]
    names = {one: found.name for one, found in (await known(reader, unnamed)).items()}
    found: set[Trait] = set()
    for link in graph.links:
        for person, of in ((link.source, link.target), (link.target, link.source)):
            node, where = people.get(person), graph.nodes.get(of)
            if node is None or where is None or where.kind in (PERSON, MENTION):
                continue
            name = node.name or names.get(person)
            if name and (read := trait(of, SignalKind.PERSON, name, link.fact, person)):
                found.add(read)
    return found


async def _frequencies(reader: Reader, traits: Iterable[Trait]) -> Frequencies:
    """How common the names of these persons are; those at hand are counted at least."""
    bearers: dict[str, set[str]] = {}
    for each in traits:
        bearers.setdefault(each.value, set()).add(each.via or each.party)
    counted = await name_counts(reader, bearers)
    counts = {(SignalKind.PERSON, name): max(counted.get(name, 0), len(who)) for name, who in bearers.items()}
    return await read_frequencies(reader, counts)


def _parties(nodes: Mapping[str, Party], items: Iterable[Suspicion], always: Iterable[str]) -> tuple[PartyRef, ...]:
    """All that suspicions speak of: their ends, and what stands in the values of neighbourhoods."""
    ids = set(always) | {end for item in items for end in (item.a, item.b)}
    ids |= {
        one
        for item in items
        for signal in item.signals
        if signal.kind is SignalKind.NEIGHBOURHOOD and signal.value
        for one in signal.value.split(" ")
    }
    shown = (nodes[one] for one in sorted(ids & nodes.keys()))
    return tuple(PartyRef(id=one.id, kind=one.kind, name=one.name) for one in shown)


def _masked(found: Suspected, shown: Mapping[Value, str]) -> Suspected:
    items = tuple(_shown(item, shown) for item in found.items)
    common = tuple(
        item.model_copy(update={"value": shown.get((item.kind, item.value), "")}) if item.kind in OF_RECORDS else item
        for item in found.common.items
    )
    return found.model_copy(update={"items": items, "common": CommonValues(version=found.common.version, items=common)})


def _shown(item: Suspicion, shown: Mapping[Value, str]) -> Suspicion:
    """A suspicion with the values of traits as the caller may be shown them."""
    signals = tuple(
        signal.model_copy(update={"value": shown.get((signal.kind, signal.value))})
        if signal.kind in OF_RECORDS and signal.value is not None
        else signal
        for signal in item.signals
    )
    return item.model_copy(update={"signals": signals})
