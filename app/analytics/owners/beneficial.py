"""Beneficial owners of an enterprise under the 2024 Measures, arts 2, 3 and 6 to 8: computed, never what was filed."""

from app.analytics.control.controls import Controls
from app.analytics.control.voting import form_of
from app.analytics.errors import NotAnEnterprise, UnknownParty
from app.analytics.owners.conditions import Judge, Shares
from app.analytics.owners.filing import exemption, filing, legal_representatives, managers, senior_managers
from app.analytics.owners.final_shares import Final
from app.analytics.owners.income import income_of
from app.analytics.owners.namesakes import doubts_of
from app.analytics.owners.unseen import unseen
from app.analytics.structure.network import Money, Structure
from app.analytics.structure.several_rows import several_rows
from app.rules.rule_sets import meets, rule_set
from models.answers.control import Certainty
from models.answers.owners import BeneficialOwner, BeneficialOwners, StandIn, Status
from models.answers.shapes import not_read
from models.catalogue import UNWRITTEN
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
        UnknownParty: the structure does not have the party.
        NotAnEnterprise: the party is no enterprise.
    """
    if target not in controls.structure.parties:
        raise UnknownParty(target)
    if not controls.is_enterprise(target):
        raise NotAnEnterprise(target, "owners")
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
    filed = filing(form, foreign_branch=foreign)
    near = {asked, target, *controls.above(asked)}
    return BeneficialOwners(
        party=controls.ref(target),
        rules=rules,
        control_rules=controls.rules,
        status=status,
        why=UNWRITTEN,
        owners=() if status is Status.STATE_OWNED else owners,
        stand_ins=(*stands, *senior_managers(controls, target)) if foreign else stands,
        also_meeting=also,
        undetermined=doubts,
        several_rows=several_rows(controls.structure, near),
        income_unknown=controls.refs(income.unknown) if income else (),
        unseen=hidden,
        unseen_total=total,
        no_outside_owner=not hidden and _closed(controls, shares.owned, asked),
        filing=filed,
        exemption=exemption(controls, shares.owned, asked, capital) if filed.required is not False else None,
        incomplete=(*not_read(controls.refs(sorted(near & (controls.structure.cut | shares.owned.cut)))), *judge.gaps()),
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
    states = [one for one in above if controls.is_state(one) or controls.party(one).state_owned]
    if states and asked in controls.reached(states):
        return legal_representatives(controls, target), Status.STATE_OWNED, owners
    if any(owner.certainty is Certainty.CERTAIN for owner in owners):
        return (), Status.FOUND, ()
    if owners or doubted:
        return daily, Status.POSSIBLE, ()
    return daily, Status.UNKNOWN if hides else Status.NOBODY, ()


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
