"""Where departments meet over what parties share, without a seed."""

import hashlib
from typing import Annotated

from pydantic import Field

from app.analytics.clues.arriving import HeldRecord, brought_by
from app.answers.clues.reading import days_of_arrival, window_begins
from app.answers.clues.showing import departments_of, value_of
from app.answers.clues.whole import MetDepartments, WholeMeetings, whole_meetings
from app.answers.params import Day
from app.answers.reading.links import known, with_names
from app.answers.reading.mentioned import mentioned
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.questions.registry import question
from app.rules.clues import ClueRules, clue_rules
from models.answers.shapes import Incomplete, IncompleteReason, PartyRef
from models.base import Model
from models.clues.meeting import DepartmentsMeeting, MeetingNull, MeetingsAnswer
from models.times import Times


class MeetingParams(Times):
    """What the question where departments meet takes."""

    since: Annotated[
        Day | None, Field(description="Only meetings that came about on this day or later, by a record that came.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=500, description="How many are shown at most; `total` says how many there are.")] = 50


@question(
    "clues.meeting",
    title="Where departments meet over what parties share, and how many such meetings chance alone would show",
    title_zh="多部门线索交汇：共用电话、地址等的主体被多少部门查处，以及偶然出现的期望次数",
    params=MeetingParams,
    answer=MeetingsAnswer,
    level=1,
    route="clues/meeting",
    examples=[{}, {"since": "2024-01-01", "limit": 5}],
)
async def meeting(reader: Reader, params: MeetingParams) -> MeetingsAnswer:
    """Where departments have adverse records on parties that share a phone, an address, an agent or a person.

    Judged against chance: as many parties drawn at random from the same city and industry, each with all its departments.
    Values that too many share are named and not followed.
    """
    await reader.begin()
    rules, found = clue_rules(), await whole_meetings(reader)
    met = [(one, brought_by_one(one, found, rules)) for one in found.met]
    ticks = {tick for _, brought in met if brought for tick in (brought[0],)} | {
        r.arrived for one in found.met for r in one.records
    }
    days = await days_of_arrival(reader, ticks)
    wanted = [(one, by) for one, by in met if params.since is None or (by and days.get(by[0], "") >= params.since)]
    items = tuple(_item(one, by, found, rules, days) for one, by in wanted[: params.limit])
    common = tuple(value_of(value, count, found.bearings) for value, count in found.common)
    loaded = {row["category"] for row in (await reader.ask("catalogue.loaded"))["items"]}
    cut = [Incomplete(reason=IncompleteReason.READ, part="records")] if found.cut or found.bearings.cut else []
    if len(items) < len(wanted):
        cut.append(Incomplete(reason=IncompleteReason.LENGTH, part="meetings", shown=len(items), total=len(wanted)))
    return stamped(
        MeetingsAnswer,
        reader,
        Model(),
        items=items,
        shown=len(items),
        total=len(wanted),
        looked_at=found.looked_at,
        population=found.population,
        window_days=rules.window_days,
        since_day=window_begins(rules, reader.stamp["as_of"]),
        since=params.since,
        least_departments=rules.least_departments,
        list_up_to=rules.expected.list_up_to,
        flag_up_to=rules.expected.flag_up_to,
        common=common,
        common_total=found.common_total,
        not_loaded=tuple(sorted(name for name in rules.adverse if name not in loaded)),
        rules_version=rules.version,
        parties=await party_table(reader, items, common),
        incomplete=tuple(cut),
    )


async def party_table(reader: Reader, *parts: object) -> tuple[PartyRef, ...]:
    """The parties that parts of an answer mention, with their names."""
    refs = [PartyRef(id=one) for one in sorted(mentioned(*parts))]
    details = await known(reader, refs)
    kinds = {one: found.kind for one, found in details.items()}
    return with_names([one.model_copy(update={"kind": kinds.get(one.id or "")}) for one in refs], details)


def brought_by_one(one: MetDepartments, found: WholeMeetings, rules: ClueRules) -> tuple[int, HeldRecord] | None:
    """When the departments of a meeting came to meet, by the first of its values over which they did, and by which record."""
    arrived = found.bearings.arrived
    ways = []
    for value in one.values:
        linked = {party: arrived.get((value, party), 0) for party in one.parties}
        if (by := brought_by(one.records, linked, rules.least_departments)) is not None:
            ways.append(by)
    return min(ways, key=lambda by: (by[0], by[1].fact), default=None)


def _item(
    one: MetDepartments,
    by: tuple[int, HeldRecord] | None,
    found: WholeMeetings,
    rules: ClueRules,
    days: dict[int, str],
) -> DepartmentsMeeting:
    return DepartmentsMeeting(
        key=meeting_key(one.parties),
        values=tuple(value_of(value, len(one.parties), found.bearings, one.parties) for value in one.values),
        parties=one.parties,
        departments=one.found.departments.bit_count(),
        chance=one.found.chance,
        surprise=one.found.surprise,
        expected=one.expected,
        flagged=one.expected <= rules.expected.flag_up_to,
        null=MeetingNull(
            drawn=len(one.parties),
            population=one.found.population,
            level=one.found.level.value,
            region=one.region,
            industry=one.industry,
        ),
        met_on=days.get(by[0]) if by else None,
        met_by=by[1].fact if by else None,
        newest=max(record.day for record in one.records),
        held=departments_of(one.records, rules, days),
    )


def meeting_key(parties: tuple[str, ...]) -> str:
    """The name of a meeting of these parties, by which a case about it is one and the same."""
    return "meeting:" + hashlib.blake2b("\n".join(sorted(parties)).encode(), digest_size=12).hexdigest()
