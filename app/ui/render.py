"""Templates, links that keep language and day, and values as people read them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from stdnum import numdb

from app.analytics.structure.states import flagged_state
from app.ui.words import WORDS
from loaders.identity.components import SCHEMES
from loaders.tables.industries import SECTIONS, TITLES
from models.catalogue import CODES_SUFFIX, TEXT_TYPES, TOLD_SUFFIX, Catalogue, Category, Property, Title, TypeName
from models.statements import OPEN_DAY

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
KEPT = ("lang", "as_of", "known_at")
LONG = 60
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class View:
    """What a template asks of the page it makes: words, links and values in the language of the request."""

    def __init__(self, request: Request, catalogue: Catalogue | None = None) -> None:
        query = request.query_params
        self.lang = "en" if query.get("lang") == "en" else "zh"
        self.words = WORDS[self.lang]
        self._kept = {k: query[k][:40] for k in KEPT if query.get(k)}
        self._path = request.url.path
        self._query = dict(query.multi_items())
        self._catalogue = catalogue

    def word(self, key: str, **parts: Any) -> str:
        """A word of the page."""
        return self.words[key].format(**parts) if parts else self.words[key]

    def title(self, title: Title | dict[str, str]) -> str:
        """A title in the page's language."""
        return getattr(title, self.lang) if isinstance(title, Title) else title[self.lang]

    def url(self, path: str, **query: Any) -> str:
        """A link of this site, in the same language and for the same day."""
        given = self._kept | {k: str(v) for k, v in query.items() if v is not None}
        return f"{path}?{urlencode(given)}" if given else path

    def party(self, party_id: str, rest: str = "", **query: Any) -> str:
        """A link to a party's page."""
        return self.url(f"/parties/{quote(party_id, safe=':')}{rest}", **query)

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
        ends = ("", "_min", CODES_SUFFIX, TOLD_SUFFIX)
        return [p for p in self._catalogue[category].properties if any(p.name + end in used for end in ends)]

    def used(self, items: Sequence[Mapping[str, Any]]) -> set[str]:
        """The names of the values that any of these items has."""
        return {name for item in items for name in item["values"]}

    def named(self, category: str, names: Sequence[str]) -> list[str]:
        """The titles of these properties."""
        assert self._catalogue is not None
        known = self._catalogue[category].by_name
        return [self.title(known[name].title) for name in names]

    def headers(self, category: Category, name: str) -> str:
        """The headers from which a property is read."""
        accepted = category.source.get(name, ())
        return "、".join(dict.fromkeys(h if isinstance(h, str) else h.header for h in accepted))

    def totals(self, groups: Sequence[Mapping[str, Any]]) -> int:
        """How many facts these groups have."""
        return sum(g["total"] or 0 for g in groups)

    def wide(self, prop: Property, values: Mapping[str, Any]) -> bool:
        """Whether a value needs a line of its own."""
        return len(self._texts(values.get(prop.name) or "")) > LONG and prop.type in (*TEXT_TYPES, TypeName.TEXTS)

    def scheme(self, identifier: str) -> str:
        """What kind of identifier it is."""
        return self.words.get(f"scheme_{identifier.partition(':')[0]}", self.word("scheme_none"))

    def bare(self, identifier: str) -> str:
        """An identifier without its scheme."""
        return _bare(identifier)

    @property
    def path(self) -> str:
        """The path of this page, as a form sends to it."""
        return quote(self._path, safe="/:")

    def api(self, rest: str) -> str:
        """Where programs read what this page shows."""
        query = {k: v for k, v in self._kept.items() if k != "lang"}
        path = f"/v1{self.path}{rest}"
        return f"{path}?{urlencode(query)}" if query else path

    def value(self, prop: Property, values: dict[str, Any]) -> Markup | str:
        """A property's value as text, or as a link where it is a party; what could not be read as it was told, and marked."""
        told = values.get(prop.name + TOLD_SUFFIX)
        if told is None:
            return self._value(prop, values)
        tag = Markup('{} <span class="tag">{}</span>').format(told, self.word("as_told_tag"))
        return Markup(" ").join(part for part in (self._value(prop, values), tag) if part)

    def _value(self, prop: Property, values: dict[str, Any]) -> Markup | str:
        value = values.get(prop.name)
        if prop.type is TypeName.SHARE:
            return self._share(values, prop.name)
        if prop.type is TypeName.PARTY and not prop.sensitive:
            return self._told_party(value, values.get(prop.name + CODES_SUFFIX, ()))
        if value is None:
            return ""
        if prop.sensitive:
            return self._texts(value)
        match prop.type:
            case TypeName.MONEY:
                return self._money(value, values.get(f"{prop.name}_currency", "CNY"))
            case TypeName.BOOLEAN:
                return self.word("yes" if value else "no")
            case TypeName.CHOICE:
                return self._choice(prop, str(value))
            case TypeName.NUMBER | TypeName.INTEGER:
                return _number(value)
            case TypeName.DATE:
                return self._day(str(value))
            case TypeName.REGION:
                return _with_code(region(str(value)), value)
            case TypeName.INDUSTRY:
                return _with_code(SECTIONS.get(str(value)) or TITLES.get(str(value)[-2:], ""), value)
            case _:
                return self._texts(value)

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
        """A tag that says the state of the registration of who is not in business; nothing for others."""
        flagged = flagged_state(state)
        if flagged is None:
            return Markup("")
        return Markup(' <span class="tag warning">{}</span>').format(self.words.get(f"state_{flagged}", flagged))

    def _told_party(self, party: dict[str, Any] | None, codes: Sequence[str]) -> Markup | str:
        """A party as a link, and the other codes that the row states for it; the row's own party may be left out."""
        parts = [self.link(party)] if party else []
        parts += [Markup('<span class="quiet">{} {}</span>').format(self.scheme(code), self.bare(code)) for code in codes]
        return Markup(" ").join(parts)

    def period(self, evidence: dict[str, Any]) -> str:
        """The days a fact holds."""
        start, end = evidence["valid_from"], evidence.get("valid_to", OPEN_DAY)
        return f"{start} – {self.word('open_end') if end == OPEN_DAY else end}"

    def moment(self, iso: str) -> str:
        """A moment to the minute."""
        return iso[:16].replace("T", " ")

    def _texts(self, value: Any) -> str:
        return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)

    def _money(self, value: float, currency: str) -> str:
        amount = f"{value:,.2f}".removesuffix(".00")
        if currency == "CNY":
            return f"{amount} 元" if self.lang == "zh" else f"¥{amount}"
        return f"{amount} {currency}"

    def _day(self, value: str) -> Markup | str:
        return self.word("no_end") if value == OPEN_DAY else Markup('<span class="day">{}</span>').format(value)

    def _share(self, values: dict[str, Any], name: str) -> Markup | str:
        value = values.get(name)
        if value is None:
            low, high = values.get(f"{name}_min"), values.get(f"{name}_max")
            return "" if low is None or high is None else f"{percent(low)} – {percent(high)}"
        meter = Markup('<meter min="0" max="1" value="{}"></meter>').format(value)
        return Markup('<span class="share">{} {}</span>').format(percent(value), meter)

    def _choice(self, prop: Property, value: str) -> str:
        accepted = [w for w in prop.choices.get(value, ()) if w != "*"]
        return accepted[0] if self.lang == "zh" and accepted else value.replace("_", " ")


def _number(value: Any) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def percent(share: float) -> str:
    """A fraction in percent, without needless zeros."""
    return f"{share * 100:.4f}".rstrip("0").rstrip(".") + "%"


def region(code: str) -> str:
    """The name of a division, as far as its code is in the standard."""
    found = numdb.get("cn/loc").info(code)
    names = [value for _, info in found for value in info.values()]
    return "".join(name.split("]")[-1].split(",")[0].strip() for name in names)


def _with_code(name: str, code: Any) -> str:
    return f"{name}（{code}）" if name else str(code)


def _bare(identifier: str) -> str:
    scheme, _, value = identifier.partition(":")
    return value if scheme in SCHEMES else identifier


def page(template: str, request: Request, view: View, status: int = 200, **values: Any) -> HTMLResponse:
    """A page made from a template."""
    html = _ENVIRONMENT.get_template(template).render(view=view, word=view.word, url=view.url, request=request, **values)
    headers = {"Content-Language": "zh-CN" if view.lang == "zh" else "en", "Cache-Control": "no-cache"}
    return HTMLResponse(html, status, headers)
