"""What taking a link costs a path, and whom no path passes through, by the rules of relations."""

from collections.abc import Set

from app.analytics.structure.bare_names import MENTION
from app.analytics.structure.graph import Link
from app.analytics.structure.network import Form, Party
from app.rules.relations import SCALE, RelationRules
from models.answers.network import Why


def step(rules: RelationRules, link: Link) -> int:
    """What taking a link costs, in thousandths."""
    if link.kind in rules.identity:
        return round(rules.identity_cost * SCALE)
    cost = rules.costs.get(link.kind, rules.other)
    if link.share is not None and link.share.high < rules.minor_share.below:
        cost += rules.minor_share.cost
    if link.by_name is not None:
        cost += rules.by_name_cost
    return round(cost * SCALE)


def stops(rules: RelationRules, party: Party, through: Set[Why] = frozenset()) -> Why | None:
    """Why no path passes through a party, if so. `through` are reasons that the caller sets aside."""
    if rules.not_passed.nominees and party.form is Form.NOMINEE:
        reason = Why.NOMINEE
    elif rules.not_passed.state and (party.state_organ or party.form is Form.STATE):
        reason = Why.STATE
    elif rules.not_passed.names and party.kind == MENTION:
        reason = Why.NAME
    else:
        return None
    return None if reason in through else reason
