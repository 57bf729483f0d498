"""What joins parties so that risk passes between them: from their ownership, roles, guarantees and pledges. Pure functions."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.analytics.control.controls import controls_by
from app.analytics.risk.found import PartyRecord
from app.analytics.risk.strengths import RiskLink, part_of
from app.analytics.structure.bare_names import MENTION
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import (
    Basis,
    Form,
    HeldRow,
    HolderList,
    ListState,
    Money,
    Network,
    Party,
    Role,
    RoleRow,
    Structure,
)
from app.analytics.structure.officers import Office, offices
from app.analytics.structure.several_rows import split_persons
from app.rules.risk_edges import RiskLinkKind
from app.rules.rule_sets import MAJORITY, rule_set

CONTROLS, SOLE, HEAD, GENERAL = "controls", "sole", "head", "general"
"""The special cases of the rules of strengths that are told here."""
NET_ASSETS = "equity"
"""The property of an annual report that states net assets."""
REPORT, YEAR = "annual_report", "report_year"
YUAN = "CNY"
_WHOLE = 0.9999
_COMPANIES = frozenset({Form.COMPANY, Form.UNKNOWN})
_HEADS = frozenset({Office.CHAIR, Office.DAILY_MANAGEMENT})
_RUNS = frozenset({Role.LEGAL_REPRESENTATIVE, Role.PRINCIPAL})
"""Under these names lists state the operator of a sole trader too."""
_ROLES: Mapping[Role, RiskLinkKind] = {
    Role.HEAD_OFFICE: RiskLinkKind.BRANCH,
    Role.MANAGING_PARTNER: RiskLinkKind.EXECUTIVE_PARTNER,
    Role.INVESTOR: RiskLinkKind.SOLE_PROPRIETORSHIP,
    Role.OPERATOR: RiskLinkKind.SOLE_TRADER,
    Role.LEGAL_REPRESENTATIVE: RiskLinkKind.REPRESENTATIVE,
    Role.PRINCIPAL: RiskLinkKind.REPRESENTATIVE,
    Role.POST: RiskLinkKind.POSITION,
}


@dataclass(frozen=True, slots=True)
class GivenGuarantee:
    """That `guarantor` answers for a debt of `debtor`: a fact, the amount where it is stated, and whether only after it."""

    debtor: str
    guarantor: str
    fact: str
    amount: Money | None = None
    general: bool = False


@dataclass(frozen=True, slots=True)
class GivenPledge:
    """That a stake in `enterprise` is pledged by `pledgor`, to `pledgee` where that is stated: a fact and what is pledged."""

    enterprise: str
    pledgor: str
    fact: str
    amount: Money | None = None
    pledgee: str | None = None


@dataclass(frozen=True, slots=True)
class LikelyRelation:
    """That two parties may be related although no record says so, with its probability; `fact` names what speaks for it."""

    one: str
    other: str
    fact: str
    probability: float


@dataclass(frozen=True, slots=True)
class JoinedParties:
    """What joins parties besides holdings and roles: guarantees, pledges, suspected relations."""

    guarantees: Collection[GivenGuarantee] = ()
    pledges: Collection[GivenPledge] = ()
    suspected: Collection[LikelyRelation] = ()


def list_links(network: Network, enterprises: Collection[str]) -> dict[str, tuple[RiskLink, ...]]:
    """The links that follow from the holder lists and roles of enterprises, of each of them.

    All that stands above them has to be in the network. A share is the least that is stated by the list that counts; of a list
    whose shares pass the whole, none is known. Who is known by a bare name alone is linked to nobody.
    """
    part = split_persons(_upwards(network, enterprises))
    owned, voting = choose_lists(part, Basis.SUBSCRIBED), choose_lists(part, Basis.VOTES)
    found: dict[str, list[RiskLink]] = {one: [] for one in enterprises}
    for link in (*_holdings(owned, voting, found), *_roles(owned, found)):
        if not _is_bare(owned.parties, link):
            found[link.first].append(link)
    return {one: tuple(links) for one, links in found.items()}


def other_links(
    joined: JoinedParties, parties: Mapping[str, Party], records: Mapping[str, Iterable[PartyRecord]]
) -> Iterator[RiskLink]:
    """The links that follow from what else joins parties; `records` are theirs, in which net assets of guarantors stand."""
    for one in joined.guarantees:
        part = part_of(*_alike(one.amount, net_assets(records.get(one.guarantor, ()))))
        cases = frozenset({GENERAL}) if one.general else frozenset[str]()
        found = [RiskLink(RiskLinkKind.GUARANTEE, one.debtor, one.guarantor, one.fact, part, cases)]
        yield from (link for link in found if not _is_bare(parties, link))
    for pledge in joined.pledges:
        yield from (link for link in _pledged(pledge, parties) if not _is_bare(parties, link))
    for two in joined.suspected:
        yield RiskLink(RiskLinkKind.SUSPECTED, two.one, two.other, two.fact, two.probability)


def _upwards(network: Network, enterprises: Iterable[str]) -> Network:
    """The part of a network that stands above some enterprises, with their own lists."""
    rows: dict[str, list[HeldRow]] = defaultdict(list)
    roles: dict[str, list[RoleRow]] = defaultdict(list)
    for row in network.rows:
        rows[row.enterprise].append(row)
    for role in network.roles:
        roles[role.enterprise].append(role)
    seen = dict.fromkeys(enterprises)
    waiting = list(seen)
    while waiting:
        one = waiting.pop()
        for above in (*(row.holder for row in rows.get(one, ())), *(role.party for role in roles.get(one, ()))):
            if above not in seen:
                seen[above] = None
                waiting.append(above)
    return Network(
        {one: network.parties[one] for one in seen if one in network.parties},
        tuple(row for one in seen for row in rows.get(one, ())),
        tuple(role for one in seen for role in roles.get(one, ())),
        network.cut,
    )


def _is_bare(parties: Mapping[str, Party], link: RiskLink) -> bool:
    return any((one := parties.get(end)) is not None and one.kind == MENTION for end in (link.first, link.second))


def net_assets(records: Iterable[PartyRecord]) -> Money | None:
    """The net assets by the last annual report that states them; the later one of one year."""
    stated = [one for one in records if one.category == REPORT and one.values.get(NET_ASSETS) is not None]
    if not stated:
        return None
    last = max(stated, key=lambda one: (one.values.get(YEAR) or 0, one.day, one.fact))
    return Money(float(last.values[NET_ASSETS]), last.values.get(f"{NET_ASSETS}_currency") or YUAN)


def _alike(one: Money | None, other: Money | None) -> tuple[float | None, float | None]:
    """Two amounts as numbers; none of them where they are of different currencies, or one is not known."""
    if one is None or other is None or one.currency != other.currency:
        return None, None
    return one.amount, other.amount


def _pledged(pledge: GivenPledge, parties: Mapping[str, Party]) -> Iterator[RiskLink]:
    """A pledge; the part is that of the registered capital."""
    enterprise = parties.get(pledge.enterprise)
    part = part_of(*_alike(pledge.amount, enterprise.capital if enterprise else None))
    yield RiskLink(RiskLinkKind.EQUITY_PLEDGE, pledge.pledgor, pledge.enterprise, pledge.fact, part)
    if pledge.pledgee is not None:
        yield RiskLink(RiskLinkKind.EQUITY_PLEDGEE, pledge.enterprise, pledge.pledgee, pledge.fact)


def _holdings(owned: Structure, voting: Structure, of: Container[str]) -> Iterator[RiskLink]:
    controls = controls_by(voting, rule_set(MAJORITY))
    for enterprise, held in owned.lists.items():
        if enterprise not in of:
            continue
        stakes = _stakes(held)
        form = owned.parties[enterprise].form if enterprise in owned.parties else Form.UNKNOWN
        alone = len(stakes) == 1 and held.state is ListState.COMPLETE and form in _COMPANIES
        for holder, facts, share in stakes:
            if holder != enterprise:
                told = (CONTROLS, controls.controls(holder, enterprise)), (SOLE, alone and (share or 0.0) >= _WHOLE)
                cases = frozenset(case for case, applies in told if applies)
                first, *others = sorted(facts)
                yield RiskLink(RiskLinkKind.HOLDING, enterprise, holder, first, share, cases, frozenset(others))


def _stakes(held: HolderList) -> list[tuple[str, set[str], float | None]]:
    """Holders with the facts and the least share of each; of a list that passes the whole, without shares."""
    if held.state is not ListState.INCONSISTENT:
        return [(one.holder, set(one.facts), one.bounds.low if one.known else None) for one in held.stakes]
    facts: dict[str, set[str]] = defaultdict(set)
    for row in held.raw:
        facts[row.holder].add(row.fact)
    return [(holder, stated, None) for holder, stated in facts.items()]


def _roles(owned: Structure, of: Container[str]) -> Iterator[RiskLink]:
    for row in owned.roles:
        if row.party != row.enterprise and row.enterprise in of:
            cases = frozenset({HEAD}) if _heads(row) else frozenset[str]()
            form = owned.parties[row.enterprise].form if row.enterprise in owned.parties else Form.UNKNOWN
            kind = RiskLinkKind.SOLE_TRADER if form is Form.SOLE_TRADER and row.role in _RUNS else _ROLES[row.role]
            yield RiskLink(kind, row.enterprise, row.party, row.fact, cases=cases)


def _heads(row: RoleRow) -> bool:
    """Whether a post is that of who heads the board, or runs the business."""
    return row.role is Role.POST and row.title is not None and not offices(row.title).isdisjoint(_HEADS)
