"""party: a reference to a party, by a code, an id or a name, in one column or spread over several.

What decides, strongest first: a code in the row; a document number where the party is a natural person; a natural
person's name within the party of `person_in`; else the bare name, which is never guessed to be anybody. What the row says of
other codes is kept as told and decides nothing: only a registration says that two codes are of one party.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from loaders.cells import Context, Refused
from loaders.identity import SCHEME_KINDS, SCHEMES, USCC_KINDS, org_code
from loaders.kinds import looks_like_body, looks_like_person, read_kind
from loaders.normalise import clean_text, is_empty, normalise_name
from loaders.normalise_codes import mend_code, read_code, read_stock, uscc_check
from loaders.types.dept import department_code
from loaders.types.pid import document_type, hash_document
from loaders.types.region import read_region
from loaders.types.src import source_id, source_number
from models.catalogue import Kind, Property
from models.statements import Ref

MAX_NAME = 300
_SCHEMED = re.compile(rf"({'|'.join(SCHEMES)}):(.+)\Z", re.DOTALL)
_CODE_LIKE = re.compile(r"(?=(?:.*\d){6})[0-9A-Z\-]{8,}\Z")
_LISTED = re.compile(r"\d{6}\.(?:SH|SZ|BJ)\Z")
_HASH = re.compile(r"[0-9a-f]{40}\Z")
_TITLES = {"uscc": "unified social credit code", "reg": "registration number", "org": "organisation code"}
CODES = ("uscc", "reg", "org", "stock", "dept", "src")
"""Schemes of which a row may state several, strongest first."""


class Found(NamedTuple):
    """What a row says of a party: the reference, None where it says nothing; remarks; other codes that it states."""

    ref: Ref | None
    flags: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


NOTHING = Found(None)
MEMO_SIZE = 20_000


class PartyReader:
    """Reads one party property. `columns` are the headers by part; the part `""` holds a code, an id or a name."""

    def __init__(self, prop: Property, columns: Mapping[str, str], context: Context) -> None:
        self.prop = prop
        self.columns = dict(columns)
        self.column = next(iter(columns.values()))
        self._headers = tuple(columns.values())
        self._parts = tuple(columns)
        self._context = context
        self._memo: dict[tuple[object, ...], Found] | None = None if "pid" in columns else {}
        self._asked = 0
        self._uscc = self._parts.index("uscc") if "uscc" in columns else -1
        self._name_at = self._parts.index("name") if "name" in columns else -1
        self._others = tuple(
            i for i, part in enumerate(self._parts) if part in {"", "code", "reg", "org", "stock", "dept", "src"}
        )

    def __call__(self, cells: Mapping[str, str], day: str, provider: str, anchor: str | None) -> Found:
        """What the row says of the party. Raises Refused, with `column` set.

        `day` is the statement's, `anchor` the identifier of the party that `person_in` names.
        """
        raw = [cells.get(header) or "" for header in self._headers]
        if not any(raw):
            return NOTHING
        if self._memo is None:
            return self._read(raw, day, provider, anchor)
        self._asked += 1
        key = (*raw, day, provider, anchor)
        found = self._memo.get(key)
        if found is None:
            found = self._read(raw, day, provider, anchor)
            if len(self._memo) >= MEMO_SIZE:
                self._memo = {} if self._asked > 1.5 * MEMO_SIZE else None
            if self._memo is not None:
                self._memo[key] = found
        return found

    def _plain(self, raw: list[str]) -> Found | None:
        """The commonest reference, a clean USCC with or without a name, in a few steps; None for all others."""
        code = raw[self._uscc]
        if len(code) != 18 or code[0] not in USCC_KINDS or uscc_check(code[:17]) != code[17]:
            return None
        for i in self._others:
            if raw[i]:
                return None
        name = None
        if self._name_at >= 0 and (text := raw[self._name_at]) and not is_empty(text):
            name = self._name(text, self.columns["name"])
        return Found(Ref(self.prop.name, f"uscc:{code}", USCC_KINDS[code[0]], name))

    def _read(self, raw: list[str], day: str, provider: str, anchor: str | None) -> Found:
        if self._uscc >= 0 and (found := self._plain(raw)):
            return found
        stated = {part: text for part, text in zip(self._parts, raw, strict=True) if text and not is_empty(text)}
        ids: dict[str, list[str]] = {}
        flags: list[str] = []
        kind = read_kind(stated["kind"]) if "kind" in stated else None
        if kind not in self.prop.kinds:
            kind = None
        person_code = stated.pop("code", None) if kind is Kind.PERSON and not _SCHEMED.match(stated.get("code", "")) else None
        name = self._codes(stated, ids, flags, provider, kind)
        if "pid" not in stated and person_code:
            stated["pid"] = person_code
        if "name" in stated:
            name = self._name(stated["name"], self.columns["name"])
        if not kind and self.prop.kinds == (Kind.PERSON,):
            kind = Kind.PERSON
        if "pid" in stated and not ids:
            self._document(stated, ids, flags, name, kind)
        for scheme in SCHEMES:
            if scheme in ids:
                best = ids[scheme][0]
                return Found(Ref(self.prop.name, best, self._kind_of(best, kind), name), tuple(flags), _others(ids, best))
        if not name:
            return Found(None, tuple(flags))
        return Found(self._by_name(stated, name, kind, day, anchor), tuple(flags))

    def _codes(
        self, stated: Mapping[str, str], ids: dict[str, list[str]], flags: list[str], provider: str, kind: Kind | None
    ) -> str | None:
        """Fills identifiers by scheme from the parts that hold codes; gives the name found in the part that may hold either."""
        name = None
        for part in stated:
            self.column = self.columns[part]
            text = stated[part]
            if part == "":
                found = self._code_or_id(text)
                if found is None:
                    name = self._name(text, self.column)
                    continue
            elif part == "src":
                person = Kind.PERSON in (kind, *self.prop.kinds[:1])
                found = "src", source_id(provider, source_number(text), person), ()
            elif part == "stock":
                code, remarks = read_stock(text)
                found = "stock", f"stock:{code}", remarks
            elif part == "dept":
                found = "dept", f"dept:{department_code(text)}", ()
            elif part in {"code", "uscc", "reg", "org"}:
                found = self._code(part, text)
            else:
                continue
            scheme, identifier, remarks = found
            known = ids.setdefault(scheme, [])
            if identifier not in known:
                known.append(identifier)
                if len(known) > 1:
                    remarks += (f"another {_TITLES.get(scheme, 'code')} of the same party, which joins nobody",)
            flags += [f"{self.column}: {remark}" for remark in remarks]
        if "uscc" in ids and "org" in ids and org_code(ids["uscc"][0]) not in ids["org"]:
            flags.append(f"{self.columns.get('org', self.column)}: organisation code differs from the one in the USCC")
        return name

    def _code(self, part: str, text: str) -> tuple[str, str, tuple[str, ...]]:
        if match := _SCHEMED.match(text.strip()):
            return self._schemed(match[1], match[2])
        if part == "code" and _LISTED.match(text):
            return "stock", f"stock:{text}", ()
        if part == "code" and Kind.DEPARTMENT in self.prop.kinds and len(text.strip()) < 13:
            try:
                scheme, code, flags = read_code(text, self._context.lenient)
            except Refused:
                return "dept", f"dept:{department_code(text)}", ()
        else:
            scheme, code, flags = read_code(text, self._context.lenient)
        if part not in {"code", scheme}:
            flags += (f"a {_TITLES[scheme]} in the column of another code",)
        return scheme, f"{scheme}:{code}", flags

    def _code_or_id(self, text: str) -> tuple[str, str, tuple[str, ...]] | None:
        if match := _SCHEMED.match(text.strip()):
            return self._schemed(match[1], match[2])
        if len(text) > 60:
            return None
        if _LISTED.match(text.strip().upper()):
            return "stock", f"stock:{text.strip().upper()}", ()
        code, _ = mend_code(text)
        if not _CODE_LIKE.match(code):
            return None
        scheme, code, flags = read_code(text, self._context.lenient)
        return scheme, f"{scheme}:{code}", flags

    def _schemed(self, scheme: str, value: str) -> tuple[str, str, tuple[str, ...]]:
        """A reference given as `scheme:value`, checked as strictly as a code in a column of its own."""
        if scheme in _TITLES:
            found, code, flags = read_code(value, self._context.lenient)
            if found != scheme:
                raise Refused("code", f"a {_TITLES[found]} given as {scheme}:")
            return scheme, f"{scheme}:{code}", flags
        if scheme == "stock":
            code, flags = read_stock(value)
            return scheme, f"stock:{code}", flags
        if scheme == "dept":
            return scheme, f"dept:{department_code(value)}", ()
        if scheme == "pid" and not _HASH.match(value):
            raise Refused("pid", "pid: takes the hash this system gave, never a document number")
        if scheme == "src" and not re.match(r"[^:]+:.+", value):
            raise Refused("src", "give src:provider:number")
        if scheme == "person":
            return "person", f"person:{self._person(value)}", ()
        if scheme == "name":
            _check_mention(value)
        return scheme, f"{scheme}:{value}", ()

    def _person(self, value: str) -> str:
        anchor, _, name = value.rpartition(":")
        match = _SCHEMED.match(anchor)
        if not match or not name:
            raise Refused("person", "give person:{identifier}:{name}")
        return f"{self._schemed(match[1], match[2])[1]}:{normalise_name(name)}"

    def _name(self, text: str, column: str) -> str:
        name = clean_text(text)
        if len(name) > MAX_NAME:
            self.column = column
            raise Refused("too_long", f"a name of {len(name):,} characters, at most {MAX_NAME} are kept")
        return name

    def _document(
        self, stated: Mapping[str, str], ids: dict[str, list[str]], flags: list[str], name: str | None, kind: Kind | None
    ) -> None:
        self.column = self.columns.get("pid") or self.columns["code"]
        person = kind is Kind.PERSON or (
            kind is None and Kind.PERSON in self.prop.kinds and not (name and looks_like_body(name))
        )
        if not person:
            flags.append(f"{self.column}: a document number of somebody other than the party, ignored")
            return
        hashed, remarks = hash_document(stated["pid"], document_type(stated.get("pid_type", "")), self._context.secret)
        flags += [f"{self.column}: {remark}" for remark in remarks]
        if hashed:
            ids["pid"] = [f"pid:{hashed}"]

    def _kind_of(self, identifier: str, said: Kind | None) -> Kind:
        scheme = identifier.partition(":")[0]
        if scheme == "uscc":
            return USCC_KINDS.get(identifier[5], said or self.prop.kinds[0])
        if scheme == "name":
            return Kind(identifier.split(":", 2)[1])
        if scheme in {"org", "src"}:
            return said or self.prop.kinds[0]
        return SCHEME_KINDS[scheme]

    def _by_name(self, stated: Mapping[str, str], name: str, kind: Kind | None, day: str, anchor: str | None) -> Ref:
        plain = _plain_name(name)
        if not plain:
            raise Refused("name", "a name of signs that cannot be seen")
        if kind is None and self.prop.kinds[0] is Kind.PERSON and not looks_like_body(plain):
            kind = Kind.PERSON
        if kind is Kind.PERSON and anchor and self.prop.person_in:
            return Ref(self.prop.name, f"person:{anchor}:{plain}", Kind.PERSON, name)
        if kind is None:
            kind = self._hint(plain)
        region = ""
        if "region" in stated:
            code, unknown = read_region(stated["region"])
            region = code if len(code) == 6 and code.isdigit() and not unknown else ""
        return Ref(self.prop.name, f"name:{kind}:{region}:{day}:{plain}", kind, name)

    def _hint(self, plain: str) -> Kind:
        """The kind a mention carries where nothing says one. A mention of kind Person is never resolved to anybody."""
        kinds = self.prop.kinds
        body = looks_like_body(plain)
        if body and body in kinds:
            return body
        if not body and Kind.PERSON in kinds and looks_like_person(plain):
            return Kind.PERSON
        return kinds[0]


_plain_name = lru_cache(maxsize=MEMO_SIZE)(normalise_name)


def _others(ids: Mapping[str, list[str]], best: str) -> tuple[str, ...]:
    """The codes beside the best one, without the organisation code that a USCC holds."""
    told = (i for scheme in CODES for i in ids.get(scheme, ()))
    return tuple(i for i in told if i not in (best, org_code(best)))


def _check_mention(value: str) -> None:
    kind, _, rest = value.partition(":")
    region, _, rest = rest.partition(":")
    day, _, name = rest.partition(":")
    try:
        Kind(kind)
        date.fromisoformat(day)
    except ValueError:
        raise Refused("name", "give name:{kind}:{region}:{day}:{name}") from None
    if not name or name != normalise_name(name) or not re.match(r"(\d{6})?\Z", region):
        raise Refused("name", "give name:{kind}:{region}:{day}:{name}")
