"""What kind of party a word or a name speaks of."""

import re
from functools import lru_cache

from loaders.normalise import normalise_name
from models.catalogue import Kind

_NOT_ONE = re.compile(r"非自然人|法人及|其他投资者|其他")
_WORDS = (
    (Kind.PERSON, re.compile(r"自然人|个人|PERSON|居民")),
    (Kind.ORGANISATION, re.compile(r"事业法人|事业单位|社团|社会团体|社会组织|基金会|民办非|工会|ORGANISATION|ORGANIZATION")),
    (Kind.DEPARTMENT, re.compile(r"机关|政府|国有股东|国家|国资|财政|DEPARTMENT")),
    (Kind.ENTERPRISE, re.compile(r"企业|公司|法人|个体|合伙|合作社|外资|内资|基金|ENTERPRISE")),
)
_STATE = re.compile(r"(?:人民政府|政府|委员会|管理局|监督局|监管局|公安局|财政局|税务局|[^邮]局|厅|国资委|财政部)\Z")
_BODY = re.compile(
    r"公司|合伙|基金|银行|计划|集团|信托|保险|证券|企业|资产管理|有限责任|股份|合作社|专户|组合|理财|CO\.|LTD|LIMITED|INC\b|FUND|TRUST|BANK|LLC|PLC"
    r"|(?:中心|协会|学会|联合会|商会|医院|大学|学院|学校|研究院|研究所|事务所|工作室|经营部|商行|总厂|工厂|厂|社|院|所|店|部|站|场|馆|村|组)\Z"
)
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}\Z|[\u4e00-\u9fff]{1,12}(?:[·•.][\u4e00-\u9fff]{1,12})+\Z")


@lru_cache(maxsize=4096)
def read_kind(text: str) -> Kind | None:
    """The kind a cell such as 自然人股东 or 企业法人 names; None where it names none or several."""
    word = normalise_name(text)
    if word.capitalize() in Kind.__members__.values():
        return Kind(word.capitalize())
    if _NOT_ONE.search(word):
        return None
    return next((kind for kind, pattern in _WORDS if pattern.search(word)), None)


@lru_cache(maxsize=20_000)
def looks_like_body(name: str) -> Kind | None:
    """Enterprise or Department where a name has the form of one; None else. A hint, never proof."""
    if len(name) >= 4 and _STATE.search(name):
        return Kind.DEPARTMENT
    found = _BODY.search(name.upper())
    return Kind.ENTERPRISE if found and len(name) >= 3 and (len(name) > 3 or len(found[0]) > 1) else None


def looks_like_person(name: str) -> bool:
    """Whether a name has the form of a Chinese person's name. A hint, never proof."""
    return bool(_PERSON.match(name))
