"""Why parties are related under CAS 36 with Interpretation 13, in sentences, and by which article."""

from collections.abc import Callable, Mapping
from typing import Any

from app.words.codes import CODES
from app.words.formats import percent
from app.words.phrases import Pair, both
from models.answers.control import Certainty
from models.answers.related import Reason, Related, RelatedIfOne, RelatedParty, RelationKind, Stop
from models.base import Model
from models.catalogue import Title

_CAS_36 = ("第 36 号准则第四条（{zh}）", "CAS 36 art. 4({en})")
_INTERPRETATION_13 = ("解释第 13 号一（{zh}）", "Interpretation 13 part 1({en})")
_ITEMS = "一二三四五六七八九十"

ARTICLES: Mapping[RelationKind, tuple[Pair, int]] = {
    RelationKind.PARENT: (_CAS_36, 1),
    RelationKind.SUBSIDIARY: (_CAS_36, 2),
    RelationKind.FELLOW_SUBSIDIARY: (_CAS_36, 3),
    RelationKind.JOINT_CONTROLLER: (_CAS_36, 4),
    RelationKind.INFLUENCER: (_CAS_36, 5),
    RelationKind.JOINT_VENTURE: (_CAS_36, 6),
    RelationKind.ASSOCIATE: (_CAS_36, 7),
    RelationKind.MAIN_INVESTOR: (_CAS_36, 8),
    RelationKind.KEY_MANAGER: (_CAS_36, 9),
    RelationKind.OF_MAIN_INVESTOR: (_CAS_36, 10),
    RelationKind.OF_KEY_MANAGER: (_CAS_36, 10),
    RelationKind.GROUP_JOINT_VENTURE: (_INTERPRETATION_13, 1),
    RelationKind.GROUP_ASSOCIATE: (_INTERPRETATION_13, 1),
    RelationKind.GROUP_OF_JOINT_CONTROLLER: (_INTERPRETATION_13, 1),
    RelationKind.GROUP_OF_INFLUENCER: (_INTERPRETATION_13, 1),
    RelationKind.FELLOW_OF_JOINT_CONTROLLER: (_INTERPRETATION_13, 2),
    RelationKind.FELLOW_OF_INFLUENCER: (_INTERPRETATION_13, 2),
}
"""Of each way of being related, the article and its item."""

CERTAINLY: Mapping[RelationKind, Pair] = {
    RelationKind.PARENT: (
        "{party}控制{of}，是其母公司",
        "{party} controls {of}: its parent",
    ),
    RelationKind.SUBSIDIARY: (
        "{of}控制{party}，是其子公司",
        "{of} controls {party}: its subsidiary",
    ),
    RelationKind.FELLOW_SUBSIDIARY: (
        "{party}与{of}同受母公司{through}控制",
        "{party} and {of} have one parent, {through}",
    ),
    RelationKind.JOINT_CONTROLLER: (
        "{party}与他人共同控制{through}",
        "{party} jointly controls {through} with another",
    ),
    RelationKind.INFLUENCER: (
        "{party}对{through}有 {votes} 的表决权，推定有重大影响",
        "{party} has {votes} of the votes of {through}: presumed significant influence",
    ),
    RelationKind.JOINT_VENTURE: (
        "{through}是{of}与他人共同控制的合营企业；{party}是该合营企业或者其子公司",
        "{of} jointly controls {through} with another; {party} is that joint venture or its subsidiary",
    ),
    RelationKind.ASSOCIATE: (
        "{of}对{through}有 {votes} 的表决权，推定有重大影响；{party}是该联营企业或者其子公司",
        (
            "{of} has {votes} of the votes of {through}, presumed significant influence;"
            " {party} is that associate or its subsidiary"
        ),
    ),
    RelationKind.MAIN_INVESTOR: (
        "{party}控制、共同控制{through}或者对其有重大影响，是主要投资者个人",
        "{party} controls, jointly controls or significantly influences {through}: a main individual investor",
    ),
    RelationKind.KEY_MANAGER: (
        "{party}是{through}的关键管理人员（{title}）",
        "{party} is a key manager of {through} ({title})",
    ),
    RelationKind.OF_MAIN_INVESTOR: (
        "{of}的主要投资者个人{through}控制、共同控制{party}或者对其有重大影响",
        "{through}, a main individual investor of {of}, controls, jointly controls or significantly influences {party}",
    ),
    RelationKind.OF_KEY_MANAGER: (
        "{of}或者其母公司的关键管理人员{through}控制、共同控制{party}或者对其有重大影响",
        "{through}, a key manager of {of} or of its parent, controls, jointly controls or significantly influences {party}",
    ),
    RelationKind.GROUP_JOINT_VENTURE: (
        "{party}是{of}所属集团成员{through}的合营企业（或者其子公司）",
        "{party} is a joint venture (or its subsidiary) of {through}, a member of the group of {of}",
    ),
    RelationKind.GROUP_ASSOCIATE: (
        "{party}是{of}所属集团成员{through}的联营企业（或者其子公司）",
        "{party} is an associate (or its subsidiary) of {through}, a member of the group of {of}",
    ),
    RelationKind.GROUP_OF_JOINT_CONTROLLER: (
        "{of}（或者其母公司）是{through}的合营企业，{party}与{through}同属一个集团",
        "{of} (or its parent) is a joint venture of {through}, and {party} is of the group of {through}",
    ),
    RelationKind.GROUP_OF_INFLUENCER: (
        "{of}（或者其母公司）是{through}的联营企业，{party}与{through}同属一个集团",
        "{of} (or its parent) is an associate of {through}, and {party} is of the group of {through}",
    ),
    RelationKind.FELLOW_OF_JOINT_CONTROLLER: (
        "{of}是{through}的合营企业，{party}是{through}的其他合营企业或者联营企业",
        "{of} is a joint venture of {through}, and {party} another joint venture or an associate of it",
    ),
    RelationKind.FELLOW_OF_INFLUENCER: (
        "{of}是{through}的联营企业，{party}是{through}的合营企业",
        "{of} is an associate of {through}, and {party} a joint venture of it",
    ),
}
"""{party} is the related party, {of} the enterprise asked about, {through} the party between them."""

POSSIBLY: Mapping[RelationKind, Pair] = {
    RelationKind.PARENT: (
        "{party}可能控制{of}，若控制即为其母公司",
        "{party} may control {of}: its parent if it does",
    ),
    RelationKind.SUBSIDIARY: (
        "{of}可能控制{party}，若控制即为其子公司",
        "{of} may control {party}: its subsidiary if it does",
    ),
    RelationKind.INFLUENCER: (
        "{party}对{through}有 {votes} 的表决权，可能足以推定有重大影响",
        "{party} has {votes} of the votes of {through}: perhaps enough to presume significant influence",
    ),
    RelationKind.ASSOCIATE: (
        "{of}对{through}有 {votes} 的表决权，可能足以推定有重大影响；{party}若是，即为该联营企业或者其子公司",
        (
            "{of} has {votes} of the votes of {through}, perhaps enough to presume significant influence;"
            " if so, {party} is that associate or its subsidiary"
        ),
    ),
    RelationKind.MAIN_INVESTOR: (
        "{party}对{through}可能有重大影响，若有即为主要投资者个人",
        "{party} may significantly influence {through}: a main individual investor if so",
    ),
    RelationKind.OF_MAIN_INVESTOR: (
        "{through}可能是{of}的主要投资者个人，或者可能对{party}有重大影响",
        "{through} may be a main individual investor of {of}, or may significantly influence {party}",
    ),
    RelationKind.OF_KEY_MANAGER: (
        "{of}或者其母公司的关键管理人员{through}可能对{party}有重大影响",
        "{through}, a key manager of {of} or of its parent, may significantly influence {party}",
    ),
    RelationKind.GROUP_ASSOCIATE: (
        "{party}可能是{of}所属集团成员{through}的联营企业（或者其子公司）",
        "{party} may be an associate (or its subsidiary) of {through}, a member of the group of {of}",
    ),
    RelationKind.GROUP_OF_INFLUENCER: (
        "{of}（或者其母公司）可能是{through}的联营企业，{party}与{through}同属一个集团",
        "{of} (or its parent) may be an associate of {through}, and {party} is of the group of {through}",
    ),
    RelationKind.FELLOW_OF_JOINT_CONTROLLER: (
        "{of}是{through}的合营企业，{party}可能是{through}的联营企业",
        "{of} is a joint venture of {through}, and {party} may be an associate of it",
    ),
    RelationKind.FELLOW_OF_INFLUENCER: (
        "{of}可能是{through}的联营企业，{party}是{through}的合营企业",
        "{of} may be an associate of {through}, and {party} is a joint venture of it",
    ),
}
"""Where only some of the shares that the stated ranges allow would make it so."""


def _related(one: Related) -> Mapping[str, Any]:
    """Each related party with its reasons, which name the enterprise asked about."""
    return {"related": tuple(_party(party, one.party.label) for party in one.related)}


def _party(one: RelatedParty, of: str) -> RelatedParty:
    name = one.name or one.id
    return one.model_copy(update={"reasons": tuple(_reason(reason, name, of) for reason in one.reasons)})


def _reason(one: Reason, party: str, of: str) -> Reason:
    sentences = CERTAINLY if one.certainty is Certainty.CERTAIN else POSSIBLY
    through = one.through.label if one.through else ""
    votes = percent(one.votes) if one.votes else ""
    posts = _post(one.post) if one.post else ("", "")
    zh, en = (
        text.format(party=party, of=of, through=through, votes=votes, title=post)
        for text, post in zip(sentences[one.kind], posts, strict=True)
    )
    return one.model_copy(update={"article": _article(one.kind), "text": both(zh, en)})


def _article(kind: RelationKind) -> Title:
    (zh, en), item = ARTICLES[kind]
    return both(zh.format(zh=_ITEMS[item - 1]), en.format(en=item))


def _post(post: str) -> Pair:
    """A title as it was stated; of a role, its words; of a post without a title, nothing."""
    return ("", "") if post == "post" else CODES.get(f"role_{post}", (post, post))


def _stop(one: Stop) -> Mapping[str, Any]:
    """At whom relations stop, and why."""
    name = one.party.label
    text = both(
        f"{name}是政府部门或者机构：仅同受其控制的企业不构成关联方（第 36 号准则第六条）",
        f"{name} is a body of government: enterprises are not related for its control alone (CAS 36 art. 6)",
    )
    return {"text": text}


def _if_one(one: RelatedIfOne) -> Mapping[str, Any]:
    """What would be related too, were two persons of one name one."""
    first, firm, n = one.parties[0].label, one.of.label, one.total
    more_zh, more_en = (f"等 {n} 家企业", f" and {n - 1} more") if n > 1 else ("", "")
    text = both(
        f"无法确定：2 名“{one.name}”若为一人，其控制的{first}{more_zh}也会是{firm}的关联方",
        f"undetermined: if the two of the name {one.name} are one person, {first}{more_en} would be related to {firm} too",
    )
    return {"text": text}


WRITERS: Mapping[type[Model], Callable[[Any], Mapping[str, Any]]] = {
    Related: _related,
    Stop: _stop,
    RelatedIfOne: _if_one,
}
