"""A browser of tests that is signed in on the pages: it keeps its cookies and sends the token of its forms."""

import asyncio
import re
from html import unescape
from typing import Any

import httpx

TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


class Browser:
    """A client with cookies of its own over the service of another client."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.origin = f"{client.base_url.scheme}://{client.base_url.netloc.decode()}"
        self.client = httpx.AsyncClient(
            transport=client._transport, base_url=client.base_url, headers={"Accept": "text/html"}, timeout=client.timeout
        )

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that it holds, by name."""
        return {one.name: one.value or "" for one in self.client.cookies.jar}

    async def get(self, path: str, **more: Any) -> httpx.Response:
        """Open a page; redirects are not followed."""
        return await self.client.get(path, **more)

    async def token(self, path: str = "/about") -> str:
        """The token of the forms of a page."""
        found = TOKEN.search((await self.get(path)).text)
        assert found, f"{path} has no form"
        return found[1]

    async def post(self, path: str, data: dict[str, Any] | None = None, *, of: str = "/about", **more: Any) -> httpx.Response:
        """Send a form as a page does that was opened before: with its token, and from this origin."""
        fields = {"csrf": await self.token(of), **(data or {})}
        headers = {"Origin": self.origin, **more.pop("headers", {})}
        return await self.client.post(path, data=fields, headers=headers, **more)

    async def sign_in(self, key: str, to: str = "/") -> httpx.Response:
        """Send the page to sign in with a key."""
        return await self.post("/sign-in", {"key": key, "next": to}, of="/sign-in")


async def sign_in(client: httpx.AsyncClient, key: str) -> Browser:
    """A browser that is signed in with a key at the service of a client."""
    browser = Browser(client)
    answer = await browser.sign_in(key)
    assert answer.status_code == 303, answer.text
    return browser


def key_of(html: str) -> str:
    """The Idempotency-Key of a form."""
    found = re.search(r'name="key" value="([^"]+)"', html)
    assert found
    return found[1]


def text_of(html: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


async def over(browser: Browser, answer: httpx.Response) -> str:
    """The page of the job that an answer leads to, once it is over."""
    assert answer.status_code == 303, text_of(answer.text)
    for _ in range(1500):
        html = (await browser.get(answer.headers["location"])).text
        if "data-bar" not in html:
            return html
        await asyncio.sleep(0.05)
    raise AssertionError(html)
