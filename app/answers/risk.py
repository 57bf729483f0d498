"""What of a party itself counts as risk: the ledger of its records under the indicators, and the class that follows."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from datetime import date

from app.analytics.risk import nats
from app.analytics.risk.classes import Classified, KnownForClass, classified
from app.analytics.risk.exposure import Exposure
from app.analytics.risk.found import PartyRecord, events_of
from app.analytics.risk.ledger import LedgerLine, LineState, ledger
from app.analytics.structure.holders import with_form
from app.answers.params import OfParty
from app.answers.reading.asks import Viewpoint
from app.answers.reading.exposure import MOST_PARTIES
from app.answers.reading.exposures import Exposures, exposures_of
from app.answers.reading.links import known
from app.answers.reading.mentioned import party_of_card
from app.answers.reading.risk import MOST_RECORDS, looked_into, read_records, risk_kind
from app.answers.reading.rows import stated_party
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.engine.deadline import deadline, remaining
from app.errors import DeadlineExceeded, StatementTimeout
from app.questions.registry import question
from app.rules.risk_classes import GENERAL, class_rules
from app.rules.risk_indicators import IndicatorSet, RiskKind, indicators
from models.answers.parts import View
from models.answers.shapes import Incomplete, IncompleteReason
from models.base import Model
from models.risk.own import NotLookedFor, NotLookedForReason, RiskAnswer, RiskClassified, RiskLine

PART_OF_TIME = 1 / 3
"""Of the time left for an answer, the part that reading the exposure for the class may take."""


@question(
    "risk.of",
    title="What a party did or is that counts as risk: its ledger, line by line, and its class for inspection",
    title_zh="主体自身风险：逐项台账与监管风险分类",
    params=OfParty,
    answer=RiskAnswer,
    level=1,
    route="risk",
    command="risk",
    examples=[{}],
)
async def risk(reader: Reader, params: OfParty) -> RiskAnswer:
    """The own risk of a party: each event under each indicator, its points on the day, and the class that follows from them.

    The class counts too what reaches the party from others, as `risk.exposure` works it out.

    Raises:
        NotFound: nothing that the caller may see is known of the party.
    """
    rules, catalogue = indicators(), reader.questions.catalogue
    card = await reader.card(params.party_id, alone=True)
    party = party_of_card(card)
    details = await known(reader, [party])
    kind = risk_kind(details.get(card["id"]) or with_form(stated_party(card["id"], card["kind"], card["name"])))
    found, cut = await read_records(reader, [card["id"]], looked_into(rules, catalogue))
    loaded = {row["category"] for row in (await reader.ask("catalogue.loaded"))["items"]}
    records, on = found[card["id"]], date.fromisoformat(reader.stamp["as_of"])
    # Who is of no kind that indicators speak of has no lines, and so no risk of its own and no class.
    own, undisputed = (
        ledger(rules, kind or RiskKind.COMPANY, events_of(rules, kind, some, on, loaded) if kind else (), on)
        for some in (records, [one for one in records if not one.contested])
    )
    left = [Incomplete(reason=IncompleteReason.READ, party=party, limit=MOST_RECORDS) for _ in cut]
    of_class = None
    if kind:
        found_all = await _exposure_alone(reader, card["id"])
        exposed = found_all.by_party[card["id"]] if found_all else None
        reaches = exposed.exposed if exposed else 0
        of_class = _class(classified(class_rules()[GENERAL], own, reaches, _known_for_class(records, on, loaded)), exposed)
        if found_all is None:
            left.append(Incomplete(reason=IncompleteReason.WORK, part="exposure"))
        elif found_all.cut or found_all.left_out:
            left.append(Incomplete(reason=IncompleteReason.READ, part="parties", limit=MOST_PARTIES))
    return stamped(
        RiskAnswer,
        reader,
        Model(),
        incomplete=tuple(left),
        id=card["id"],
        party=party,
        kind=kind.value if kind else None,
        own_risk=own.s,
        points=_points(own.own),
        nats=own.own,
        without_contested=_points(min(own.own, undisputed.own)),
        dimensions={one.value: _points(nats_) for one, nats_ in own.dimensions.items()},
        lines=tuple(_line(rules, line) for line in own.lines if not _is_over(line)),
        classified=of_class,
        next_step=own.next_step.isoformat() if own.next_step else None,
        indicators=rules.version,
        not_looked_for=not_looked_for(rules, loaded),
    )


async def _exposure_alone(reader: Reader, party: str) -> Exposures | None:
    """The exposure of a party alone, whoever else may be it; None where that takes more than its part of the time left."""
    strict = Viewpoint(reader.caller, reader.stamp["as_of"], reader.known_at, View.STRICT)
    left = remaining()
    bound = None if left is None else max(0.0, left) * PART_OF_TIME
    try:
        async with asyncio.timeout(bound):
            with nullcontext() if bound is None else deadline(bound):
                return await exposures_of(Reader(reader.questions, strict, reader.limits), [party])
    except (TimeoutError, StatementTimeout, DeadlineExceeded):
        return None


def not_looked_for(rules: IndicatorSet, loaded: Collection[str]) -> tuple[NotLookedFor, ...]:
    """The indicators that could not be asked about: what they look into was never loaded, or nothing is looked for."""
    out = []
    for one in rules.indicators.values():
        lacking = tuple(sorted({name for where in one.found for name in where.categories}.difference(loaded)))
        reason = NotLookedForReason.NOT_LOADED if one.found else NotLookedForReason.NOT_BUILT
        # Of alternatives any one that can be looked into is enough to find something.
        if not one.found or all(set(where.categories).difference(loaded) for where in one.found):
            out.append(NotLookedFor(indicator=one.id, name=one.name, title=one.title, reason=reason, categories=lacking))
    return tuple(out)


def _points(units: int) -> float:
    """Units as points, without the digits that are rounding alone."""
    return round(nats.points(units), 9)


def _is_over(line: LedgerLine) -> bool:
    """Whether an event counts no more, for good."""
    return line.state is LineState.NOT_NOW and line.next_step is None


def _line(rules: IndicatorSet, line: LedgerLine) -> RiskLine:
    event, indicator = line.event, rules.indicators[line.event.indicator]
    return RiskLine(
        indicator=event.indicator,
        name=indicator.name,
        title=indicator.title,
        points=_points(line.nats),
        full=_points(line.full),
        nats=line.nats,
        state=line.state.value,
        root=event.root,
        under=line.under,
        category=event.category,
        records=event.facts,
        day=event.day.isoformat(),
        until=event.until.isoformat() if event.until else None,
        grade=event.grade,
        contested=event.contested,
        next_step=line.next_step.isoformat() if line.next_step else None,
    )


def _class(found: Classified, exposed: Exposure | None) -> RiskClassified:
    plain = asdict(found)
    return RiskClassified(
        risk_class=found.risk_class.value,
        rules=found.rules,
        version=found.version,
        points=_points(found.total),
        parts={one.value: _points(nats_) for one, nats_ in found.parts.items()},
        exposure=_points(exposed.exposed) if exposed else 0.0,
        contributors=len(exposed.contributors) if exposed else 0,
        without_exposure=found.without_exposure.value,
        held=found.held,
        **{name: tuple(map(str, plain[name])) for name in ("direct", "not_best", "not_loaded")},
    )


def _known_for_class(records: Sequence[PartyRecord], on: date, loaded: Collection[str]) -> KnownForClass:
    """What the class takes besides the ledger: the day of establishment, and whether the last annual report due is filed."""
    registered = [r for r in records if r.category == "enterprise" and r.in_force(on) and r.values.get("established")]
    founded = max((date.fromisoformat(r.values["established"]) for r in registered), default=None)
    # Due by 30 June for the year before (Regulation on publicity art. 8); nothing is due for years before it was founded.
    due = on.year - 1 if (on.month, on.day) > (6, 30) else on.year - 2
    reported = {r.values.get("report_year") for r in records if r.category == "annual_report"}
    nothing_due = founded is not None and founded.year > due
    return KnownForClass(founded, nothing_due or due in reported, frozenset(loaded))
