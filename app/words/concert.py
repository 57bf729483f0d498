"""Who is presumed to act in concert, in sentences, by the items of art. 83 of the Takeover Measures."""

from collections.abc import Callable, Mapping
from typing import Any

from app.words.formats import percent
from app.words.phrases import Pair, both
from models.answers.related import ConcertSuggestions, Presumption
from models.base import Model

RULES: Mapping[int, Pair] = {
    1: (
        "投资者之间有股权控制关系",
        "one controls the other by shares",
    ),
    2: (
        "投资者受同一主体控制",
        "both are controlled by one party",
    ),
    3: (
        "一方的董事、监事或者高级管理人员在另一方担任同类职务",
        "a director, supervisor or senior manager of one is one of the other",
    ),
    4: (
        "一方参股另一方，可对其重大决策产生重大影响",
        "one has a stake in the other that materially influences its decisions",
    ),
    6: (
        "存在合伙、合作、联营等其他经济利益关系",
        "partnership, co-operation or a joint venture between them",
    ),
    7: (
        "持有一方 30% 以上股份的自然人同时持有本公司股份",
        "a natural person with at least 30 % of one also holds shares",
    ),
    8: (
        "在一方任职的董事、监事或者高级管理人员同时持有本公司股份",
        "a director, supervisor or senior manager of one also holds shares",
    ),
    10: (
        "本公司董事、监事或者高级管理人员与其控制的企业同时持有本公司股份",
        "a director, supervisor or senior manager of the company and an enterprise it controls both hold shares",
    ),
}
"""What each item that is looked for presumes; each can be rebutted."""

SENTENCES: Mapping[int, Pair] = {
    1: ("{a}控制{b}", "{a} controls {b}"),
    2: ("{a}与{b}同受{through}控制", "{a} and {b} are both controlled by {through}"),
    3: ("{through}在{a}和{b}均任职", "{through} has a post in both {a} and {b}"),
    4: ("{a}对{b}有 {votes} 的表决权", "{a} has {votes} of the votes of {b}"),
    6: ("{a}与{b}共同参与{through}", "{a} and {b} are partners in {through}"),
    7: ("{a}持有{b} {votes}", "{a} holds {votes} of {b}"),
    8: ("{a}在{b}任职", "{a} has a post in {b}"),
    10: ("{a}在{through}任职，并控制{b}", "{a} has a post in {through} and controls {b}"),
}
"""{a} and {b} are the holders, {through} the party between."""

NOT_COMPUTED: tuple[Pair, ...] = (
    (
        "第五项（融资安排）：没有记录",
        "Item 5 (financing): not recorded",
    ),
    (
        "第九项（亲属）：没有记录",
        "Item 9 (relatives): not recorded",
    ),
    (
        "第十一项（员工持股、委托）：除第十项所述控制关系外，没有记录",
        "Item 11 (employees, mandates): not recorded beyond the control of item 10",
    ),
    (
        "第十二项（其他关联关系）：不作认定",
        "Item 12 (other relations): not judged",
    ),
    (
        "第二项不计政府部门和机构：仅同受国家控制不作推定",
        "Item 2 leaves bodies of government out: common state control alone is no presumption",
    ),
)
"""The items for which nothing is recorded, with the reason."""


def _presumption(one: Presumption) -> Mapping[str, Any]:
    """The item met, and what it rests on."""
    through, votes = one.through.label if one.through else "", percent(one.votes) if one.votes else ""
    zh, en = (text.format(a=one.holder.label, b=one.other.label, through=through, votes=votes) for text in SENTENCES[one.item])
    return {"rule": both(*RULES[one.item]), "text": both(zh, en)}


def _suggestions(_: ConcertSuggestions) -> Mapping[str, Any]:
    """The items that are not looked for."""
    return {"not_computed": tuple(both(*one) for one in NOT_COMPUTED)}


WRITERS: Mapping[type[Model], Callable[[Any], Mapping[str, Any]]] = {
    Presumption: _presumption,
    ConcertSuggestions: _suggestions,
}
