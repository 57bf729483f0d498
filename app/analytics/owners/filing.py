"""What the 2024 Measures say around beneficial owners: who files, who may be exempt, who stands in."""

from collections.abc import Iterable

from app.analytics.control.controls import Controls
from app.analytics.structure.network import Form, ListState, Money, Party, Role, RoleRow, Structure
from app.analytics.structure.officers import Office, holds_office
from models.answers.owners import Exemption, Filing, Requirement, RequirementKind, StandIn, StandInRule
from models.catalogue import UNWRITTEN

_SMALL_CAPITAL = 10_000_000
_FILES = frozenset({Form.COMPANY, Form.LISTED, Form.JOINT_STOCK, Form.PARTNERSHIP})
_FILES_NOT = frozenset(
    {
        Form.SOLE_TRADER,
        Form.SOLE_PROPRIETORSHIP,
        Form.COOPERATIVE,
        Form.NON_COMPANY,
        Form.ORGANISATION,
        Form.BRANCH,
    }
)


def filing(form: Form, *, foreign_branch: bool = False) -> Filing:
    """Whether an enterprise of this form files beneficial owners; of branches, only those of foreign companies do."""
    required = True if foreign_branch or form in _FILES else False if form in _FILES_NOT else None
    return Filing(required=required, form=form.value, foreign_branch=foreign_branch, article=UNWRITTEN, text=UNWRITTEN)


def exemption(controls: Controls, owned: Structure, target: str, capital: Money | None) -> Exemption:
    """Whether the enterprise may be exempt by commitment: small, held by natural persons alone, and by nobody else's hand."""
    small = None
    if capital is not None and capital.currency == "CNY":
        small = capital.amount <= _SMALL_CAPITAL
    counted = owned.lists.get(target)
    holders = [stake.holder for stake in counted.stakes] if counted else []
    forms = [_kind(controls.party(holder)) for holder in holders]
    natural: bool | None = None
    if any(kind == "other" for kind in forms):
        natural = False
    elif counted and counted.state is ListState.COMPLETE and all(kind == "person" for kind in forms):
        natural = True
    strangers = [one for one in controls.controllers(target) if one not in holders]
    met = {
        RequirementKind.SMALL_CAPITAL: small,
        RequirementKind.NATURAL_HOLDERS: natural,
        RequirementKind.NOBODY_ELSE: False if strangers else None,
        RequirementKind.SHARES_ALONE: None,
    }
    requirements = tuple(Requirement(kind=kind, met=so, text=UNWRITTEN) for kind, so in met.items())
    possible = None if small is None or natural is None else True
    if any(one.met is False for one in requirements):
        possible = False
    return Exemption(possible=possible, article=UNWRITTEN, requirements=requirements)


def _kind(party: Party) -> str:
    if party.is_person:
        return "person"
    return "unknown" if party.kind == "Mention" and party.form is Form.UNKNOWN else "other"


def managers(controls: Controls, target: str) -> tuple[StandIn, ...]:
    """The persons in charge of daily management: by post; else the executive director; else who represents the enterprise."""
    rows = [row for row in controls.structure.roles if row.enterprise == target and _natural(controls, row.party)]
    for chosen in (
        [row for row in rows if holds_office(row, (Office.DAILY_MANAGEMENT,))],
        [row for row in rows if row.role is Role.MANAGING_PARTNER],
        [row for row in rows if holds_office(row, (Office.EXECUTIVE_DIRECTOR,))],
        [row for row in rows if row.role in (Role.PRINCIPAL, Role.LEGAL_REPRESENTATIVE)],
    ):
        if chosen:
            return _stand_ins(controls, chosen, StandInRule.DAILY_MANAGEMENT)
    return ()


def legal_representatives(controls: Controls, target: str) -> tuple[StandIn, ...]:
    """The legal representative, whom art. 7 names for enterprises of the state."""
    rows = [row for row in controls.structure.roles if row.enterprise == target and _natural(controls, row.party)]
    chosen = [row for row in rows if row.role is Role.LEGAL_REPRESENTATIVE] or [r for r in rows if r.role is Role.PRINCIPAL]
    return _stand_ins(controls, chosen, StandInRule.STATE_OWNED)


def senior_managers(controls: Controls, target: str) -> tuple[StandIn, ...]:
    """The senior managers of a foreign company's branch, whom art. 8 adds to the owners of the company."""
    rows = [row for row in controls.structure.roles if row.enterprise == target and _natural(controls, row.party)]
    chosen = [row for row in rows if row.role is Role.PRINCIPAL or holds_office(row, (Office.SENIOR_MANAGER,))]
    return _stand_ins(controls, chosen, StandInRule.FOREIGN_BRANCH)


def _natural(controls: Controls, party: str) -> bool:
    return controls.party(party).is_person


def _stand_ins(controls: Controls, rows: Iterable[RoleRow], rule: StandInRule) -> tuple[StandIn, ...]:
    found: dict[str, list[RoleRow]] = {}
    for row in rows:
        found.setdefault(row.party, []).append(row)
    return tuple(
        StandIn(
            id=party,
            name=controls.party(party).name,
            kind=controls.party(party).kind,
            state=controls.party(party).state,
            role=held[0].role.value,
            title=held[0].title,
            facts=tuple(row.fact for row in held),
            rule=rule,
            article=UNWRITTEN,
        )
        for party, held in sorted(found.items())
    )
