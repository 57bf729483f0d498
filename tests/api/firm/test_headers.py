"""What surrounds every answer: headers for browsers and caches, hosts, redirects, and what is not for everybody."""

import httpx
import pytest

from app.main import create_app
from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from tests.support.worlds.small_group import HEAD

PAGES = ["/", "/catalogue", "/about", f"/parties/{HEAD}", f"/parties/{HEAD}/ownership"]
HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("path", [*PAGES, "/v1/catalogue", f"/v1/parties/{HEAD}", "/v1/nothing", "/live", "/static/style.css"])
async def test_headers_for_browsers(served: httpx.AsyncClient, path: str) -> None:
    answer = await served.get(path, headers=HTML)
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in answer.headers
    assert "server" not in answer.headers
    assert "cache-control" in answer.headers or path == "/live"


async def test_text_is_compressed_and_static_files_are_kept(served: httpx.AsyncClient) -> None:
    for path in ("/v1/openapi.json", "/static/style.css", "/about"):
        answer = await served.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["vary"]
    style = await served.get("/static/style.css")
    assert "max-age" in style.headers["cache-control"]
    again = await served.get("/static/style.css", headers={"If-None-Match": style.headers["etag"]})
    assert again.status_code == 304


async def test_an_answer_that_is_still_so_is_not_sent_again(served: httpx.AsyncClient) -> None:
    first = await served.get(f"/v1/parties/{HEAD}/portrait")
    again = await served.get(f"/v1/parties/{HEAD}/portrait", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_nothing_is_built_from_the_host(served: httpx.AsyncClient) -> None:
    refused = await served.get("/v1/catalogue", headers={"Host": "evil.example"})
    assert (refused.status_code, refused.json()["type"]) == (421, "urn:quanjing:problem:unknown-host")
    for path in ("/v1/catalogue/", "/catalogue/", "/v1/search/", "//evil.example/"):
        answer = await served.get(f"http://test{path}", headers=HTML)
        assert answer.status_code == 404, path
        assert "location" not in answer.headers


async def test_metrics_and_contact_by_settings(group: Settings) -> None:
    catalogue = read_catalogue()
    for given, client, metrics, contact in (
        ({}, "127.0.0.1", 200, 404),
        ({}, "203.0.113.9", 404, 404),
        ({"operator_networks": "203.0.113.0/24", "security_contact": "mailto:a@b.example"}, "203.0.113.9", 200, 200),
        ({"operator_networks": ""}, "127.0.0.1", 404, 404),
    ):
        app = create_app(group.model_copy(update=given), catalogue)
        transport = httpx.ASGITransport(app, client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as one:
            assert (await one.get("/metrics")).status_code == metrics
            told = await one.get("/.well-known/security.txt")
        assert told.status_code == contact
        if contact == 200:
            assert told.text.startswith("Contact: mailto:a@b.example\nExpires: 20")


async def test_behind_tls_browsers_are_told_so(group: Settings) -> None:
    app = create_app(group.model_copy(update={"tls": True}), read_catalogue())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as one:
        assert "max-age=" in (await one.get("/live")).headers["strict-transport-security"]


async def test_too_many_requests_of_one_address(group: Settings) -> None:
    app = create_app(group.model_copy(update={"rate_per_address": "2/minute"}), read_catalogue())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as one:
        answers = [await one.get("/about") for _ in range(3)]
    assert [a.status_code for a in answers][2] == 429
    assert int(answers[2].headers["retry-after"]) >= 1
    assert answers[2].json()["type"] == "urn:quanjing:problem:too-many-requests"
