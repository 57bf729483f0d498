"""A partner and its delegate in one name: a partnership's managing partner that is a company acts through a person.

Registers write both in one cell: X公司（委派代表：张三）. The partner manages; the delegate (委派代表, Partnership Enterprise
Law art. 26) acts for it, and by that manages and controls nothing.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from loaders.values.kinds import looks_like_body

_ROLE = "(?:执行(?:合伙)?事务(?:合伙人)?的?)?"
_FORMS = tuple(
    re.compile(form + r"\Z")
    for form in (
        rf"(?P<partner>.*?)\s*[(（\[【]\s*{_ROLE}(?:委派|委托|指派)的?(?:代表人|代表)?\s*[:：为是]?\s*(?P<delegate>[^()（）\[\]【】]*?)\s*[)）\]】]",
        rf"(?P<partner>.*?)[\s,，、;；/]*{_ROLE}(?:委派|委托|指派)的?(?:代表人|代表)\s*[:：为是]?\s*(?P<delegate>[^()（）\[\]【】]*?)",
    )
)
_AS = re.compile(r"(?P<delegate>.{2,40}?)\s*(?:为|任)\s*(?:执行事务)?代表\Z")


class Acting(NamedTuple):
    """Who a name speaks of: a partner, its delegate, or one of them."""

    partner: str | None
    delegate: str | None


@lru_cache(maxsize=4096)
def read_acting(name: str) -> Acting:
    """Take X公司（委派代表：张三） apart; 张三（委派代表） is a delegate alone, a name without such words a partner alone."""
    if "委派" not in name and "指派" not in name and "委托代表" not in name:
        return Acting(name, None)
    found = next(filter(None, (form.match(name) for form in _FORMS)), None)
    if not found:
        return Acting(name, None)
    partner, delegate = found["partner"].strip(), found["delegate"].strip()
    if turned := _AS.match(delegate):
        delegate = turned["delegate"]
    if looks_like_body(delegate):
        return Acting(name, None)
    if not partner:
        return Acting(None, delegate) if delegate else Acting(name, None)
    return Acting(partner, delegate) if delegate else Acting(None, partner)
