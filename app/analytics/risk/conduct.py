"""Who does not conduct all risk, and why: where an answer says that risk stops."""

from dataclasses import dataclass
from enum import StrEnum

from app.analytics.risk.network import Conduct
from app.analytics.structure.network import Form, Party, is_state
from app.rules.risk_conduct import ConductRules


class StopCause(StrEnum):
    """Why risk of others does not pass through a party."""

    STATE = "state"
    NOMINEE = "nominee"
    PRODUCT = "product"
    AGENT = "agent"
    MANY_FIRMS = "many_firms"
    MANY_LINKS = "many_links"


@dataclass(frozen=True, slots=True)
class RiskStop:
    """How a party conducts risk that is not its own, and why."""

    conduct: Conduct
    cause: StopCause


def risk_stop(rules: ConductRules, party: Party, *, firms: int, links: int, agent: bool) -> RiskStop | None:
    """Where risk stops at a party; None where it conducts all.

    `firms` is the number of different firms in which a person holds something or a post, `links` that of links over which risk
    passes, `agent` whether it registers firms for others. What neither receives nor sends comes before what sends its own.
    """
    state = is_state(party) or party.kind == "Department"
    causes = (
        (rules.neither.state and state, Conduct.NEITHER, StopCause.STATE),
        (rules.neither.nominees and party.form is Form.NOMINEE, Conduct.NEITHER, StopCause.NOMINEE),
        (rules.neither.products and party.form is Form.PRODUCT, Conduct.NEITHER, StopCause.PRODUCT),
        (rules.own.agents and agent, Conduct.OWN, StopCause.AGENT),
        (party.is_person and firms > rules.own.firms_above, Conduct.OWN, StopCause.MANY_FIRMS),
        (links > rules.own.links_above, Conduct.OWN, StopCause.MANY_LINKS),
    )
    return next((RiskStop(conduct, cause) for applies, conduct, cause in causes if applies), None)
