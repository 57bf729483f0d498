"""Who controls a party and what it controls; its beneficial owners, group and related parties."""

from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from typing import Annotated

from pydantic import Field

from app.analytics.control.answer import control_of
from app.analytics.control.concert import presumed_in_concert
from app.analytics.control.controls import Controls, controls_by
from app.analytics.control.groups import group_of, head_of, members_of, one_alone, rivals_of, tops_of
from app.analytics.owners.beneficial import control_rules, owner_of_branch, owners_under_measures
from app.analytics.owners.final_shares import final_shares
from app.analytics.related.parties import related_parties
from app.analytics.structure.bare_names import MENTION
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Money, Network
from app.analytics.structure.several_rows import split_persons
from app.answers.params import ByLists, ByRules, Concert, Shown
from app.answers.reading.mentioned import named_by_id
from app.answers.reading.session import Reader
from app.answers.reading.stamping import stamped
from app.answers.reading.working import worked_out
from app.questions.registry import Compares, question
from app.rules.rule_sets import MAJORITY, rule_set
from app.words.sentences import with_sentences
from models.answers.control import Control, CorporateGroup
from models.answers.owners import BeneficialOwners
from models.answers.related import ConcertSuggestions
from models.answers.stamped import BeneficialOwnersAnswer, ControlAnswer, GroupAnswer, RelatedAnswer
from models.rule_sets import RuleSet

STANDARD = "cas_36"


class ControlParams(ByRules):
    """What control takes."""

    limit: Shown = 200
    concert: Concert = ()
    suggest_concert: Annotated[
        bool, Field(description="Say which of its holders are presumed to act in concert, and by which presumption.")
    ] = False


@question(
    "control.of",
    title="Who controls a party and what it controls, and why",
    title_zh="谁控制某主体、其控制谁及其依据",
    params=ControlParams,
    answer=ControlAnswer,
    route="controllers",
    command="control",
    compares=Compares(
        (
            ("controllers", "controllers", "controllers_total"),
            ("joint_control", "joint_control", None),
            ("controls", "controls", "total"),
        )
    ),
    examples=[{}, {"rules": "takeover_84"}],
)
async def control(reader: Reader, params: ControlParams) -> ControlAnswer:
    """Who controls a party and what it controls by a rule set (default company_law_265), each with its chain of evidence.

    Raises:
        InputError: the rule set is none, or a group in concert is none.
    """
    chosen, precedence = params.chosen(MAJORITY), params.precedence
    async with nullcontext() if params.concert else reader.ahead(params.party_id):
        card = await reader.card(params.party_id)
        party = card["id"]
        groups = await _groups(reader, params.concert)
        await reader.up([party])
        await reader.down([party, *(one for group in groups for one in group)])
    if card["kind"] == "Person":
        # Whether somebody of the same name would change what it controls, only those above what it holds can show.
        await reader.up(one for one, kind in reader.met().items() if kind not in ("Person", MENTION))
    network = await reader.network()

    def work_out() -> tuple[Control, ConcertSuggestions | None]:
        found = control_of(_controls(network, chosen, precedence, groups), party, params.limit)
        by_law = _controls(network, rule_set(MAJORITY), precedence) if params.suggest_concert else None
        return with_sentences(found), with_sentences(presumed_in_concert(by_law, party)) if by_law else None

    found, suggested = await worked_out(network.size, work_out)
    parties = named_by_id(network.parties, found)
    return stamped(ControlAnswer, reader, found, parties=parties, concert_suggested=suggested, **reader.joined())


class BeneficialOwnersParams(ByLists):
    """What beneficial owners take."""

    concert: Concert = ()


@question(
    "owners.beneficial",
    title="The beneficial owners of an enterprise, each with the condition met",
    title_zh="企业的受益所有人及其所符合的情形",
    params=BeneficialOwnersParams,
    answer=BeneficialOwnersAnswer,
    route="beneficial-owners",
    command="owners",
    compares=Compares((("beneficial_owners", "owners", None), ("stand_ins", "stand_ins", None))),
    examples=[{}],
)
async def beneficial_owners(reader: Reader, params: BeneficialOwnersParams) -> BeneficialOwnersAnswer:
    """The beneficial owners of an enterprise under the 2024 Measures: computed, not what was filed.

    Raises:
        InputError: the party is no enterprise, or a group in concert is none.
    """
    party, precedence = (await reader.card(params.party_id))["id"], params.precedence
    groups = await _groups(reader, params.concert)
    await reader.up([party])
    await reader.down({one for group in groups for one in group})
    network = await reader.network()
    capital = reader.capital(party)
    found, stated = await worked_out(network.size, lambda: _beneficial_owners(network, party, precedence, groups, capital))
    parties = named_by_id(network.parties, found)
    return stamped(BeneficialOwnersAnswer, reader, found, parties=parties, income_known=stated, **reader.joined())


def _beneficial_owners(
    network: Network, party: str, precedence: str, groups: Sequence[Sequence[str]], capital: Money | None
) -> tuple[BeneficialOwners, bool]:
    """The beneficial owners, and whether the list of those asked about states what is paid in."""
    controls = _controls(network, control_rules(), precedence, groups)
    each_person = split_persons(network)
    equity, paid = (choose_lists(each_person, basis, precedence) for basis in (Basis.SUBSCRIBED, Basis.PAID))
    asked = owner_of_branch(controls, party)
    stated = asked in paid.lists and any(stake.known for stake in paid.lists[asked].stakes)
    found = owners_under_measures(
        controls,
        party,
        final_shares(equity, asked),
        owned=equity,
        paid=paid,
        votes=final_shares(controls.structure, asked),
        capital=capital,
    )
    return with_sentences(found), stated


class GroupParams(ByRules):
    """What a group takes."""

    limit: Shown = 500
    to_person: Annotated[
        bool,
        Field(description="Look up to the natural person who controls it: all under one actual controller (同一实际控制人)."),
    ] = False


@question(
    "group.of",
    title="The group of enterprises that a party belongs to, by control",
    title_zh="某主体按控制关系所属的企业集团",
    params=GroupParams,
    answer=GroupAnswer,
    route="group",
    command="group",
    compares=Compares((("members", "members", "total"),)),
    examples=[{}, {"to_person": True}],
)
async def group(reader: Reader, params: GroupParams) -> GroupAnswer:
    """The group of enterprises a party belongs to, by control (default company_law_265): its parent and its members.

    Everybody at the top is looked below before one is chosen; where less than a majority is control, whoever else may control
    a member is read too.

    Raises:
        InputError: the rule set is none.
    """
    chosen, precedence, to_person = params.chosen(MAJORITY), params.precedence, params.to_person
    party = (await reader.card(params.party_id))["id"]
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
        return with_sentences(group_of(_controls(network, chosen, precedence), party, params.limit, persons=to_person))

    found = await worked_out(network.size, work_out)
    return stamped(GroupAnswer, reader, found, parties=named_by_id(network.parties, found), **reader.joined())


class RelatedParams(ByRules):
    """What related parties take."""

    limit: Shown = 500


@question(
    "related.of",
    title="The related parties of an enterprise under CAS 36, each with its reasons",
    title_zh="企业会计准则第36号下的关联方及其理由",
    params=RelatedParams,
    answer=RelatedAnswer,
    route="related",
    command="related",
    compares=Compares((("related", "related", "total"),)),
    examples=[{"limit": 50}],
)
async def related(reader: Reader, params: RelatedParams) -> RelatedAnswer:
    """The related parties of an enterprise under CAS 36 with Interpretation 13, each with its reasons (default cas_36).

    What stands below whoever stands above it is read too; not what stands below the state or a bare name: they relate nobody.
    Below persons who may be one it is read as well: the answer states what depends on that.

    Raises:
        InputError: the rule set is none or knows no influence, or the party is no enterprise.
    """
    chosen, precedence = params.chosen(STANDARD), params.precedence
    party = (await reader.card(params.party_id))["id"]
    await reader.up([party])
    above = {one for one, kind in reader.met().items() if kind not in ("Department", MENTION)}
    await reader.down(above)
    network = await reader.network()

    def work_out() -> tuple[Controls, set[str]]:
        controls = _controls(network, chosen, precedence)
        return controls, {one for group in controls.namesakes for one in group}

    controls, same = await worked_out(network.size, work_out)
    if same - above:
        await reader.down(same - above)
        network = await reader.network()
        controls, _ = await worked_out(network.size, work_out)
    found = await worked_out(network.size, lambda: with_sentences(related_parties(controls, party, params.limit)))
    return stamped(RelatedAnswer, reader, found, **reader.joined())


def _of_group(network: Network, rules: RuleSet, precedence: str, party: str, persons: bool) -> tuple[set[str], set[str]]:
    """Above whom and below whom must be read to find the party's group."""
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


def _controls(network: Network, rules: RuleSet, precedence: str, concert: Sequence[Sequence[str]] = ()) -> Controls:
    return controls_by(choose_lists(split_persons(network), Basis.VOTES, precedence), rules, concert)
