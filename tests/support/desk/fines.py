"""A department that has fined a firm by a push, and the key that it goes on with."""

from secrets import token_hex
from typing import Any

from models.caller import CallerRole
from tests.support.desk.commands import OFFICE, decision
from tests.support.desk.keys import Headers, bearer, issue


async def fined(service: Any, firm: str) -> Headers:
    """Push a decision of 2026-10-08 about a firm, shown until 2099; gives the key of the department that did."""
    key = bearer(issue(service.app.state.desk, CallerRole.DEPARTMENT, f"风险局员{token_hex(4)}", department=OFFICE).key)
    row = decision("险1号", 公示截止期="2099-01-01", 行政相对人名称="", 统一社会信用代码=firm[5:], 处罚决定日期="2026-10-08")
    sent = await service.client.post("/v1/records/penalty", json=[row], params={"wait": 30}, headers=key)
    assert sent.status_code == 201, sent.text
    return key


def analyst_key(service: Any) -> str:
    """The key of a new analyst."""
    return issue(service.app.state.desk, CallerRole.ANALYST, f"风险分析员{token_hex(4)}").key
