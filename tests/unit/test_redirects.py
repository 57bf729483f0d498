"""Where a party is found under another identifier: for good, but for now only where a decision may make it so."""

import pytest
from starlette.requests import Request

from app.api.deps import moved


@pytest.mark.parametrize(("query", "status"), [(b"as_of=2024-01-01", 308), (b"view=strict", 308), (b"view=probable", 307)])
def test_a_redirect_lasts_as_long_as_what_it_rests_on(query: bytes, status: int) -> None:
    request = Request({"type": "http", "query_string": query, "headers": []})
    answer = moved(request, "uscc:A", "/controllers")
    assert (answer.status_code, answer.headers["Location"]) == (status, f"/v1/parties/uscc:A/controllers?{query.decode()}")
