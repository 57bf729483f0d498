"""Where a party is found under another identifier: only for now, since what joins two identifiers can be taken back."""

import pytest
from starlette.requests import Request

from app.api.deps import moved


@pytest.mark.parametrize("query", [b"as_of=2024-01-01", b"view=strict", b"view=probable"])
def test_a_redirect_is_temporary_and_keeps_the_query(query: bytes) -> None:
    request = Request({"type": "http", "query_string": query, "headers": []})
    answer = moved(request, "uscc:A", "/controllers")
    assert (answer.status_code, answer.headers["Location"]) == (307, f"/v1/parties/uscc:A/controllers?{query.decode()}")
