"""Whom a bare name may mean, where registrations say of the bearers' divisions more or less."""

import pytest

from loaders.identity.resolution import resolve
from models.catalogue import Kind
from models.facts import ResolutionRule
from models.identity import MentionId, NameBearer, Resolution

MENTION = MentionId.parse("name:Enterprise:330106:2024-05-06:甲公司")


def bearer(party: str, region: str | None) -> NameBearer:
    return NameBearer("甲公司", party, Kind.ENTERPRISE, region, "2020-01-01", "9999-12-31")


@pytest.mark.parametrize("unread", [None, "西湖区", "杭州市西湖区文三路1号", "火星"])
def test_who_may_be_anywhere_may_be_there(unread: str | None) -> None:
    """A division that is told in words that are no one division's does not take its bearer out of the question."""
    there, perhaps = bearer("uscc:1", "330106"), bearer("uscc:2", unread)
    assert resolve(MENTION, [there, perhaps], ["330000"]) == [
        Resolution(MENTION.id, "uscc:1", ResolutionRule.CANDIDATE),
        Resolution(MENTION.id, "uscc:2", ResolutionRule.CANDIDATE),
    ]
    assert resolve(MENTION, [perhaps], ["330000"]) == [Resolution(MENTION.id, "uscc:2", ResolutionRule.CERTAIN)]


def test_who_is_elsewhere_is_not_meant() -> None:
    there, elsewhere = bearer("uscc:1", "330100"), bearer("uscc:2", "440300")
    assert resolve(MENTION, [there, elsewhere], []) == [Resolution(MENTION.id, "uscc:1", ResolutionRule.LIKELY)]
