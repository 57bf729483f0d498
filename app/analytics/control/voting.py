"""Who may vote in what, in whole units: what the lists of a structure come to before anybody's control is asked.

- Own shares have no vote (Company Law 2024 art. 116), nor a listed company's shares held by what it controls (art. 141);
  the votes of all others grow in proportion.
- A nominee's votes belong to owners nobody knows: they are cast for no party.
- Where a role decides (partnership, sole proprietorship, sole trader, branch), shares do not vote. In a co-operative each
  member has one vote whatever it holds, so shares do not vote either.
- Where a list is over the whole within rounding and two holders have more than half each, one of them cannot: each has at
  least what the other leaves, so that neither has a majority for sure.
- An inconsistent list (its shares add up to more than the whole) is sure of nothing, and promoters are not holders.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from app.analytics.structure.network import NO_ENTERPRISE, Bounds, Form, HolderList, ListState, Role, RoleRow, Structure
from app.rules.rule_sets import ONE, SLACK, units

DECIDING = {
    Form.PARTNERSHIP: Role.MANAGING_PARTNER,
    Form.SOLE_PROPRIETORSHIP: Role.INVESTOR,
    Form.SOLE_TRADER: Role.OPERATOR,
    Form.BRANCH: Role.HEAD_OFFICE,
}
"""The role that decides in a form of enterprise, whatever anybody's share."""

_SHARES_DO_NOT_VOTE = frozenset({Form.PARTNERSHIP, Form.COOPERATIVE, Form.BRANCH, Form.SOLE_TRADER})
_COUNTED = frozenset({ListState.COMPLETE, ListState.PARTIAL, ListState.INCONSISTENT})


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes of one enterprise: holder → (least, most) in units; `rest` is what nobody named is known to hold.

    `sure` is false where the list adds up to more than the whole. `contradictory`: it does so within rounding, and two holders
    would have more than half each.
    """

    enterprise: str
    votes: Mapping[str, tuple[int, int]]
    rest: tuple[int, int]
    low: int
    high: int
    sure: bool = True
    contradictory: bool = False

    def together(self, low: int, high: int) -> tuple[int, int]:
        """Least and most that some holders have together, given their own sums and what all others have at most and least."""
        if low == high or not self.sure:
            return low, high
        least = ONE - (self.high - high) - self.rest[1]
        most = ONE - (self.low - low) - self.rest[0]
        return min(high, max(low, least)), max(low, min(high, most))


@dataclass(slots=True)
class Voting:
    """All votes of a structure. `casts` is holder → (enterprise, least, most); `leads` is party → what its role decides.

    `leaders` are the parties whose role decides an enterprise, all of them together; `suspended` names, for a listed company,
    the holders it controls, whose votes are void; `silent` are the parties that never control.
    """

    structure: Structure
    ballots: dict[str, Ballot]
    leaders: dict[str, tuple[RoleRow, ...]]
    silent: frozenset[str]
    suspended: dict[str, frozenset[str]] = field(default_factory=dict)
    casts: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    leads: dict[str, list[str]] = field(default_factory=dict)
    ranged: bool = False

    def __post_init__(self) -> None:
        self._index()

    def replace(self, ballots: Mapping[str, Ballot]) -> None:
        """Put other ballots in the place of those of the same enterprises."""
        self.ballots |= ballots
        self._index()

    def _index(self) -> None:
        casts, leads = defaultdict(list), defaultdict(list)
        ranged = False
        for enterprise, ballot in self.ballots.items():
            for holder, (low, high) in ballot.votes.items():
                if holder not in self.silent:
                    casts[holder].append((enterprise, low, high))
                    ranged = ranged or low != high
        for enterprise, rows in self.leaders.items():
            for row in rows:
                leads[row.party].append(enterprise)
        self.casts, self.leads, self.ranged = dict(casts), dict(leads), ranged


def form_of(structure: Structure, party: str, roles: Iterable[RoleRow] = ()) -> Form:
    """The form of a party; where it is unknown, the one that the roles in it imply."""
    known = structure.parties.get(party)
    form = known.form if known else Form.UNKNOWN
    if form is Form.UNKNOWN:
        held = {row.role for row in roles}
        form = next((implied for implied, role in DECIDING.items() if role in held), Form.UNKNOWN)
    return form


def voting(structure: Structure) -> Voting:
    """The votes of a structure. Stakes of enterprises that are cut are counted as they are: the caller says it was cut."""
    roles: dict[str, list[RoleRow]] = defaultdict(list)
    for row in structure.roles:
        roles[row.enterprise].append(row)
    ballots, leaders = {}, {}
    for enterprise in structure.lists.keys() | roles.keys():
        form = form_of(structure, enterprise, roles.get(enterprise, ()))
        if form in NO_ENTERPRISE:
            continue
        counted = structure.lists.get(enterprise)
        deciding = _deciding(form, roles.get(enterprise, ()), counted)
        if deciding:
            leaders[enterprise] = deciding
        elif counted is not None and form not in _SHARES_DO_NOT_VOTE and counted.state in _COUNTED:
            ballots[enterprise] = ballot_of(counted)
    silent = frozenset(key for key, party in structure.parties.items() if party.form is Form.NOMINEE)
    return Voting(structure, ballots, leaders, silent)


def _deciding(form: Form, roles: Iterable[RoleRow], counted: HolderList | None) -> tuple[RoleRow, ...]:
    """The rows of the role that decides, one a party. Of several managing partners those whom the list has as partners."""
    wanted = DECIDING.get(form)
    rows = {row.party: row for row in roles if row.role is wanted and row.party != row.enterprise}
    if wanted is Role.MANAGING_PARTNER and len(rows) > 1:
        partners = {stake.holder for stake in counted.stakes} if counted else set()
        rows = {party: row for party, row in rows.items() if party in partners} or rows
    return tuple(rows[party] for party in sorted(rows))


def ballot_of(counted: HolderList, void: Collection[str] = (), doubtful: Collection[str] = ()) -> Ballot:
    """The ballot of one list, without own shares and without what `void` holders have; `doubtful` ones may be void."""
    sure = counted.state is not ListState.INCONSISTENT
    void = {*void, counted.enterprise}
    shares: dict[str, Bounds] = {}
    for stake in counted.stakes:
        before = shares.get(stake.holder, Bounds(0.0, 0.0))
        shares[stake.holder] = Bounds(before.low + stake.bounds.low, before.high + stake.bounds.high)
    gone_low = sum(bounds.low for holder, bounds in shares.items() if holder in void)
    gone_high = sum(bounds.high for holder, bounds in shares.items() if holder in void or holder in doubtful)
    votes = {}
    for holder, bounds in shares.items():
        if holder in void:
            continue
        low, high = _scaled(bounds.low, gone_low), _scaled(bounds.high, gone_high)
        votes[holder] = (low if sure and holder not in doubtful else 0, high)
    halves = [holder for holder, (low, _) in votes.items() if low > ONE // 2 + SLACK]
    if len(halves) > 1:
        left = {holder: ONE - max(votes[other][0] for other in halves if other != holder) for holder in halves}
        votes |= {holder: (left[holder], votes[holder][1]) for holder in halves}
    rest = (_scaled(counted.residual.low, gone_low), _scaled(counted.residual.high, gone_high))
    low, high = sum(low for low, _ in votes.values()), sum(high for _, high in votes.values())
    return Ballot(counted.enterprise, votes, rest, low, high, sure, len(halves) > 1)


def _scaled(share: float, gone: float) -> int:
    """A share of what is left when `gone` has no vote, in units."""
    if gone <= 0.0:
        return units(min(share, 1.0))
    return units(min(share / (1.0 - gone), 1.0)) if gone < 1.0 else 0
