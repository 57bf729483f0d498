"""What departments hold on whom a seed leads to, ranked by how little of it chance alone would show."""

from typing import Annotated

from pydantic import AfterValidator, Field

from app.analytics.clues.bits import path_bits
from app.analytics.clues.paths import ClueStep, LinkedParty, linked_parties
from app.answers.clues.meeting import party_table
from app.answers.clues.reading import Bearings, categories_held, days_of_arrival, read_held
from app.answers.clues.seeds import FoundSeeds, find_seeds
from app.answers.clues.showing import departments_of, value_of
from app.answers.clues.spreading import Spread, populations, serial_steps, spread
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.questions.registry import question
from app.rules.clues import clue_rules
from models.answers.shapes import Incomplete, IncompleteReason
from models.base import NO_NUL, Model
from models.clues.parts import GROUPS, ClueKind
from models.clues.seeded import ClueLink, CluesAnswer, GroupBits, LinkedClue
from models.times import Times

Seed = Annotated[str, AfterValidator(str.strip), Field(max_length=4_000, pattern=NO_NUL)]
Seeds = Annotated[
    tuple[Seed, ...],
    Field(
        min_length=1,
        max_length=20,
        description="Codes, names, persons, addresses, phones, document numbers, records, or a text with some.",
    ),
]


class CluesParams(Times):
    """What the question what a seed leads to takes."""

    seed: Seeds
    limit: Annotated[int, Field(ge=1, le=500, description="How many are shown at most; `total` says how many there are.")] = 50


@question(
    "clues.of",
    title="What departments hold on whom a name, a code, a phone, an address, a document number or a text leads to",
    title_zh="由名称、代码、电话、地址、文号或文本出发，各部门掌握的线索",
    params=CluesParams,
    answer=CluesAnswer,
    level=1,
    route="clues",
    examples=[{}, {"limit": 3}],
)
async def clues(reader: Reader, params: CluesParams) -> CluesAnswer:
    """What each department holds on what a seed stands for, and on whom it leads to within two steps, ranked by bits.

    A step leads over a value that few others have; values that too many share are named and not followed. A text is searched
    for codes, phones, e-mails, document numbers and names; identity numbers are no seeds.
    """
    rules = clue_rules()
    found = await find_seeds(reader, params.seed, rules)
    counted = await populations(reader)
    linked, common, bearings = await _linked(reader, found, counted)
    kept, shown = linked[: rules.seeded.most_parties], linked[: params.limit]
    bits: dict[str, float | None] = (
        {one.party: one.bits for one in kept} | dict.fromkeys(found.parties) | _people(found, counted)
    )
    categories = categories_held(reader.questions.catalogue, reader.caller.level)
    records, cut = await read_held(reader, bits, categories, rules)
    days = await days_of_arrival(reader, {one.arrived for one in records})
    departments = departments_of(records, rules, days, bits, rules.seeded.most_shown)
    entries = tuple(_entry(one, counted, bearings) for one in shown)
    values = tuple(
        value_of(value, count, bearings) for value, count in sorted(common.items(), key=lambda one: (-one[1], one[0]))
    )
    left_out = [Incomplete(reason=IncompleteReason.READ, part="records")] if cut or bearings.cut or found.bearings.cut else []
    if len(kept) < len(linked):
        left_out.append(Incomplete(reason=IncompleteReason.WORK, part="departments", limit=len(kept)))
    if len(shown) < len(linked):
        left_out.append(Incomplete(reason=IncompleteReason.LENGTH, part="linked", shown=len(shown), total=len(linked)))
    return stamped(
        CluesAnswer,
        reader,
        Model(),
        seeds=tuple(found.seeds),
        unused=tuple(found.unused),
        linked=entries,
        shown=len(shown),
        total=len(linked),
        departments=departments,
        common=values,
        populations={kind.value: number for kind, number in counted.items()},
        rules_version=rules.version,
        parties=await party_table(reader, tuple(found.seeds), entries, departments, values),
        incomplete=tuple(left_out),
    )


def _people(found: FoundSeeds, counted: dict[ClueKind, int]) -> dict[str, float | None]:
    """The persons that seeds mean; of those who bear one name, each with what it says that this is the one."""
    return {one: None if times == 1 else path_bits(counted[ClueKind.PERSON], (times,)) for one, times in found.people.items()}


async def _linked(
    reader: Reader, found: FoundSeeds, counted: dict[ClueKind, int]
) -> tuple[tuple[LinkedParty, ...], dict[str, int], Bearings]:
    """Whom the seeds lead to, values too common to be followed, and who has which value."""
    rules = clue_rules()
    steps, common, bearings = list(found.steps), dict(found.common), Bearings()
    bearings.shown |= found.bearings.shown
    bearings.facts |= found.bearings.facts
    frontier, seen, spreads = set(found.parties), set[str](), list[Spread]()
    from_values = {step.target for step in found.steps}
    for hop in range(rules.seeded.hops):
        onward = await spread(reader, frontier, rules)
        spreads.append(onward)
        steps += onward.steps
        common |= onward.common
        bearings.cut |= onward.bearings.cut
        bearings.shown |= {value: shown for value, shown in onward.bearings.shown.items() if value not in bearings.shown}
        bearings.facts |= onward.bearings.facts
        seen |= frontier
        if hop + 1 < rules.seeded.hops:
            reached = linked_parties(found.sources, steps, counted, 1)
            bearings.cut |= len(reached) > rules.seeded.most_parties
            frontier = {one.party for one in reached[: rules.seeded.most_parties]} | from_values
            frontier -= seen
    steps += serial_steps(found.parties, steps, spreads)
    for step in steps:
        if step.kind is ClueKind.SERIAL:
            bearings.shown[step.value] = step.value.partition(":")[2]
    return linked_parties(found.sources, steps, counted, rules.seeded.hops), common, bearings


def _entry(one: LinkedParty, counted: dict[ClueKind, int], bearings: Bearings) -> LinkedClue:
    return LinkedClue(
        party=one.party,
        hops=one.hops,
        bits=one.bits,
        by_chance=one.fans,
        path=tuple(_link(step, counted, bearings) for step in one.path),
        signals=tuple(GroupBits(group=group, bits=bits) for group, bits in one.signals),
    )


def _link(step: ClueStep, counted: dict[ClueKind, int], bearings: Bearings) -> ClueLink:
    of_party = step.kind in (ClueKind.PERSON, ClueKind.LINK)
    return ClueLink(
        source=None if step.source == step.value else step.source,
        target=step.target,
        kind=step.kind,
        group=GROUPS[step.kind],
        value=None if of_party else bearings.shown.get(step.value),
        party=step.value if step.kind is ClueKind.PERSON else None,
        fan=step.fan,
        count=step.bearers,
        bits=path_bits(counted[step.kind], (step.fan,)),
        facts=step.facts,
    )
