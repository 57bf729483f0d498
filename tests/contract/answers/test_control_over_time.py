"""What somebody controlled over time, on both engines: the same as control on each day, told as times with their ends."""

from typing import Any

import pytest

from app.answers import Reader, ReadLimits, Viewpoint
from app.answers.control import control
from app.answers.control_over_time import controls_over_time
from app.errors import InputError, NotFound
from models.answers.control import Certainty
from models.answers.control_over_time import ControlsOverTime, ControlSpan
from tests.support.inquiring import left_out, reader, same
from tests.support.loading import INSPECTOR, PUBLIC
from tests.support.worlds.hiding import FUTURE, SECRET_WORD, fresh_code
from tests.support.worlds.sample_world import World

pytestmark = pytest.mark.slow
LAST = "2026-06-30"
PLACES = (("handover", "old"), ("handover", "new"), ("chain", "owner"), ("namesakes", "in_upper"), ("mutual_51", "person_a"))


async def times(
    world: World, party: str, *, as_of: str = LAST, known_at: int | None = None, limits: ReadLimits | None = None, **more: Any
) -> ControlsOverTime:
    return await controls_over_time(Reader(world.questions, Viewpoint(PUBLIC, as_of, known_at), limits), party, **more)


def held(span: ControlSpan, day: str) -> bool:
    return (span.since or "") <= day and (span.until is None or day < span.until)


async def controlled(world: World, party: str, day: str) -> set[tuple[str, Certainty, bool]]:
    """What control answers for a day: whom, how surely, and whether only jointly. Nothing where nobody knew of the party."""
    try:
        answer = await control(reader(world, as_of=day), party, limit=1_000)
    except NotFound:
        return set()
    alone = {(one.id, one.certainty, False) for one in answer.controls}
    return alone | {(str(one.enterprise.id), Certainty.CERTAIN, True) for one in answer.jointly_controls}


async def test_control_passes_and_its_times_are_told(world: World) -> None:
    firm, old, new = (world.firm("handover", role) for role in ("firm", "old", "new"))
    expect = world.cases["handover"]["expect"]["controller_by_day"]
    (half,) = [day for day, who in expect.items() if who is None]
    (after,) = [day for day in sorted(expect) if day > half][:1]
    first = min(world.cases["handover"]["expect"]["old_share_by_day"])
    told = {who: [(x.id, x.jointly, x.since, x.until) for x in (await times(world, who)).controls] for who in (old, new)}
    assert told[old] == [(firm, True, half, after), (firm, False, first, half)]
    assert told[new] == [(firm, False, after, None), (firm, True, half, after)]
    for span in (await times(world, new)).controls:
        assert bool(span.because) is not span.jointly
        assert span.certainty is Certainty.CERTAIN


@pytest.mark.parametrize(("kind", "role"), PLACES)
async def test_it_is_control_on_every_day(world: World, kind: str, role: str) -> None:
    """On each day on which anything changed, and between, what control answers is what the times hold; and never else."""
    party = world.firm(kind, role)
    answer = await times(world, party)
    assert answer.days == tuple(sorted(set(answer.days)))
    assert (answer.days_total, answer.incomplete) == (len(answer.days), ())
    for day in (*answer.days, "2024-04-20", "2025-07-01", LAST):
        if answer.days and day >= answer.days[0]:
            expected = await controlled(world, party, day)
            assert {(x.id, x.certainty, x.jointly) for x in answer.controls if held(x, day)} == expected, day
    for span in answer.controls:
        assert span.since in answer.days
        assert span.until is None or span.until in answer.days
    assert [x.until is None for x in answer.controls] == sorted((x.until is None for x in answer.controls), reverse=True)


async def test_what_began_or_ended_below_what_it_holds_counts(world: World) -> None:
    """The owner of the chain holds one firm alone; that a firm far below changes hands is told all the same."""
    owner, bottom = world.firm("chain", "owner"), world.firm("chain", "level8")
    before = await times(world, owner)
    row = {"enterprise": bottom, "holder": world.firm("chain", "level7"), "share": "50%", "basis": "登记"}
    told = await world.say("shareholder.halved.csv", row | {"_provider": "杭州市市场监督管理局", "_day": "2025-03-03"})
    after = await times(world, owner)
    ended = [span for span in after.controls if span.until]
    assert [(span.id, span.until) for span in ended] == [(bottom, "2025-03-03")]
    assert set(after.days) - set(before.days) == {"2025-03-03"}
    assert same(await times(world, owner, known_at=before.known_at)) == same(before), "what was known then stays"
    await world.withdraw(told.batch)
    assert same(await times(world, owner)) == same(before)


async def test_who_has_nothing_left_has_a_past(world: World) -> None:
    """Where all that somebody held is over, nothing is known of them on the day; what they held and controlled is told."""
    person, firm = f"person:{world.firm('licences')}:昔有", world.firm("licences")
    told = {"enterprise": firm, "holder.name": "昔有", "holder.kind": "自然人", "basis": "年报", "_provider": "某局"}
    past = await world.say("shareholder.past.csv", told | {"share": "80%", "_day": "2024-02-02"})
    over = await world.say("shareholder.over.csv", told | {"_action": "end", "_day": "2024-09-09"})
    with pytest.raises(NotFound):
        await control(reader(world, as_of=LAST), person)
    answer = await times(world, person, precedence="annual_report_first")
    assert answer.party.name == "昔有"
    assert [(x.id, x.since, x.until) for x in answer.controls] == [(firm, "2024-02-02", "2024-09-09")]
    history = await world.answer("party.history", party_id=person, as_of=LAST)
    assert [(i["party"]["id"], i["evidence"]["valid_to"]) for g in history["groups"] for i in g["items"]] == [
        (firm, "2024-09-09")
    ]
    with pytest.raises(NotFound):
        await times(world, person, as_of="2024-02-01")
    with pytest.raises(NotFound):
        await world.answer("party.history", party_id=person, as_of="2024-02-01")
    for receipt in (over, past):
        await world.withdraw(receipt.batch)


async def test_the_latest_days_are_taken_where_there_are_too_many(world: World) -> None:
    party = world.firm("handover", "old")
    whole = await times(world, party)
    few = await times(world, party, days=2)
    assert (few.days, few.days_total) == (whole.days[-2:], len(whole.days))
    assert ("length", "days", 2, len(whole.days)) in {(gap.reason, gap.part, gap.shown, gap.total) for gap in few.incomplete}
    assert all(span.since is None or span.since in few.days for span in few.controls)
    some = await times(world, party, days=len(whole.days) - 1)
    assert [(x.since, x.until) for x in some.controls] == [
        (x.since if x.since != whole.days[0] else None, x.until) for x in whole.controls
    ], "what was so before the days that are taken has no beginning"
    one = await times(world, party, limit=1)
    assert (one.controls, one.shown, one.total) == (whole.controls[:1], 1, len(whole.controls))
    assert [(gap.reason, gap.part) for gap in one.incomplete] == [("length", "controls")]
    cut = await times(world, world.firm("chain", "owner"), limits=ReadLimits(all_rows=1))
    assert (world.firm("chain", "level1"), "read") in left_out(cut)


async def test_what_is_hidden_leaves_no_trace(world: World) -> None:
    party, firm, code = world.firm("handover", "old"), world.firm("handover"), fresh_code(701)
    before = same(await times(world, party))
    told = {"_provider": "某局", "share": "100%", "basis": "登记"}
    rows = [
        {"enterprise": f"uscc:{code}", "holder": party} | told,
        {"enterprise": firm, "holder": SECRET_WORD + "有限公司"} | told,
    ]
    restricted = await world.say("shareholder.secret-times.csv", *(r | {"_level": 2, "_day": "2025-02-02"} for r in rows))
    future = await world.say("shareholder.future-times.csv", *(r | {"_day": FUTURE} for r in rows))
    assert (restricted.accepted, future.accepted) == (2, 2)
    assert same(await times(world, party)) == before
    seen = await controls_over_time(Reader(world.questions, Viewpoint(INSPECTOR, LAST)), party)
    assert f"uscc:{code}" in {span.id for span in seen.controls}
    for unknown in (f"uscc:{code}", f"uscc:{fresh_code(702)}"):
        with pytest.raises(NotFound):
            await times(world, unknown)
    for wrong in ({"days": 0}, {"days": 401}, {"limit": 0}, {"precedence": "x"}):
        with pytest.raises(InputError):
            await times(world, party, **wrong)


async def test_a_person_known_by_a_document_has_the_name_that_is_told(world: World) -> None:
    for kind, role in (("handover", "old"), ("chain", "owner")):
        person = world.firm(kind, role)
        assert person.startswith("pid:")
        portrait = await world.answer("portrait.party", PUBLIC, party_id=person)
        assert portrait["party"]["name"]
        assert portrait["party"]["name"] == (await world.answer("party.history", PUBLIC, party_id=person))["name"]
