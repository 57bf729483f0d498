"""The service over HTTP, on both engines: answers, redirects, problems, pages, and what surrounds every request."""

import json
from collections.abc import AsyncIterator
from html.parser import HTMLParser

import httpx
import pytest
import pytest_asyncio

from app.engine import Engine
from app.main import create_app
from app.settings import Settings
from models.answers.portrait import Portrait
from models.answers.records import Records
from models.catalogue import Catalogue
from tests.support.worlds import tiny_world
from tests.support.worlds.tiny_catalogue import tiny_catalogue
from tests.support.worlds.tiny_world import A, B, P

HOSTILE = "<script>alert('甲')</script>\"'`; MATCH (n) DETACH DELETE n //"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return tiny_catalogue()


@pytest_asyncio.fixture(loop_scope="session")
async def client(engine: Engine, catalogue: Catalogue, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    world = await tiny_world.build(engine, catalogue)
    refs: dict[str, tuple[str, str | None]] = {"enterprise": (B, HOSTILE)}
    await world.state("penalty", refs, {"document_number": HOSTILE, "content": HOSTILE})
    app = create_app(settings, catalogue)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as one:
            yield one


async def test_a_portrait_fits_its_model(client: httpx.AsyncClient) -> None:
    response = await client.get(f"/v1/parties/{A}/portrait")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    answer = Portrait.model_validate(response.json())
    assert answer.party.name == "杭州甲有限公司"
    assert "欠税" not in response.text
    assert "13800001234" not in response.text


async def test_a_weaker_identifier_redirects(client: httpx.AsyncClient) -> None:
    for path, rest in (
        ("/v1/parties/330100000000001", ""),
        ("/v1/parties/reg:330100000000001", "/portrait"),
        (f"/parties/{A[5:]}", ""),
    ):
        response = await client.get(f"{path}{rest}?as_of=2021-02-15")
        assert response.status_code == 307
        followed = await client.get(response.headers["location"])
        assert followed.status_code == 200
        assert "as_of=2021-02-15" in response.headers["location"]


async def test_records_page_by_page(client: httpx.AsyncClient) -> None:
    found: list[str] = []
    query = {"category": "penalty", "limit": "2"}
    while True:
        response = await client.get(f"/v1/parties/{A}/records", params=query)
        page = Records.model_validate(response.json())
        found += [str(i.values["document_number"]) for i in page.items]
        if page.next is None:
            break
        query["cursor"] = page.next
    assert found == [f"杭市监罚〔2021〕{i}号" for i in (2, 1, 0)]
    owners = await client.get(f"/v1/parties/{A}/records", params={"category": "shareholder"})
    assert owners.json()["total"] == 2


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/v1/parties/uscc:91330000000000000Y", 404, "not-found"),
        ("GET", "/v1/parties/uscc:91330000000000000Y/portrait", 404, "not-found"),
        ("GET", "/v1/nothing", 404, "not-found"),
        ("GET", "/v1/catalogue/nothing", 404, "not-found"),
        ("GET", "/v1/questions/nothing", 404, "not-found"),
        ("GET", "/v1/questions/party.show/answer", 422, "invalid-input"),
        ("GET", "/v1/questions/party.show/answer?party_id=x&self=1", 422, "invalid-input"),
        ("GET", "/v1/questions/party.show/answer?party_id=x&party_id=y", 400, "bad-request"),
        ("GET", "/v1/batches/nothing", 404, "not-found"),
        ("POST", "/v1/search?q=x", 405, "method-not-allowed"),
        ("DELETE", f"/v1/parties/{A}", 405, "method-not-allowed"),
        ("GET", "/v1/search", 422, "invalid-input"),
        ("GET", "/v1/search?q=" + "x" * 201, 422, "invalid-input"),
        ("GET", "/v1/search?q=%00", 422, "invalid-input"),
        ("GET", "/v1/search?q=x&limit=0", 422, "invalid-input"),
        ("GET", "/v1/search?q=x&limit=201", 422, "invalid-input"),
        ("GET", "/v1/search?q=x&other=1", 422, "invalid-input"),
        ("GET", "/v1/search?q=x&cursor=x", 422, "invalid-input"),
        ("GET", f"/v1/parties/{A}/portrait?as_of=2021-13-01", 422, "invalid-input"),
        ("GET", f"/v1/parties/{A}/portrait?known_at=soon", 422, "invalid-input"),
        ("GET", f"/v1/parties/{A}/portrait?view=probable", 403, "forbidden"),
        ("GET", f"/v1/parties/{A}/portrait?view=other", 422, "invalid-input"),
        ("GET", f"/v1/parties/{A}/records", 422, "invalid-input"),
        ("GET", f"/v1/parties/{A}/records?category=nothing", 422, "invalid-input"),
        ("GET", f"/v1/parties/{A}/records?category=penalty&direction=in", 422, "invalid-input"),
    ],
)
async def test_problems(client: httpx.AsyncClient, method: str, path: str, status: int, kind: str) -> None:
    response = await client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"urn:quanjing:problem:{kind}"
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["x-request-id"]
    page = await client.request(method, path.replace("/v1/", "/"), headers=HTML)
    assert "<script" not in page.text


async def test_a_failing_graph_is_a_problem(client: httpx.AsyncClient) -> None:
    app = client._transport.app  # type: ignore[attr-defined]
    working = app.state.engine, app.state.questions
    from app.errors import GraphUnavailable

    class Gone:
        async def read(self, *given: object, **more: object) -> None:
            raise GraphUnavailable("secret address")

    class Broken:
        catalogue = app.state.questions.catalogue

        async def answer(self, *given: object, **more: object) -> None:
            raise RuntimeError("secret detail")

    app.state.engine, app.state.questions = Gone(), Broken()
    try:
        ready = await client.get("/ready")
        failed = await client.get(f"/v1/parties/{A}")
        page = await client.get(f"/parties/{A}", headers=HTML)
        live = await client.get("/live")
    finally:
        app.state.engine, app.state.questions = working
    assert (ready.status_code, ready.json()["type"]) == (503, "urn:quanjing:problem:graph-unavailable")
    assert ready.headers["retry-after"]
    assert (failed.status_code, failed.json()["type"]) == (500, "urn:quanjing:problem:internal")
    assert page.status_code == 500
    assert "secret" not in ready.text + failed.text + page.text
    assert live.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/v1/catalogue",
        "/v1/catalogue/penalty",
        "/v1/questions",
        "/v1/questions/portrait.party",
        f"/v1/questions/party.show/answer?party_id={A}",
        "/v1/batches",
        "/v1/batches/b-penalty",
        "/v1/search?q=杭州甲",
        f"/v1/parties/{P}/history",
        "/v1/openapi.json",
        "/live",
        "/ready",
        "/metrics",
    ],
)
async def test_programs_read(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 200
    if path != "/metrics":
        json.loads(response.text)
    head = await client.head(path)
    assert head.status_code == 200
    assert head.content == b""


async def test_the_description_is_openapi_3_1(client: httpx.AsyncClient) -> None:
    described = (await client.get("/v1/openapi.json")).json()
    assert described["openapi"].startswith("3.1")
    assert "/v1/parties/{party_id}/portrait" in described["paths"]


async def test_a_request_id_is_kept_where_it_is_one(client: httpx.AsyncClient) -> None:
    kept = await client.get("/live", headers={"X-Request-Id": "abc-12345"})
    assert kept.headers["x-request-id"] == "abc-12345"
    made = await client.get("/live", headers={"X-Request-Id": "a b"})
    assert made.headers["x-request-id"] != "a b"


class Links(HTMLParser):
    """The links, sources and scripts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src", "action") and value]


PAGES = (
    "/",
    "/search?q=有限公司",
    f"/parties/{A}",
    f"/parties/{B}",
    f"/parties/{P}",
    f"/parties/{A}/records?category=penalty",
    f"/parties/{A}/records?category=shareholder",
    "/catalogue",
    "/catalogue/penalty",
    "/about",
    "/parties/none",
)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
async def test_pages_hold_no_script_and_ask_nobody_else(client: httpx.AsyncClient, path: str, lang: str) -> None:
    url = path if lang == "zh" else path + ("&" if "?" in path else "?") + "lang=en"
    response = await client.get(url, headers=HTML)
    assert response.status_code == (404 if path == "/parties/none" else 200)
    assert "default-src 'none'" in response.headers["content-security-policy"]
    page = Links()
    page.feed(response.text)
    assert "script" not in page.tags
    assert not [a for a in page.attributes if a.startswith("on") or a == "style"]
    assert all(link.startswith(("/", "#")) and not link.startswith("//") for link in page.links)


async def test_every_link_of_the_pages_leads_somewhere(client: httpx.AsyncClient) -> None:
    seen: set[str] = set()
    pending = ["/", f"/parties/{A}", f"/parties/{B}", "/search?q=有限公司"]
    while pending and len(seen) < 120:
        url = pending.pop()
        if url in seen or url.startswith("#"):
            continue
        seen.add(url)
        response = await client.get(url, headers=HTML)
        assert response.status_code in (200, 303), url
        if "text/html" in response.headers.get("content-type", "") and not url.startswith("/v1"):
            page = Links()
            page.feed(response.text)
            pending += [link for link in page.links if link.split("?")[0] not in ("/search", *{s.split("?")[0] for s in seen})]


async def test_hostile_names_are_text(client: httpx.AsyncClient) -> None:
    page = await client.get(f"/parties/{B}", headers=HTML)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text
    asked = await client.get("/search", params={"q": HOSTILE}, headers=HTML)
    assert "<script>alert" not in asked.text


async def test_a_page_says_where_facts_come_from_and_what_is_missing(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"/parties/{A}", headers=HTML)).text
    assert "penalty.csv" in page
    assert "尚未归集" in page
    assert "不对公众开放" in page
    english = (await client.get(f"/parties/{A}?lang=en", headers=HTML)).text
    assert "Not open to the public" in english
    person = (await client.get(f"/parties/{P}", headers=HTML)).text
    assert "监事" in person
