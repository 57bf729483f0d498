"""party: a reference to a party, by a code, an id or a name, in one column or spread over several.

What decides, strongest first: a code in the row; a document number where the party is a natural person; a natural
person's name within the party of `person_in`; else the bare name, which is never guessed to be anybody. What the row states of
other codes is stored as stated and decides nothing: only a registration states that two codes are of one party.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from loaders.identity.components import USCC_KINDS, lone_kind
from loaders.types.codes.pid import document_type, hash_document
from loaders.types.party_codes import SCHEMED, CodeReader, StatedCodes, is_firm_code, other_codes, read_name
from loaders.types.region import read_region
from loaders.values.cells import CellContext, Refused
from loaders.values.codes import uscc_check
from loaders.values.delegates import Acting, read_acting
from loaders.values.kinds import looks_like_body, looks_like_person, read_kind
from loaders.values.normalise import is_empty, normalise_name
from models.catalogue import Kind, Property
from models.identity import SCHEMES
from models.statements import Ref

_UNDECIDED = frozenset({"org", "src"})
"""Schemes whose identifier does not state what kind of party it is of."""


class PartyCells(NamedTuple):
    """What a row says of a party: the reference, None where it says nothing; remarks; other codes that it states.

    `delegate` is who acts for the party by its name (X公司（委派代表：张三）), the party itself where the name is a delegate's.
    """

    ref: Ref | None
    flags: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    delegate: Ref | None = None


NOTHING = PartyCells(None)
MEMO_SIZE = 20_000


class PartyReader:
    """Reads one party property. `columns` are the headers by part; the part `""` holds a code, an id or a name.

    `delegates`: a name may give a delegate behind it.
    """

    def __init__(self, prop: Property, columns: Mapping[str, str], context: CellContext, *, delegates: bool = False) -> None:
        self.prop = prop
        self._delegates = delegates
        self.columns = dict(columns)
        self.column = next(iter(columns.values()))
        self._headers = tuple(columns.values())
        self._parts = tuple(columns)
        self._context = context
        self._codes = CodeReader(prop, self.columns, context)
        self._memo: dict[tuple[object, ...], PartyCells] | None = None if "pid" in columns else {}
        self._asked = 0
        self._uscc = self._parts.index("uscc") if "uscc" in columns else -1
        self._name_at = self._parts.index("name") if "name" in columns else -1
        self._others = tuple(
            i for i, part in enumerate(self._parts) if part in {"", "code", "reg", "org", "stock", "dept", "src"}
        )

    def __call__(self, cells: Mapping[str, str], day: str, provider: str, anchor: str | None) -> PartyCells:
        """What the row states of the party. Raises Refused, with `column` set.

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

    def _plain(self, raw: list[str]) -> PartyCells | None:
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
        return PartyCells(Ref(self.prop.name, f"uscc:{code}", USCC_KINDS[code[0]], name))

    def _read(self, raw: list[str], day: str, provider: str, anchor: str | None) -> PartyCells:
        if self._uscc >= 0 and (found := self._plain(raw)):
            return found
        stated = {part: text for part, text in zip(self._parts, raw, strict=True) if text and not is_empty(text)}
        kind = read_kind(stated["kind"]) if "kind" in stated else None
        if kind not in self.prop.kinds:
            kind = None
        kind, person_code, remarks = self._persons_code(stated, kind)
        codes = self._of_codes(stated, provider, kind)
        codes.flags += remarks
        name = self._name(stated["name"], self.columns["name"]) if "name" in stated else codes.name
        if not kind and self.prop.kinds == (Kind.PERSON,):
            kind = Kind.PERSON
        acting = read_acting(name) if name and self._delegates else None
        document = person_code or codes.document
        if "pid" in stated:
            document = self.columns["pid"], stated["pid"]
        if acting and acting.delegate:
            if document:
                self._document(*document, stated, codes, acting.delegate, Kind.PERSON)
            return self._acting(acting, stated, codes, kind, day, anchor)
        if document and not codes.ids:
            self._document(*document, stated, codes, name, kind)
        return self._found(stated, codes, name, kind, day, anchor)

    def _found(
        self, stated: Mapping[str, str], codes: StatedCodes, name: str | None, kind: Kind | None, day: str, anchor: str | None
    ) -> PartyCells:
        flags = tuple(codes.flags)
        for scheme in SCHEMES:
            if scheme in codes.ids:
                best = codes.ids[scheme][0]
                stated_kind = (kind or self.prop.kinds[0]) if scheme in _UNDECIDED else lone_kind(best)
                return PartyCells(Ref(self.prop.name, best, stated_kind, name), flags, other_codes(codes, best))
        if not name:
            return PartyCells(None, flags)
        return PartyCells(self._by_name(stated, name, kind, day, anchor), flags, other_codes(codes, None))

    def _acting(
        self, acting: Acting, stated: Mapping[str, str], codes: StatedCodes, kind: Kind | None, day: str, anchor: str | None
    ) -> PartyCells:
        """A name that gives a delegate: a document is the delegate's, a code the partner's, and so is the type."""
        document = {"pid": codes.ids.pop("pid")} if "pid" in codes.ids else {}
        own = StatedCodes(ids=document) if acting.partner else replace(codes, ids=codes.ids | document)
        delegate = self._found(stated, own, acting.delegate, Kind.PERSON, day, anchor)
        if not acting.partner:
            return delegate._replace(delegate=delegate.ref)
        codes.flags.append(f"{self.columns.get('name', self.column)}: read as a partner and the delegate who acts for it")
        kind = None if kind is Kind.PERSON and looks_like_body(acting.partner) else kind
        return self._found(stated, codes, acting.partner, kind, day, anchor)._replace(delegate=delegate.ref)

    def _persons_code(
        self, stated: dict[str, str], kind: Kind | None
    ) -> tuple[Kind | None, tuple[str, str] | None, tuple[str, ...]]:
        """Where the type states natural person: the number beside the name is of a document, unless it is a firm's code."""
        text = stated.get("code")
        if kind is not Kind.PERSON or not text or SCHEMED.match(text):
            return kind, None, ()
        if is_firm_code(text):
            return None, None, (f"{self.columns['code']}: a firm's code, though the type says natural person",)
        return kind, (self.columns["code"], stated.pop("code")), ()

    def _of_codes(self, stated: Mapping[str, str], provider: str, kind: Kind | None) -> StatedCodes:
        try:
            return self._codes(stated, provider, kind)
        finally:
            self.column = self._codes.column

    def _name(self, text: str, column: str) -> str:
        self.column = column
        return read_name(text)

    def _document(
        self, column: str, number: str, stated: Mapping[str, str], codes: StatedCodes, name: str | None, kind: Kind | None
    ) -> None:
        self.column = column
        person = kind is Kind.PERSON or (
            kind is None and Kind.PERSON in self.prop.kinds and not (name and looks_like_body(name))
        )
        if not person:
            codes.flags.append(f"{column}: a document number of somebody other than the party, ignored")
            return
        kind_of = document_type(stated.get("pid_type", ""))
        hashed, remarks = hash_document(number, kind_of, self._context.secret, stated.get("pid_country"))
        codes.flags += [f"{column}: {remark}" for remark in remarks]
        if hashed:
            codes.ids["pid"] = [f"pid:{hashed}"]

    def _by_name(self, stated: Mapping[str, str], name: str, kind: Kind | None, day: str, anchor: str | None) -> Ref:
        plain = normalise_name(name)
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
        """The kind a mention carries where nothing states one. A mention of kind Person is never resolved to anybody."""
        kinds = self.prop.kinds
        body = looks_like_body(plain)
        if body and body in kinds:
            return body
        if not body and Kind.PERSON in kinds and looks_like_person(plain):
            return Kind.PERSON
        return kinds[0]
