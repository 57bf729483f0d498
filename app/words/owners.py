"""Who is a beneficial owner and why, who files, who stands in: sentences, and articles of the 2024 Measures."""

from collections.abc import Callable, Mapping
from typing import Any

from app.words.formats import percent
from app.words.phrases import both, criterion_in_words
from models.answers.control import Certainty
from models.answers.owners import (
    BeneficialOwners,
    Condition,
    Exemption,
    Filing,
    Ground,
    Requirement,
    RequirementKind,
    StandIn,
    StandInRule,
    Status,
    UndeterminedOwner,
)
from models.base import Model
from models.catalogue import Title

_MEASURES = both("《受益所有人信息管理办法》", "Beneficial Owner Measures ")
_ITEMS = {
    1: ("第六条第一款第一项", "art. 6(1)"),
    2: ("第六条第一款第二项", "art. 6(2)"),
    3: ("第六条第一款第三项", "art. 6(3)"),
}
_STAND_IN = {
    StandInRule.DAILY_MANAGEMENT: ("第六条第三款", "art. 6, last paragraph"),
    StandInRule.STATE_OWNED: ("第七条", "art. 7"),
    StandInRule.FOREIGN_BRANCH: ("第八条", "art. 8"),
}
_BY_SHARE = {
    Ground.EQUITY: ("最终拥有 {share} 的股权或者合伙权益", "finally owns {share} of the equity"),
    Ground.INCOME: ("最终享有 {share} 的收益权", "finally enjoys {share} of the income"),
    Ground.VOTES: ("最终享有 {share} 的表决权", "finally enjoys {share} of the votes"),
}
_FORMS = {
    "sole_trader": ("个体工商户无需备案", "a sole trader does not file"),
    "sole_proprietorship": ("个人独资企业不在备案主体之列", "a sole proprietorship is not among those that file"),
    "cooperative": ("农民专业合作社不在备案主体之列", "a co-operative is not among those that file"),
    "non_company": (
        "非公司企业法人不在备案主体之列",
        "an enterprise that is a legal person but no company is not among those that file",
    ),
    "organisation": ("非公司法人不在备案主体之列", "a legal person that is no company is not among those that file"),
    "branch": ("境内企业的分支机构不在备案主体之列", "a domestic enterprise's branch is not among those that file"),
}
_FILES = ("公司、合伙企业应当备案", "companies and partnerships file")
_FOREIGN_BRANCH = ("外国公司分支机构应当备案", "a foreign company's branch files")
_FORM_UNKNOWN = ("类型不明，无法判断是否应当备案", "its form is not known, so whether it files cannot be determined")
_REQUIREMENTS = {
    RequirementKind.SMALL_CAPITAL: ("注册资本（出资额）不超过 1000 万元", "capital of at most CNY 10 million"),
    RequirementKind.NATURAL_HOLDERS: ("股东、合伙人全部为自然人", "all holders or partners are natural persons"),
    RequirementKind.NOBODY_ELSE: (
        "不存在他人控制或者获取收益",
        "nobody but the holders or partners controls it or draws income from it",
    ),
    RequirementKind.SHARES_ALONE: (
        "不存在以股权、合伙权益以外的方式控制或者获取收益",
        "no control and no income other than by shares",
    ),
}
_WHY = {
    Status.FOUND: ("有自然人符合第六条的条件", "natural persons meet conditions of art. 6"),
    Status.POSSIBLE: (
        "没有自然人确定符合第六条的条件，但在已知范围内有人可能符合；若无人符合，以负责日常经营管理的人员替代",
        "nobody certainly meets art. 6, but somebody may; if nobody does, those in charge of daily management stand in",
    ),
    Status.UNKNOWN: (
        "已知的自然人都不符合第六条的条件，但来源不明的份额足以使他人符合；若无人符合，以负责日常经营管理的人员替代",
        "nobody known meets art. 6, but enough is unknown for another to; else those in charge of daily management stand in",
    ),
    Status.NOBODY: (
        "没有自然人符合第六条的条件，以负责日常经营管理的人员替代",
        "nobody meets art. 6: those in charge of daily management stand in",
    ),
    Status.STATE_OWNED: (
        "国有独资或者国有控股，以法定代表人为受益所有人（第七条）",
        "wholly or majority state-owned: the legal representative is taken for the beneficial owner (art. 7)",
    ),
}


def _article(zh: str, en: str) -> Title:
    return both(_MEASURES.zh + zh, _MEASURES.en + en)


def _condition(one: Condition) -> Mapping[str, Title]:
    """The condition that somebody meets, or may."""
    return {"text": _condition_text(one), "article": _article(*_ITEMS[one.item])}


def _condition_text(one: Condition) -> Title:
    sure = one.certainty is Certainty.CERTAIN
    if one.joint is not None:
        return one.joint.text
    if one.ground is Ground.JOINT_CONTROL:
        return both("与一致行动人共同实际控制", "controls it jointly, acting in concert")
    if one.share is None or one.criterion is None:
        return both(*(("单独实际控制", "controls it alone") if sure else ("可能单独实际控制", "may control it alone")))
    test, share, (zh, en) = criterion_in_words(one.criterion), percent(one.share), _BY_SHARE[one.ground]
    return both(
        f"{zh.format(share=share)}，{'' if sure else '若'}{test.zh}",
        f"{en.format(share=share)}, {'' if sure else 'if that is '}{test.en}",
    )


def _undetermined(one: UndeterminedOwner) -> Mapping[str, Title]:
    """What persons of one name would have together were they one, and each if not."""
    if one.control is not None:
        return {"text": one.control.text}
    assert one.if_one is not None
    assert one.if_separate is not None
    what = both("股权", "equity") if one.ground is Ground.EQUITY else both("表决权", "votes")
    together, apart, n = percent(one.if_one), percent(one.if_separate), len(one.persons)
    zh = f"{n} 名“{one.name}”若为一人，合计 {together} 的{what.zh}，达到标准；若不是，至多 {apart}"
    en = f"{together} of the {what.en} if {n} named {one.name} are one, at most {apart} each if not"
    return {"text": both(f"无法确定：{zh}", f"undetermined: {en}")}


def _stand_in(one: StandIn) -> Mapping[str, Title]:
    """The article by which somebody stands in."""
    return {"article": _article(*_STAND_IN[one.rule])}


def _filing(one: Filing) -> Mapping[str, Title]:
    """Whether an enterprise of its form files."""
    if one.required is None:
        text = _FORM_UNKNOWN
    elif one.required:
        text = _FOREIGN_BRANCH if one.foreign_branch else _FILES
    else:
        text = _FORMS[one.form]
    return {"text": both(*text), "article": _article("第二条", "art. 2")}


def _requirement(one: Requirement) -> Mapping[str, Title]:
    """What is required of who would be exempt."""
    return {"text": both(*_REQUIREMENTS[one.kind])}


def _exemption(_: Exemption) -> Mapping[str, Title]:
    """The article by which an enterprise may be exempt."""
    return {"article": _article("第三条", "art. 3")}


def _beneficial_owners(one: BeneficialOwners) -> Mapping[str, Title]:
    """What the answer comes to."""
    zh, en = _WHY[one.status]
    replaced = any(person.rule is not StandInRule.FOREIGN_BRANCH for person in one.stand_ins)
    if one.status is not Status.FOUND and not replaced:
        zh, en = f"{zh}；没有记录表明其人是谁", f"{en}; who that is, no record states"
    return {"why": both(zh, en)}


WRITERS: Mapping[type[Model], Callable[[Any], Mapping[str, Title]]] = {
    Condition: _condition,
    UndeterminedOwner: _undetermined,
    StandIn: _stand_in,
    Filing: _filing,
    Requirement: _requirement,
    Exemption: _exemption,
    BeneficialOwners: _beneficial_owners,
}
