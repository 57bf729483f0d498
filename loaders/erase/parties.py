"""Erases personal data from a graph (个人信息保护法 art. 47), so that the same rows sent again do not bring it back.

An erased statement leaves a tombstone, its id alone. A statement that is about somebody else stays, without the reference to
the erased person. A run that is cut short is continued by the next writer.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from app.engine.shape import read_shape
from app.errors import InputError, NotFound
from loaders.erase.files import ErasedPersons, cleared, without_rows
from loaders.load.keeper import Keeper
from loaders.registered.filing import divisions_of, filing
from loaders.store.graph import GraphStore
from loaders.types.codes.identity_numbers import is_identity_number
from loaders.values.normalise import normalise_name
from models.catalogue import AS_STATED_SUFFIX, CODES_SUFFIX, TEXT_TYPES, Category, Kind, TypeName
from models.statements import Action
from models.values.slices import slices
from models.work.erasure import Erasure

T = TypeVar("T")
PAGE = 500
SHORTEST = 2
"""Characters of the shortest name that is searched for within longer texts."""
PERSONAL = frozenset({Kind.PERSON.value})


@dataclass(slots=True)
class DataToErase:
    """The data to erase.

    `whole` are statements erased altogether, `parts` properties of other statements, `left` the remaining texts of properties
    in which a name stood among other words (both by statement); `names` are the names in these, `numbers` the identifiers of
    document numbers (`pid:`), `batches` those that brought the statements.
    """

    whole: set[str] = field(default_factory=set)
    parts: dict[str, set[str]] = field(default_factory=dict)
    left: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    batches: set[str] = field(default_factory=set)


async def erase_parties(
    keeper: Keeper, targets: Sequence[str], operator: str, reason: str, rejects: Path, *, secret: bytes, dry_run: bool
) -> Erasure:
    """Erase natural persons and single statements, each by its id; returns the counts, with `dry_run` without erasing.

    `secret` opens the sealed cells of the files of refused rows in `rejects`, so that these are searched too.

    Raises:
        NotFound: there is no such party or statement.
        InputError: a target is no natural person, or the coverage of a list; no operator or reason is given, or one that
            would preserve the name or number of the erased person.
    """
    if not operator.strip() or not reason.strip():
        raise InputError("say who decides it (--operator) and why (--reason)")
    data = await keeper.transact(lambda store: _data_to_erase(store, targets))
    if any(map(is_identity_number, (operator, reason))) or _holds(reason, data.names):
        raise InputError(
            "--operator and --reason are kept: they may not hold an identity number, nor the name of who is erased"
        )
    refused, unsearched = without_rows(rejects, ErasedPersons(data.names, data.numbers, secret), dry_run=dry_run)
    erasure = Erasure(
        id=uuid4().hex,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        operator=operator.strip(),
        reason=reason.strip(),
        statements=len(data.whole),
        references=sum(len(data.parts.get(s, ())) + len(data.left.get(s, ())) for s in data.parts.keys() | data.left),
        rejects=refused,
        unsearched=unsearched,
    )
    if dry_run:
        return erasure
    begun = await keeper.transact(lambda store: begin_erasure(store, erasure, data))
    await keeper.finish_erasures()
    return begun


async def _data_to_erase(store: GraphStore, targets: Sequence[str]) -> DataToErase:
    data = DataToErase()
    for target in targets:
        if ":" in target:
            await _person(store, target, data)
        else:
            await _statement(store, target, data)
    return data


async def _person(store: GraphStore, target: str, data: DataToErase) -> None:
    rows = await store.run("erase_party", {"id": target})
    if not rows:
        raise NotFound("there is no such party; give the id of a person, or of a statement")
    if any(row["kind"] not in PERSONAL for row in rows):
        raise InputError(
            "that party is no natural person: what the register says of firms and departments is withdrawn, not erased"
        )
    ids = sorted({row["id"] for row in rows} | {row["party"] for row in rows})
    data.numbers.update(one for one in ids if one.startswith("pid:"))
    for row in await store.run("erase_references", {"ids": ids}):
        data.batches.update(row["batches"])
        if row["name"]:
            data.names.add(row["name"])
        if row["role"] is None or row["role"] in _bearing(store.catalogue[row["category"]]):
            data.whole.add(row["id"])
        else:
            data.parts.setdefault(row["id"], set()).add(row["role"])
    await _stated_as_text(store, data)


async def _stated_as_text(store: GraphStore, data: DataToErase) -> None:
    """Add the properties whose text (法定代表人, 联系人) is or contains a name of the person.

    Searched are the statements about the parties that the person's own statements are about.
    """
    words = {c.name: _text_properties(c) for c in store.catalogue.categories.values()}
    ids = sorted(data.whole | data.parts.keys())
    if not (ids and data.names):
        return
    params = {"ids": ids, "properties": sorted(set[str]().union(*words.values())), "names": sorted(data.names)}
    for row in await store.run("erase_words", params):
        category, values = store.catalogue[row["category"]], row["values"]
        texts = {name: values[name] for name in words[category.name] if values.get(name) is not None}
        left = {name: text for name, value in texts.items() if (text := _left(value, data.names)) != value}
        if not left or row["id"] in data.whole:
            continue
        data.batches.update(row["batches"])
        gone = {name for name, value in left.items() if not value}
        data.parts.setdefault(row["id"], set()).update(gone)
        data.left[row["id"]] = {name: value for name, value in left.items() if value} | _key(category, values, left)


def _text_properties(category: Category) -> set[str]:
    """The properties of a category that hold text, those included that store an unreadable cell as it was stated."""
    return {p.name for p in category.properties if p.type in {*TEXT_TYPES, TypeName.TEXTS}} | {
        p.name + AS_STATED_SUFFIX for p in category.properties
    }


def _left(value: Any, names: Collection[str]) -> Any:
    """A text, or a list of texts, without the names; None (or left out) where a text is a name alone."""
    if isinstance(value, list | tuple):
        remaining = [_left(one, names) for one in value]
        return value if remaining == list(value) else [one for one in remaining if one]
    if not isinstance(value, str):
        return value
    return None if value in names else cleared(value, [name for name in names if len(name) >= SHORTEST])


def _holds(text: str, names: Collection[str]) -> bool:
    return bool(_left(text, names) != text)


def _key(category: Category, values: Mapping[str, Any], left: Mapping[str, Any]) -> dict[str, Any]:
    """The new key of a statement, from the remaining texts; empty where its key has no such text."""
    if not left.keys() & set(category.key) or len(values.get("key") or ()) != len(category.key):
        return {}
    tokens = zip(category.key, values["key"], strict=True)
    return {"key": [normalise_name(str(left[name] or "")) if name in left else token for name, token in tokens]}


async def _statement(store: GraphStore, target: str, data: DataToErase) -> None:
    rows = await store.run("erase_statements", {"ids": [target]})
    if not rows:
        raise NotFound(f"there is no statement {target}")
    for row in rows:
        if row["action"] == Action.COVER:
            raise InputError("that statement says how complete a list is, and speaks of nobody")
        data.whole.add(row["id"])
        data.batches.update(row["batches"])
        data.names.update(name for _, name, kind in row["refs"] if name and kind in PERSONAL)


def _bearing(category: Category) -> set[str]:
    """The roles without which a statement of the category is void: its ends, its key, and its required properties."""
    ends = [category.edge.source, category.edge.target] if category.edge else ["party"]
    about = list(category.record.about.values()) if category.record and not category.identifies else []
    alone = about if len(about) == 1 else []
    required = [p.name for p in category.properties if p.required]
    return {*ends, *alone, *category.key, *(category.scope or ()), *required}


async def begin_erasure(store: GraphStore, erasure: Erasure, data: DataToErase) -> Erasure:
    """Write an erasure down and begin it; `Keeper.finish_erasures` completes it. Returns it with the receipts that changed."""
    begun = erasure.model_copy(update={"receipts": await _clear_receipts(store, data)})
    await store.run("erase_open", begun.model_dump(exclude={"state"}) | {"tick": store.tick})
    names = sorted({normalise_name(name) for name in data.names})
    for storage in read_shape().standing.values():
        await store.run("standing_erase", {"ids": sorted(data.whole | data.parts.keys()), "names": names}, stem=storage.stem)
    for some in slices(sorted(data.whole), PAGE):
        await store.run("erase_whole", {"rows": await _filed(store, some), "erasure": erasure.id, "tick": store.tick})
    touched = sorted((data.parts.keys() | data.left.keys()) - data.whole)
    parts = [_part(s, data.parts.get(s, set()), data.left.get(s, {})) for s in touched]
    for rows in slices(parts, PAGE):
        await store.run("erase_part", {"rows": rows, "erasure": erasure.id, "tick": store.tick})
    store.gathered.again |= data.batches
    await store.run("settling", {"settling": True})
    return begun


async def _filed(store: GraphStore, ids: Sequence[str]) -> list[dict[str, Any]]:
    """What tombstones keep of these statements: category, level, and the divisions under which they are filed."""
    found = {row["id"]: row for row in await store.run("filed_of", {"ids": ids, **filing(store.catalogue)})}
    out: list[dict[str, Any]] = []
    for one in ids:
        row = found.get(one)
        filed = list(divisions_of(store.catalogue, row, store.today)) if row else []
        out.append(
            {"id": one, "category": row["category"] if row else "", "level": row["level"] if row else 9, "filed_in": filed}
        )
    return out


async def _clear_receipts(store: GraphStore, data: DataToErase) -> int:
    """Remove the names from the receipts of earlier loads; returns how many receipts had one."""
    rows = await store.run("erase_receipts", {"ids": sorted(data.batches)}) if data.batches else []
    changed = {row["id"]: text for row in rows if (text := cleared(row["receipt"], data.names)) != row["receipt"]}
    for batch, text in changed.items():
        await store.run("batch_receipt", {"id": batch, "receipt": text})
    return len(changed)


def _part(statement: str, names: set[str], left: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of `erase_part` for one statement: references by role, with the codes stated beside them, and values,
    some replaced by a text `left` of them."""
    properties = sorted(names)
    values = dict.fromkeys([*properties, *(name + CODES_SUFFIX for name in properties)]) | dict(left)
    return {"statement": statement, "roles": properties, "properties": sorted({*properties, *left}), "values": values}
