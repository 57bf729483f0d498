"""What a person, or any party, controlled over time: control on each day on which anything below it changed."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Annotated, Any

from pydantic import Field

from app.analytics.control.controls import Controls, controls_by, nearest_first
from app.analytics.control.joint import jointly_controlled
from app.analytics.control.stated_chains import Chains
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Network
from app.analytics.structure.several_rows import split_persons
from app.answers.params import ByRules, Shown
from app.answers.reading.mentioned import party_of_card, ref_of
from app.answers.reading.session import PAGE, Reader
from app.answers.reading.working import worked_out
from app.errors import NotFound
from app.questions.registry import question
from app.rules.rule_sets import MAJORITY
from app.words.incomplete import with_text
from models.answers.control import Certainty
from models.answers.control_over_time import ControlsOverTime, ControlSpan
from models.answers.shapes import Incomplete, IncompleteReason, PartyRef, not_read
from models.rule_sets import RuleSet

_BY_PARTY = attrgetter("id", "certainty", "jointly")

Key = tuple[str, Certainty, bool]
"""Who is controlled, how surely, and whether only jointly."""
Found = dict[Key, ControlSpan]
"""What is controlled on one day."""


class OverTimeParams(ByRules):
    """What control over time takes."""

    days: Annotated[int, Field(ge=1, le=400, description="Days of change looked at, the latest.")] = 60
    limit: Shown = 500


@question(
    "control.over_time",
    title="What a person or any party controls and controlled, each with the time during which it did",
    title_zh="某人或某主体现在和过去控制谁及各自的起止时间",
    params=OverTimeParams,
    answer=ControlsOverTime,
    route="controls-over-time",
    command="controls-over-time",
    examples=[{"days": 5}],
)
async def controls_over_time(reader: Reader, params: OverTimeParams) -> ControlsOverTime:
    """What a person or any party controls and controlled, by a majority rule set, each with the time during which it did.

    Control is worked out on each day on which anything changed of what stands below the party or ever stood, on the latest of
    them. All is answered at one tick.

    Raises:
        NotFound: nothing that the caller may see is known of the party.
        InputError: the rule set is none.
    """
    chosen, precedence, limit = params.chosen(MAJORITY), params.precedence, params.limit
    changing, cut = await _days(reader, await reader.counted(params.party_id))

    def on(day: str) -> Reader:
        return reader.at(day, reader.stamp["known_at"])

    card = await _card([reader, *map(on, reversed(changing))], params.party_id)
    taken = changing[-params.days :]
    spans: list[ControlSpan] = []
    lasting: Found = {}
    met: dict[str, PartyRef] = {}
    before = _Day()
    for number, day in enumerate(taken):
        now = await _on(on(day), card["id"], chosen, precedence)
        cut |= now.cut
        met |= now.met
        ended = [key for key in lasting if key not in now.found]
        spans += await before.spans_of(ended, {key: lasting[key].model_copy(update={"until": day}) for key in ended})
        first = None if number == 0 and len(taken) < len(changing) else day
        since = {key: lasting[key].since if key in lasting else first for key in now.found}
        lasting = {key: span.model_copy(update={"since": since[key]}) for key, span in now.found.items()}
        before = now
    spans.sort(key=_BY_PARTY)
    spans.sort(key=lambda span: (span.until or "", span.since or ""), reverse=True)
    still = await before.spans_of(list(lasting), lasting)
    found = [*sorted(still, key=_BY_PARTY), *spans]
    lengths = {"days": (len(taken), len(changing)), "controls": (min(limit, len(found)), len(found))}
    shortened = [
        Incomplete(reason=IncompleteReason.LENGTH, part=part, shown=shown, total=total)
        for part, (shown, total) in lengths.items()
        if shown < total
    ]
    return ControlsOverTime(
        party=party_of_card(card),
        rules=chosen,
        controls=tuple(found[:limit]),
        shown=min(limit, len(found)),
        total=len(found),
        days=tuple(taken),
        days_total=len(changing),
        incomplete=tuple(map(with_text, (*not_read(met.get(one) or PartyRef(id=one) for one in sorted(cut)), *shortened))),
        **before.joined,
        **reader.stamp,
    )


async def _card(readers: Iterable[Reader], party: str) -> dict[str, Any]:
    """The party as the first of the readers knows it who does: where all about it is over, that of an earlier day."""
    for reader in readers:
        with suppress(NotFound):
            return await reader.card(party)
    raise NotFound("nothing is known of this")


async def _days(reader: Reader, party: str) -> tuple[list[str], set[str]]:
    """The days on which anything changed of a party and of what ever stood below it, and what was not looked at."""
    limits = reader.limits
    days: set[str] = set()
    seen: set[str] = set()
    cut: set[str] = set()
    level, spent = {party}, 0
    while level:
        level, of_decisions = await reader.ever_counted(level)
        level -= seen
        days |= of_decisions
        seen |= level
        below: set[str] = set()
        ids = sorted(level)
        for i in range(0, len(ids), PAGE):
            if spent >= limits.all_rows or len(seen) > limits.parties:
                cut |= set(ids[i:])
                break
            answer = await reader.ask("ownership.days", party_ids=ids[i : i + PAGE], most=limits.rows)
            spent += answer["found"]
            days.update(answer["days"])
            below.update(answer["below"])
            if answer["found"] > limits.rows:
                cut |= set(ids[i : i + PAGE])
        level = below - seen
    return sorted(days), cut


@dataclass(frozen=True, slots=True)
class _Day:
    """What a party controls on one day, the nearest first, and by which chains.

    `party` is the id under which it counts, `met` the parties among those in `cut` that are known, `joined` who counts as one.
    """

    party: str = ""
    found: Found = field(default_factory=dict)
    cut: frozenset[str] = frozenset()
    met: Mapping[str, PartyRef] = field(default_factory=dict)
    size: int = 0
    chains: Chains | None = None
    joined: Mapping[str, Any] = field(default_factory=dict)

    async def spans_of(self, keys: Sequence[Key], spans: Mapping[Key, ControlSpan]) -> list[ControlSpan]:
        """Spans with the evidence of this day."""
        return await worked_out(self.size, lambda: [self._with_chain(key, spans[key]) for key in keys])

    def _with_chain(self, key: Key, span: ControlSpan) -> ControlSpan:
        one, certainty, jointly = key
        if jointly or self.chains is None:
            return span
        chain = self.chains.down((self.party,), one, certainty is Certainty.CERTAIN)
        return span.model_copy(update=chain._asdict())


async def _on(reader: Reader, party: str, rules: RuleSet, precedence: str) -> _Day:
    """What a party controls on the reader's day, and what was not looked beyond."""
    try:
        party = (await reader.card(party))["id"]
    except NotFound:
        return _Day()
    await reader.down([party])
    network = await reader.network()
    found = await worked_out(network.size, lambda: _controlled(network, party, rules, precedence))
    return replace(found, joined=reader.joined())


def _controlled(network: Network, party: str, rules: RuleSet, precedence: str) -> _Day:
    """What a party controls in a network."""
    controls = controls_by(choose_lists(split_persons(network), Basis.VOTES, precedence), rules)
    certain = controls.reached((party,))
    found: Found = {}
    for one in nearest_first(certain):
        if one != party:
            _put(found, controls, one, Certainty.CERTAIN)
    for one in nearest_first(controls.reached((party,), sure=False)):
        if one not in certain:
            _put(found, controls, one, Certainty.POSSIBLE)
    for joint in jointly_controlled(controls, party):
        if joint.enterprise.id and joint.enterprise.id not in certain:
            _put(found, controls, joint.enterprise.id, Certainty.CERTAIN, jointly=True)
    met = {one: ref_of(network.parties[one]) for one in network.cut if one in network.parties}
    return _Day(party, found, network.cut, met, network.size, Chains(controls))


def _put(found: Found, controls: Controls, one: str, certainty: Certainty, *, jointly: bool = False) -> None:
    known = controls.party(one)
    found[one, certainty, jointly] = ControlSpan(
        id=one,
        name=known.name,
        kind=known.kind,
        form=known.form.value,
        certainty=certainty,
        jointly=jointly,
        since=None,
        until=None,
        state=known.state,
    )
