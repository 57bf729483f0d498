"""Beneficial owners of an enterprise under the 2024 Measures, arts 2, 3 and 6 to 8: computed, never what was filed."""

from app.analytics.control.controls import Controls
from app.analytics.control.groups import is_enterprise, is_state
from app.analytics.control.voting import form_of
from app.analytics.owners.conditions import Judge, Shares
from app.analytics.owners.filing import exemption, filing, legal_representatives, managers, senior_managers
from app.analytics.owners.final_shares import Final
from app.analytics.owners.income import income_of
from app.analytics.owners.namesakes import doubts_of
from app.analytics.owners.unseen import unseen
from app.analytics.structure.network import Money, Structure
from app.analytics.structure.several_rows import several_rows
from app.errors import InputError, NotFound
from app.rules.rule_sets import meets, rule_set
from models.answers.control import Certainty
from models.answers.owners import BeneficialOwner, BeneficialOwners, StandIn, Status
from models.catalogue import Title
from models.rule_sets import RuleSet

RULES = "beneficial_owner_2024"


def owners_under_measures(
    controls: Controls,
    target: str,
    equity: Final,
    *,
    owned: Structure | None = None,
    paid: Structure | None = None,
    votes: Final | None = None,
    capital: Money | None = None,
) -> BeneficialOwners:
    """The beneficial owners of an enterprise, each with the conditions met, or why nobody qualifies and who stands in.

    `controls` are those of the rule set named by beneficial_owner_2024 as its control (company_law_265). `equity` and
    `votes` are final (integrated) shares, held party → holder → bounds: of subscribed capital, of votes; of a foreign
    company's branch they are those of the company (`owner_of_branch`). `owned` is the structure of the equity, that of the
    controls unless given, `paid` that of paid-in capital, by which income is judged. `capital` is what is registered.

    Raises:
        NotFound: the structure does not have the party.
        InputError: the party is no enterprise.
    """
    if target not in controls.structure.parties:
        raise NotFound("The party is not among those that were looked up.")
    if not is_enterprise(controls, target):
        raise InputError("Beneficial owners are those of an enterprise.", parameter="party_id")
    rules = rule_set(RULES)
    asked, foreign = owner_of_branch(controls, target), controls.party(target).foreign_branch
    income = income_of(paid, asked) if paid else None
    shares = Shares(owned or controls.structure, equity, income, votes)
    judge = Judge(controls, asked, shares, rules.criteria[0])
    owners = judge.owners()
    doubts = doubts_of(judge)
    hidden = unseen(controls, shares.owned, asked)
    total = min(1.0, sum(part.share.high for part in hidden))
    stands, status, also = _stand(controls, target, asked, owners, bool(doubts), meets(rules.criteria[0], total))
    form = form_of(controls.structure, target, [row for row in controls.structure.roles if row.enterprise == target])
    told = filing(form, foreign_branch=foreign)
    near = {asked, target, *controls.above(asked)}
    return BeneficialOwners(
        party=controls.ref(target),
        rules=rules,
        control_rules=controls.rules,
        status=status,
        why=_why(status, stands),
        owners=() if status is Status.STATE_OWNED else owners,
        stand_ins=(*stands, *senior_managers(controls, target)) if foreign else stands,
        also_meeting=also,
        undetermined=doubts,
        several_rows=several_rows(controls.structure, near),
        income_unknown=controls.refs(income.unknown) if income else (),
        unseen=hidden,
        unseen_total=total,
        no_outside_owner=not hidden and _closed(controls, shares.owned, asked),
        filing=told,
        exemption=exemption(controls, shares.owned, asked, capital) if told.required is not False else None,
        cut=controls.refs(sorted(near & (controls.structure.cut | shares.owned.cut))),
    )


def control_rules() -> RuleSet:
    """The rule set by which the Measures' control is computed."""
    return rule_set(rule_set(RULES).control or "")


def owner_of_branch(controls: Controls, target: str) -> str:
    """The company whose owners are those of a foreign company's branch (art. 8), where it is on record; else the party."""
    rows = controls.votes.leaders.get(target, ()) if controls.party(target).foreign_branch else ()
    return rows[0].party if rows else target


def _stand(
    controls: Controls, target: str, asked: str, owners: tuple[BeneficialOwner, ...], doubted: bool, hides: bool
) -> tuple[tuple[StandIn, ...], Status, tuple[BeneficialOwner, ...]]:
    """Who stands in, what the answer comes to, and who would be an owner were it not the state's."""
    # Who manages a foreign company's branch does not manage the company, of which nothing may be on record.
    daily = () if controls.party(asked).foreign_branch else managers(controls, asked)
    above = (asked, *controls.above(asked))
    states = [one for one in above if is_state(controls, one) or controls.party(one).state_owned]
    if states and asked in controls.reached(states):
        return legal_representatives(controls, target), Status.STATE_OWNED, owners
    if any(owner.certainty is Certainty.CERTAIN for owner in owners):
        return (), Status.FOUND, ()
    if owners or doubted:
        return daily, Status.POSSIBLE, ()
    return daily, Status.UNKNOWN if hides else Status.NOBODY, ()


def _why(status: Status, stands: tuple[StandIn, ...]) -> Title:
    zh, en = _WHY[status]
    if status is not Status.FOUND and not stands:
        zh, en = f"{zh}；没有记录表明其人是谁", f"{en}; who that is, no record tells"
    return Title(zh=zh, en=en)


_WHY = {
    Status.FOUND: ("有自然人符合第六条的条件", "natural persons meet conditions of art. 6"),
    Status.POSSIBLE: (
        "没有自然人确定符合第六条的条件，但在已知范围内有人可能符合；若无人符合，以负责日常经营管理的人员替代",
        "nobody certainly meets art. 6, but somebody may; if nobody does, those in charge of daily management stand in",
    ),
    Status.UNKNOWN: (
        "已知的自然人都不符合第六条的条件，但来源不明的份额足以使他人符合；若无人符合，以负责日常经营管理的人员替代",
        "nobody known meets art. 6, but enough is unknown for another to; else those in charge of daily management stand in",
    ),
    Status.NOBODY: (
        "没有自然人符合第六条的条件，以负责日常经营管理的人员替代",
        "nobody meets art. 6: those in charge of daily management stand in",
    ),
    Status.STATE_OWNED: (
        "国有独资或者国有控股，以法定代表人为受益所有人（第七条）",
        "wholly or majority state-owned: the legal representative is taken for the beneficial owner (art. 7)",
    ),
}


def _closed(controls: Controls, owned: Structure, target: str) -> bool:
    """Whether looking up from the target finds holders that all have holders themselves: a circle without an owner."""
    seen: set[str] = set()
    waiting = [target]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        counted = owned.lists.get(one)
        if counted is None or not counted.stakes:
            return False
        waiting += [stake.holder for stake in counted.stakes if stake.bounds.high > 0]
    return bool(seen)
