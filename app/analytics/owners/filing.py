"""What the 2024 Measures say around beneficial owners: who files, who may be exempt, who stands in."""

from collections.abc import Iterable

from app.analytics.control.controls import Controls
from app.analytics.structure.network import Form, ListState, Money, Party, Role, RoleRow, Structure
from app.analytics.structure.officers import Office, holds
from models.answers.owners import Exemption, Filing, Requirement, StandIn
from models.catalogue import Title

_SMALL_CAPITAL = 10_000_000
_ART_2 = Title(zh="《受益所有人信息管理办法》第二条", en="Beneficial Owner Measures art. 2")
_ART_3 = Title(zh="《受益所有人信息管理办法》第三条", en="Beneficial Owner Measures art. 3")
ART_6 = Title(zh="《受益所有人信息管理办法》第六条第三款", en="Beneficial Owner Measures art. 6, last paragraph")
ART_7 = Title(zh="《受益所有人信息管理办法》第七条", en="Beneficial Owner Measures art. 7")
ART_8 = Title(zh="《受益所有人信息管理办法》第八条", en="Beneficial Owner Measures art. 8")

_FILES = frozenset({Form.COMPANY, Form.LISTED, Form.JOINT_STOCK, Form.PARTNERSHIP})
_DOES_NOT = {
    Form.SOLE_TRADER: Title(zh="个体工商户无需备案", en="a sole trader does not file"),
    Form.SOLE_PROPRIETORSHIP: Title(zh="个人独资企业不在备案主体之列", en="a sole proprietorship is not among those that file"),
    Form.COOPERATIVE: Title(zh="农民专业合作社不在备案主体之列", en="a co-operative is not among those that file"),
    Form.NON_COMPANY: Title(
        zh="非公司企业法人不在备案主体之列",
        en="an enterprise that is a legal person but no company is not among those that file",
    ),
    Form.ORGANISATION: Title(
        zh="非公司法人不在备案主体之列", en="a legal person that is no company is not among those that file"
    ),
    Form.BRANCH: Title(
        zh="境内企业的分支机构不在备案主体之列", en="a domestic enterprise's branch is not among those that file"
    ),
}


def filing(form: Form, *, foreign_branch: bool = False) -> Filing:
    """Whether an enterprise of this form files beneficial owners; of branches, only those of foreign companies do."""
    if foreign_branch:
        return Filing(
            required=True, article=_ART_2, text=Title(zh="外国公司分支机构应当备案", en="a foreign company's branch files")
        )
    if form in _FILES:
        return Filing(
            required=True, article=_ART_2, text=Title(zh="公司、合伙企业应当备案", en="companies and partnerships file")
        )
    if form in _DOES_NOT:
        return Filing(required=False, article=_ART_2, text=_DOES_NOT[form])
    unknown = Title(zh="类型不明，无法判断是否应当备案", en="its form is not known, so whether it files cannot be told")
    return Filing(required=None, article=_ART_2, text=unknown)


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
    alone = False if strangers else None
    requirements = (
        Requirement(met=small, text=Title(zh="注册资本（出资额）不超过 1000 万元", en="capital of at most CNY 10 million")),
        Requirement(met=natural, text=Title(zh="股东、合伙人全部为自然人", en="all holders or partners are natural persons")),
        Requirement(
            met=alone,
            text=Title(
                zh="不存在他人控制或者获取收益", en="nobody but the holders or partners controls it or draws income from it"
            ),
        ),
        Requirement(
            met=None,
            text=Title(
                zh="不存在以股权、合伙权益以外的方式控制或者获取收益", en="no control and no income other than by shares"
            ),
        ),
    )
    possible = None if small is None or natural is None else True
    if any(one.met is False for one in requirements):
        possible = False
    return Exemption(possible=possible, article=_ART_3, requirements=requirements)


def _kind(party: Party) -> str:
    if party.is_person:
        return "person"
    return "unknown" if party.kind == "Mention" and party.form is Form.UNKNOWN else "other"


def managers(controls: Controls, target: str) -> tuple[StandIn, ...]:
    """The persons in charge of daily management: by post; else the executive director; else who represents the enterprise."""
    rows = [row for row in controls.structure.roles if row.enterprise == target and _natural(controls, row.party)]
    for chosen in (
        [row for row in rows if holds(row, (Office.DAILY_MANAGEMENT,))],
        [row for row in rows if row.role is Role.MANAGING_PARTNER],
        [row for row in rows if holds(row, (Office.EXECUTIVE_DIRECTOR,))],
        [row for row in rows if row.role in (Role.PRINCIPAL, Role.LEGAL_REPRESENTATIVE)],
    ):
        if chosen:
            return _stand_ins(controls, chosen, ART_6)
    return ()


def legal_representatives(controls: Controls, target: str) -> tuple[StandIn, ...]:
    """The legal representative, whom art. 7 names for enterprises of the state."""
    rows = [row for row in controls.structure.roles if row.enterprise == target and _natural(controls, row.party)]
    chosen = [row for row in rows if row.role is Role.LEGAL_REPRESENTATIVE] or [r for r in rows if r.role is Role.PRINCIPAL]
    return _stand_ins(controls, chosen, ART_7)


def senior_managers(controls: Controls, target: str) -> tuple[StandIn, ...]:
    """The senior managers of a foreign company's branch, whom art. 8 adds to the owners of the company."""
    rows = [row for row in controls.structure.roles if row.enterprise == target and _natural(controls, row.party)]
    chosen = [row for row in rows if row.role is Role.PRINCIPAL or holds(row, (Office.SENIOR_MANAGER,))]
    return _stand_ins(controls, chosen, ART_8)


def _natural(controls: Controls, party: str) -> bool:
    return controls.party(party).is_person


def _stand_ins(controls: Controls, rows: Iterable[RoleRow], article: Title) -> tuple[StandIn, ...]:
    found: dict[str, list[RoleRow]] = {}
    for row in rows:
        found.setdefault(row.party, []).append(row)
    return tuple(
        StandIn(
            id=party,
            name=controls.party(party).name,
            role=held[0].role.value,
            title=held[0].title,
            facts=tuple(row.fact for row in held),
            article=article,
        )
        for party, held in sorted(found.items())
    )
