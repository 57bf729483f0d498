"""Who controls a party and what it controls; its beneficial owners, group and related parties."""

from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial

from app.analytics.control.answer import control_of
from app.analytics.control.concert import suggest_concert as suggestions
from app.analytics.control.controls import Controls
from app.analytics.control.controls import control as controls_in
from app.analytics.control.groups import group_of, head_of, members_of, one_alone, rivals_of, tops_of
from app.analytics.owners.beneficial import beneficial_owners as owners_of
from app.analytics.owners.beneficial import control_rules, owner_of_branch
from app.analytics.owners.final_shares import final_shares
from app.analytics.related.parties import related_parties
from app.analytics.structure.bare_names import MENTION
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Money, Network
from app.analytics.structure.several_rows import split
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.answers.reading.working import worked_out
from app.errors import InputError
from app.rules.precedence import DEFAULT
from app.rules.rule_sets import MAJORITY, rule_set
from models.answers.control import Control, CorporateGroup
from models.answers.owners import BeneficialOwners
from models.answers.related import ConcertSuggestions
from models.answers.stamped import BeneficialOwnersAnswer, ControlAnswer, GroupAnswer, RelatedAnswer
from models.rule_sets import RuleSet

STANDARD = "cas_36"
MOST_SHOWN = 2_000


async def control(
    reader: Reader,
    party_id: str,
    *,
    rules: RuleSet | None = None,
    precedence: str = DEFAULT,
    concert: Sequence[Sequence[str]] = (),
    suggest_concert: bool = False,
    limit: int = 200,
) -> ControlAnswer:
    """Who controls a party and what it controls by a rule set, with the chain of evidence; `concert`: who votes as one.

    `suggest_concert`: say too which of its holders are presumed to act in concert.

    Raises:
        InputError: the limit is out of range, or a group in concert is none.
    """
    _within(limit)
    async with nullcontext() if concert else reader.ahead(party_id):
        card = await reader.card(party_id)
        party = card["id"]
        groups = await _groups(reader, concert)
        await reader.up([party])
        await reader.down([party, *(one for group in groups for one in group)])
    if card["kind"] == "Person":
        # Whether somebody of the same name would change what it controls, only those above what it holds can tell.
        await reader.up(one for one, kind in reader.met().items() if kind not in ("Person", MENTION))
    network, chosen = await reader.network(), rules or rule_set(MAJORITY)

    def work_out() -> tuple[Control, ConcertSuggestions | None]:
        found = control_of(_controls(network, chosen, precedence, groups), party, limit)
        by_law = _controls(network, rule_set(MAJORITY), precedence) if suggest_concert else None
        return found, suggestions(by_law, party) if by_law else None

    found, suggested = await worked_out(network.size, work_out)
    return stamped(ControlAnswer, reader, found, concert_suggested=suggested, **reader.joined())


async def beneficial_owners(
    reader: Reader, party_id: str, *, precedence: str = DEFAULT, concert: Sequence[Sequence[str]] = ()
) -> BeneficialOwnersAnswer:
    """The beneficial owners of an enterprise, computed by the 2024 Measures; `concert`: who votes as one, as control takes it.

    Raises:
        InputError: the party is no enterprise, or a group in concert is none.
    """
    party = (await reader.card(party_id))["id"]
    groups = await _groups(reader, concert)
    await reader.up([party])
    await reader.down({one for group in groups for one in group})
    network = await reader.network()
    capital = reader.capital(party)
    found, stated = await worked_out(network.size, lambda: _beneficial_owners(network, party, precedence, groups, capital))
    return stamped(BeneficialOwnersAnswer, reader, found, income_known=stated, **reader.joined())


def _beneficial_owners(
    network: Network, party: str, precedence: str, groups: Sequence[Sequence[str]], capital: Money | None
) -> tuple[BeneficialOwners, bool]:
    """The beneficial owners, and whether the list of those asked about states what is paid in."""
    controls = _controls(network, control_rules(), precedence, groups)
    told = split(network)
    equity, paid = (choose_lists(told, basis, precedence) for basis in (Basis.SUBSCRIBED, Basis.PAID))
    asked = owner_of_branch(controls, party)
    stated = asked in paid.lists and any(stake.known for stake in paid.lists[asked].stakes)
    found = owners_of(
        controls,
        party,
        final_shares(equity, asked),
        owned=equity,
        paid=paid,
        votes=final_shares(controls.structure, asked),
        capital=capital,
    )
    return found, stated


async def group(
    reader: Reader,
    party_id: str,
    *,
    rules: RuleSet | None = None,
    precedence: str = DEFAULT,
    to_person: bool = False,
    limit: int = 500,
) -> GroupAnswer:
    """The group a party belongs to: its highest enterprise, and all that this controls.

    `to_person`: up to the natural person who controls it, where one does, so to all that are under one actual controller.
    Everybody at the top is looked below before one is chosen; where less than a majority is control, whoever else may control
    a member is read too.

    Raises:
        InputError: the limit is out of range.
    """
    _within(limit)
    party = (await reader.card(party_id))["id"]
    chosen = rules or rule_set(MAJORITY)
    read_up, read_down = {party}, set[str]()
    await reader.up(read_up)
    while True:
        network = await reader.network()
        up, down = await worked_out(network.size, partial(_of_group, network, chosen, precedence, party, to_person))
        if up <= read_up and down <= read_down:
            break
        await reader.up(sorted(up - read_up))
        await reader.down(sorted(down - read_down))
        read_up, read_down = read_up | up, read_down | down

    def work_out() -> CorporateGroup:
        return group_of(_controls(network, chosen, precedence), party, limit, persons=to_person)

    found = await worked_out(network.size, work_out)
    return stamped(GroupAnswer, reader, found, **reader.joined())


async def related(
    reader: Reader, party_id: str, *, rules: RuleSet | None = None, precedence: str = DEFAULT, limit: int = 500
) -> RelatedAnswer:
    """The related parties of an enterprise under CAS 36, each with its reasons.

    What stands below whoever stands above it is read too; not what stands below the state or a bare name: they relate nobody.
    Below persons who may be one it is read as well: what hangs on that is told.

    Raises:
        InputError: the limit is out of range, the rule set knows no influence, or the party is no enterprise.
    """
    _within(limit)
    party = (await reader.card(party_id))["id"]
    await reader.up([party])
    above = {one for one, kind in reader.met().items() if kind not in ("Department", MENTION)}
    await reader.down(above)
    network, chosen = await reader.network(), rules or rule_set(STANDARD)

    def work_out() -> tuple[Controls, set[str]]:
        controls = _controls(network, chosen, precedence)
        return controls, {one for group in controls.namesakes for one in group}

    controls, same = await worked_out(network.size, work_out)
    if same - above:
        await reader.down(same - above)
        network = await reader.network()
        controls, _ = await worked_out(network.size, work_out)
    found = await worked_out(network.size, lambda: related_parties(controls, party, limit))
    return stamped(RelatedAnswer, reader, found, **reader.joined())


def _of_group(network: Network, rules: RuleSet, precedence: str, party: str, persons: bool) -> tuple[set[str], set[str]]:
    """Above whom and below whom must be read to tell the party's group."""
    controls = _controls(network, rules, precedence)
    tops, head = set(tops_of(controls, party, persons)), head_of(controls, party, persons)
    if head is None or one_alone(controls):
        return set(), tops
    members = set(members_of(controls, head))
    return members, tops | {
        one for one in rivals_of(controls, head, persons) if not members.isdisjoint(controls.reached((one,)))
    }


async def _groups(reader: Reader, concert: Sequence[Sequence[str]]) -> list[list[str]]:
    """Groups in concert by the ids of their parties."""
    return [[await reader.counted(one) for one in group] for group in concert]


def _within(limit: int) -> None:
    if not 1 <= limit <= MOST_SHOWN:
        raise InputError(f"limit is from 1 to {MOST_SHOWN}", parameter="limit")


def _controls(network: Network, rules: RuleSet, precedence: str, concert: Sequence[Sequence[str]] = ()) -> Controls:
    return controls_in(choose_lists(split(network), Basis.VOTES, precedence), rules, concert)
