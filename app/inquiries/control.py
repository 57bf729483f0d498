"""Who controls a party and what it controls; its beneficial owners, group and related parties."""

from collections.abc import Sequence

from app.analytics.arithmetic import final_shares
from app.analytics.bare_names import MENTION
from app.analytics.beneficial import beneficial_owners as owners_of
from app.analytics.beneficial import control_rules
from app.analytics.control import Controls
from app.analytics.control import control as controls_in
from app.analytics.control_answer import control_of
from app.analytics.groups import group_of, head_of
from app.analytics.lists import choose_lists
from app.analytics.network import Basis, Network
from app.analytics.owner_filing import Subject
from app.analytics.precedence import DEFAULT
from app.analytics.related import related_parties
from app.analytics.rule_sets import rule_set
from app.inquiries.reading import Reader
from app.inquiries.stamping import stamped
from models.inquiries import BeneficialOwnersAnswer, ControlAnswer, GroupAnswer, RelatedAnswer
from models.rule_sets import RuleSet

MAJORITY = "company_law_265"
STANDARD = "cas_36"


async def control(
    reader: Reader,
    party_id: str,
    *,
    rules: RuleSet | None = None,
    precedence: str = DEFAULT,
    concert: Sequence[Sequence[str]] = (),
    limit: int = 200,
) -> ControlAnswer:
    """Who controls a party and what it controls by a rule set, with the chain of evidence; `concert`: who votes as one."""
    card = await reader.card(party_id)
    party = card["id"]
    groups = [[await reader.strongest(one) for one in group] for group in concert]
    await reader.up([party])
    await reader.down([party, *(one for group in groups for one in group)])
    if card["kind"] == "Person":
        # Whether somebody of the same name would change what it controls, only those above what it holds can tell.
        await reader.up(one for one, kind in reader.met().items() if kind not in ("Person", MENTION))
    controls = _controls(await reader.network(), rules or rule_set(MAJORITY), precedence, groups)
    return stamped(ControlAnswer, reader, control_of(controls, party, limit))


async def beneficial_owners(reader: Reader, party_id: str, *, precedence: str = DEFAULT) -> BeneficialOwnersAnswer:
    """The beneficial owners of an enterprise, computed by the 2024 Measures."""
    party = (await reader.card(party_id))["id"]
    await reader.up([party])
    network = await reader.network()
    controls = _controls(network, control_rules(), precedence)
    equity, drawn = (choose_lists(network, basis, precedence) for basis in (Basis.SUBSCRIBED, Basis.PAID))
    paid = drawn.lists.get(party)
    stated = paid is not None and any(stake.known for stake in paid.stakes)
    answer = owners_of(
        controls,
        party,
        final_shares(equity, party),
        owned=equity,
        income=final_shares(drawn, party) if stated else None,
        drawn=drawn if stated else None,
        votes=final_shares(controls.structure, party),
        subject=Subject(capital=reader.capital(party)),
    )
    return stamped(BeneficialOwnersAnswer, reader, answer, income_known=stated)


async def group(
    reader: Reader, party_id: str, *, rules: RuleSet | None = None, precedence: str = DEFAULT, limit: int = 500
) -> GroupAnswer:
    """The group a party belongs to: its highest enterprise, and all that this controls."""
    party = (await reader.card(party_id))["id"]
    chosen = rules or rule_set(MAJORITY)
    await reader.up([party])
    head = head_of(_controls(await reader.network(), chosen, precedence), party)
    await reader.down({party, head or party})
    return stamped(GroupAnswer, reader, group_of(_controls(await reader.network(), chosen, precedence), party, limit))


async def related(
    reader: Reader, party_id: str, *, rules: RuleSet | None = None, precedence: str = DEFAULT, limit: int = 500
) -> RelatedAnswer:
    """The related parties of an enterprise under CAS 36, each with its reasons.

    What stands below whoever stands above it is read too; not what stands below the state or a bare name: they relate nobody.
    """
    party = (await reader.card(party_id))["id"]
    await reader.up([party])
    await reader.down(one for one, kind in reader.met().items() if kind not in ("Department", MENTION))
    controls = _controls(await reader.network(), rules or rule_set(STANDARD), precedence)
    return stamped(RelatedAnswer, reader, related_parties(controls, party, limit))


def _controls(network: Network, rules: RuleSet, precedence: str, concert: Sequence[Sequence[str]] = ()) -> Controls:
    return controls_in(choose_lists(network, Basis.VOTES, precedence), rules, concert)
