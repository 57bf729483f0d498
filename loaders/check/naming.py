"""What a row of an identifying category states about its own party: its identifiers and its name."""

from collections.abc import Mapping

from loaders.identity.components import USCC_KINDS
from loaders.types.codes.src import source_id
from loaders.values.cells import Refused
from models.catalogue import Category, Kind, TypeName
from models.identity import strength
from models.statements import Ref, Scalar

_CODES = {18: "uscc", 15: "reg", 14: "reg", 13: "reg", 9: "org"}


class Namer:
    """Reads identifiers out of a row's values; compiled once per category."""

    def __init__(self, category: Category) -> None:
        self._form = category.party
        self._types = {n: category.by_name[n].type for n in category.party.identifiers} if category.party else {}

    def own(
        self, canon: Mapping[str, str], values: Mapping[str, Scalar], provider: str, equate: bool
    ) -> tuple[tuple[str, ...], Ref] | None:
        """The identifiers a row equates, strongest first, and the reference to its party; None in a category that does
        not identify. `equate` is false for rows that only end or repair, which name nobody.

        Raises Refused where the row has no identifier: a name alone identifies nobody.
        """
        if self._form is None:
            return None
        found = []
        for name, kind in self._types.items():
            text = canon.get(name)
            if text:
                found.append(self._identifier(kind, text, provider))
        if not found:
            raise Refused("identifier", "no code: a name alone identifies nobody")
        names = tuple(sorted(dict.fromkeys(found), key=strength))
        shown = next((str(values[n]) for n in self._form.names if isinstance(values.get(n), str)), None)
        party_kind = self._form.kind
        if names[0].startswith("uscc:") and party_kind is not Kind.PERSON:
            party_kind = USCC_KINDS.get(names[0][5], party_kind)
        return names if equate else (), Ref("party", names[0], party_kind, shown)

    def _identifier(self, kind: TypeName, text: str, provider: str) -> str:
        if kind is TypeName.SRC:
            return source_id(provider, text, self._form is not None and self._form.kind is Kind.PERSON)
        scheme = _CODES[len(text)] if kind is TypeName.CODE else kind.value
        return f"{scheme}:{text}"
