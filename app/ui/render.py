"""Renders templates, with links that retain language and day, and values formatted for people."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from app.security.sessions import session_of
from app.words import words
from app.words.formats import several_values
from models.caller import PUBLIC_LEVEL, Caller
from models.catalogue import AS_STATED_SUFFIX, CODES_SUFFIX, TEXT_TYPES, Catalogue, Category, Property, Title, TypeName
from models.identity import SCHEMES
from models.work.jobs import JobCard

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
CSRF = "csrf"
"""The field of a form that holds the token of its session."""
CARRIED = ("lang", "as_of", "known_at", "view")
LONG = 60
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class PageView:
    """The helpers of a template: words, links and values in the language of the request."""

    def __init__(self, request: Request, catalogue: Catalogue | None = None) -> None:
        query = request.query_params
        self.lang = "en" if query.get("lang") == "en" else "zh"
        self.words = words(self.lang)
        self._carried = {k: query[k][:40] for k in CARRIED if query.get(k)}
        self._path = request.url.path
        self._query = dict(query.multi_items())
        self._catalogue = catalogue
        self._whole = f"{self._path}?{request.url.query}" if request.url.query else self._path
        self.session = session_of(request)
        self._app = request.app
        self._caller: Caller | None = request.scope.get("state", {}).get("caller")

    @property
    def csrf(self) -> Markup:
        """The hidden input that every form needs which sends something; empty where nobody is signed in."""
        return hidden(CSRF, self.session.csrf) if self.session else Markup("")

    @property
    def officer(self) -> bool:
        """Whether whoever is signed in is shown what the public is not."""
        return self._caller is not None and self._caller.level > PUBLIC_LEVEL

    @property
    def sign_in(self) -> str:
        """A link to the page to sign in, which leads back to this one."""
        return self.url("/sign-in", next=None if self._whole == "/" else self._whole)

    def word(self, key: str, **parts: Any) -> str:
        """A word or sentence of the page by its key, with `parts` filled in."""
        return self.words(key, **parts)

    def code(self, of: str, code: str) -> str:
        """The word for a code of the code list `of`."""
        return self.words.code(of, code)

    def title(self, title: Title | dict[str, str]) -> str:
        """A title in the page's language."""
        return self.words.title(title)

    def said(self, message: str) -> str:
        """A message of the service in the page's language."""
        return str(self._app.state.in_chinese(message)) if self.lang == "zh" else message

    def job(self, job: JobCard) -> str:
        """What a job is called: its title, or the word for its kind where it has no other."""
        return self.code("job_kind", job.kind) if job.title == job.kind else job.title

    def url(self, path: str, **query: Any) -> str:
        """A link of this site, in the same language and for the same day."""
        given = self._carried | {k: str(v) for k, v in query.items() if v is not None}
        return f"{path}?{urlencode(given)}" if given else path

    def party(self, party_id: str, rest: str = "", **query: Any) -> str:
        """A link to a party's page."""
        return self.url(f"/parties/{quote(party_id, safe=':')}{rest}", **query)

    def here(self, **changed: str) -> str:
        """A link to this page with another value of a query parameter."""
        return f"{quote(self._path, safe='/:')}?{urlencode(self._query | changed)}"

    @property
    def probable(self) -> bool:
        """Whether an investigator is shown links that are likely besides those that are certain."""
        return self._query.get("view", "probable") == "probable"

    @property
    def switch(self) -> str:
        """A link to this page in the other language."""
        query = {k: v for k, v in self._query.items() if k != "lang"}
        if self.lang == "zh":
            query["lang"] = "en"
        path = quote(self._path, safe="/:")
        return f"{path}?{urlencode(query)}" if query else path

    def properties(self, category: str, used: set[str]) -> list[Property]:
        """The properties of a category that some item uses, in the catalogue's order."""
        assert self._catalogue is not None
        ends = ("", "_min", CODES_SUFFIX, AS_STATED_SUFFIX)
        return [p for p in self._catalogue[category].properties if any(p.name + end in used for end in ends)]

    def names(self, category: Category, names: Sequence[str]) -> str:
        """The titles of properties of a category, one after the other."""
        return "、".join(self.title(category.by_name[name].title) for name in names if name in category.by_name)

    def names_in(self, values: Mapping[str, Any]) -> set[str]:
        """The names of values."""
        return set(values)

    def category_title(self, name: Any) -> str:
        """The title of a category; of one that the catalogue has not, its name."""
        known = self._catalogue.categories.get(str(name)) if self._catalogue else None
        return self.title(known.title) if known else str(name or "")

    @property
    def speaks(self) -> bool:
        """Whether who is signed in may object to records."""
        return self.session is not None and not {"department", "enterprise"}.isdisjoint(self.session.caller.roles)

    def used(self, items: Sequence[Mapping[str, Any]]) -> set[str]:
        """The names of the values that any of these items has."""
        return {name for item in items for name in item["values"]}

    def totals(self, groups: Sequence[Mapping[str, Any]]) -> int:
        """How many facts these groups have."""
        return sum(g["total"] or 0 for g in groups)

    def wide(self, prop: Property, values: Mapping[str, Any]) -> bool:
        """Whether a value needs a line of its own."""
        return len(several_values(values.get(prop.name) or "")) > LONG and prop.type in (*TEXT_TYPES, TypeName.TEXTS)

    def scheme(self, identifier: str) -> str:
        """The name of an identifier's scheme."""
        scheme = identifier.partition(":")[0]
        return self.words.code("scheme", scheme if scheme in SCHEMES else "none")

    def bare(self, identifier: str) -> str:
        """An identifier without its scheme."""
        return _bare(identifier)

    def utc(self, moment: str) -> str:
        """A moment in UTC (ISO 8601), as the time of China."""
        return self.words.moment_of(moment)

    @property
    def path(self) -> str:
        """The path of this page, for a form to send to."""
        return quote(self._path, safe="/:")

    def api(self, rest: str) -> str:
        """The API address of what this page shows."""
        query = {k: v for k, v in self._carried.items() if k != "lang"}
        path = f"/v1{self.path}{rest}"
        return f"{path}?{urlencode(query)}" if query else path

    def value(self, prop: Property, values: dict[str, Any]) -> Markup | str:
        """A property's value as text, or as a link where it is a party; an unreadable one as it was stated, with a tag."""
        stated = values.get(prop.name + AS_STATED_SUFFIX)
        if stated is None:
            return self._value(prop, values)
        tag = Markup('{} <span class="tag">{}</span>').format(stated, self.word("as_stated_tag"))
        return Markup(" ").join(part for part in (self._value(prop, values), tag) if part)

    def _value(self, prop: Property, values: dict[str, Any]) -> Markup | str:
        value = values.get(prop.name)
        if prop.type is TypeName.PARTY and not prop.sensitive:
            return self._stated_party(value, values.get(prop.name + CODES_SUFFIX, ()))
        text = self.words.value(prop, values)
        if value is None or prop.sensitive:
            return text
        if prop.type is TypeName.SHARE:
            meter = Markup('<meter min="0" max="1" value="{}"></meter>').format(value)
            return Markup('<span class="share">{} {}</span>').format(text, meter)
        return Markup('<span class="day">{}</span>').format(text) if prop.type is TypeName.DATE else text

    def link(self, party: dict[str, Any]) -> Markup | str:
        """A party as a link to its page, marked where only its name linked it; one of several that bore the name is no link."""
        name = party.get("name") or (_bare(party["id"]) if party.get("id") else self.word("unnamed"))
        if not party.get("id"):
            tag = (
                Markup(' <span class="tag">{}</span>').format(self.word("one_of_tag", n=party["one_of"]))
                if party.get("one_of")
                else ""
            )
            return Markup("{}{}").format(name, tag)
        link = Markup('<a href="{}">{}</a>').format(self.party(party["id"]), name)
        if party.get("by_name"):
            link += Markup(' <span class="tag">{}</span>').format(self.word("by_name_tag"))
        return link + self.state(party.get("state"))

    def state(self, state: str | None) -> Markup:
        """A tag with the state of registration of a party that is not in business; empty for others."""
        flagged = self.words.state(state)
        return Markup(' <span class="tag warning">{}</span>').format(flagged) if flagged else Markup("")

    def _stated_party(self, party: dict[str, Any] | None, codes: Sequence[str]) -> Markup | str:
        """A party as a link, and the other codes that the row states for it; the row's own party may be left out."""
        parts = [self.link(party)] if party else []
        parts += [Markup('<span class="quiet">{} {}</span>').format(self.scheme(code), self.bare(code)) for code in codes]
        return Markup(" ").join(parts)

    def period(self, evidence: dict[str, Any]) -> str:
        """The days on which a fact holds, as text."""
        return self.words.period(evidence["valid_from"], evidence.get("valid_to"))


def hidden(name: str, value: str) -> Markup:
    """A hidden input of a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def _bare(identifier: str) -> str:
    scheme, _, value = identifier.partition(":")
    return value if scheme in SCHEMES else identifier


def page(template: str, request: Request, view: PageView, status: int = 200, **values: Any) -> HTMLResponse:
    """An HTML response rendered from a template."""
    html = _ENVIRONMENT.get_template(template).render(view=view, word=view.word, url=view.url, request=request, **values)
    headers = {"Content-Language": "zh-CN" if view.lang == "zh" else "en", "Cache-Control": "no-cache"}
    return HTMLResponse(html, status, headers)
