"""Takes out of a graph what the law says must go (个人信息保护法 art. 47), and keeps it from coming back with the same rows.

A statement that goes leaves a tombstone, its id alone: the same row sent again changes nothing. A statement that is about
somebody else stays, without the reference to who is erased. Where a run is cut short the next writer goes on with it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from app.engine.shape import read_shape
from app.errors import InputError, NotFound
from loaders.load.keeper import Keeper
from loaders.store.graph import GraphStore
from loaders.types.codes.identity_numbers import is_identity_number
from loaders.upkeep.erase_files import Wanted, cleared, without_rows
from loaders.values.normalise import normalise_name
from models.catalogue import CODES_SUFFIX, TEXT_TYPES, TOLD_SUFFIX, Category, Kind, TypeName
from models.statements import Action
from models.work.erasure import Erasure

T = TypeVar("T")
PAGE = 500
SHORTEST = 2
"""Characters of the shortest name that is looked for among other words."""
PERSONAL = frozenset({Kind.PERSON.value})


@dataclass(slots=True)
class Meant:
    """What is to go: statements as a whole, properties of others by statement, the names that stood there, the identifiers of
    document numbers (`pid:`), the batches. `left` is what is left of texts, by statement and property, in which a name stood
    among other words.
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
    """Erase natural persons (by their id) and single statements (by theirs). `dry_run` only counts.

    `secret` opens the sealed cells of the files of refused rows in `rejects`, so that these are searched too.

    Raises:
        NotFound: there is no such party or statement.
        InputError: a target is no natural person, or the coverage of a list; no operator or reason is given, or one that would
            keep who is erased.
    """
    if not operator.strip() or not reason.strip():
        raise InputError("say who decides it (--operator) and why (--reason)")
    meant = await keeper.transact(lambda store: _meant(store, targets))
    if any(map(is_identity_number, (operator, reason))) or _holds(reason, meant.names):
        raise InputError(
            "--operator and --reason are kept: they may not hold an identity number, nor the name of who is erased"
        )
    refused, unsearched = without_rows(rejects, Wanted(meant.names, meant.numbers, secret), dry_run=dry_run)
    erasure = Erasure(
        id=uuid4().hex,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        operator=operator.strip(),
        reason=reason.strip(),
        statements=len(meant.whole),
        references=sum(len(meant.parts.get(s, ())) + len(meant.left.get(s, ())) for s in meant.parts.keys() | meant.left),
        rejects=refused,
        unsearched=unsearched,
    )
    if dry_run:
        return erasure
    begun = await keeper.transact(lambda store: _begin(store, erasure, meant))
    await keeper.finish_erasures()
    return begun


async def _meant(store: GraphStore, targets: Sequence[str]) -> Meant:
    meant = Meant()
    for target in targets:
        if ":" in target:
            await _person(store, target, meant)
        else:
            await _statement(store, target, meant)
    return meant


async def _person(store: GraphStore, target: str, meant: Meant) -> None:
    found = await store.run("erase_party", {"id": target})
    if not found:
        raise NotFound("there is no such party; give the id of a person, or of a statement")
    if any(row["kind"] not in PERSONAL for row in found):
        raise InputError(
            "that party is no natural person: what the register says of firms and departments is withdrawn, not erased"
        )
    ids = sorted({row["id"] for row in found} | {row["party"] for row in found})
    meant.numbers.update(one for one in ids if one.startswith("pid:"))
    for row in await store.run("erase_told", {"ids": ids}):
        meant.batches.update(row["batches"])
        if row["name"]:
            meant.names.add(row["name"])
        if row["role"] is None or row["role"] in _bearing(store.catalogue[row["category"]]):
            meant.whole.add(row["id"])
        else:
            meant.parts.setdefault(row["id"], set()).add(row["role"])
    await _told_as_words(store, meant)


async def _told_as_words(store: GraphStore, meant: Meant) -> None:
    """Names that stand as mere words (法定代表人, 联系人), alone or among others.

    They are looked for in statements about the parties that the person had to do with.
    """
    words = {c.name: _wordy(c) for c in store.catalogue.categories.values()}
    ids = sorted(meant.whole | meant.parts.keys())
    if not (ids and meant.names):
        return
    params = {"ids": ids, "properties": sorted(set[str]().union(*words.values())), "names": sorted(meant.names)}
    for row in await store.run("erase_words", params):
        category, values = store.catalogue[row["category"]], row["values"]
        told = {name: values[name] for name in words[category.name] if values.get(name) is not None}
        left = {name: text for name, value in told.items() if (text := _left(value, meant.names)) != value}
        if not left or row["id"] in meant.whole:
            continue
        meant.batches.update(row["batches"])
        gone = {name for name, value in left.items() if not value}
        meant.parts.setdefault(row["id"], set()).update(gone)
        meant.left[row["id"]] = {name: value for name, value in left.items() if value} | _key(category, values, left)


def _wordy(category: Category) -> set[str]:
    """The properties of a category that hold words, those besides in which a cell is kept as it was told."""
    return {p.name for p in category.properties if p.type in {*TEXT_TYPES, TypeName.TEXTS}} | {
        p.name + TOLD_SUFFIX for p in category.properties
    }


def _left(value: Any, names: Collection[str]) -> Any:
    """What is left of a text, or of several, without names: nothing of one that is a name and no more."""
    if isinstance(value, list | tuple):
        kept = [_left(one, names) for one in value]
        return value if kept == list(value) else [one for one in kept if one]
    if not isinstance(value, str):
        return value
    return None if value in names else cleared(value, [name for name in names if len(name) >= SHORTEST])


def _holds(text: str, names: Collection[str]) -> bool:
    return bool(_left(text, names) != text)


def _key(category: Category, values: Mapping[str, Any], left: Mapping[str, Any]) -> dict[str, Any]:
    """The key of a statement without what goes of its texts; nothing where its key has none of them."""
    if not left.keys() & set(category.key) or len(values.get("key") or ()) != len(category.key):
        return {}
    said = zip(category.key, values["key"], strict=True)
    return {"key": [normalise_name(str(left[name] or "")) if name in left else token for name, token in said]}


async def _statement(store: GraphStore, target: str, meant: Meant) -> None:
    rows = await store.run("erase_statements", {"ids": [target]})
    if not rows:
        raise NotFound(f"there is no statement {target}")
    for row in rows:
        if row["action"] == Action.COVER:
            raise InputError("that statement says how complete a list is, and speaks of nobody")
        meant.whole.add(row["id"])
        meant.batches.update(row["batches"])
        meant.names.update(name for _, name, kind in row["refs"] if name and kind in PERSONAL)


def _bearing(category: Category) -> set[str]:
    """The roles without which a statement of the category says nothing: its ends, what tells it apart, what it must have."""
    ends = [category.edge.source, category.edge.target] if category.edge else ["party"]
    about = list(category.record.about.values()) if category.record and not category.identifies else []
    alone = about if len(about) == 1 else []
    required = [p.name for p in category.properties if p.required]
    return {*ends, *alone, *category.key, *(category.scope or ()), *required}


async def _begin(store: GraphStore, erasure: Erasure, meant: Meant) -> Erasure:
    begun = erasure.model_copy(update={"receipts": await _clear_receipts(store, meant)})
    await store.run("erase_open", begun.model_dump(exclude={"state"}) | {"tick": store.tick})
    names = sorted({normalise_name(name) for name in meant.names})
    for storage in read_shape().standing.values():
        await store.run("standing_erase", {"ids": sorted(meant.whole | meant.parts.keys()), "names": names}, stem=storage.stem)
    for some in _pages(sorted(meant.whole)):
        await store.run("erase_whole", {"ids": some, "erasure": erasure.id})
    touched = sorted((meant.parts.keys() | meant.left.keys()) - meant.whole)
    parts = [_part(s, meant.parts.get(s, set()), meant.left.get(s, {})) for s in touched]
    for rows in _pages(parts):
        await store.run("erase_part", {"rows": rows, "erasure": erasure.id})
    await store.run("settling", {"settling": True})
    return begun


async def _clear_receipts(store: GraphStore, meant: Meant) -> int:
    """Take the names out of the receipts of earlier loads; how many of these had one."""
    rows = await store.run("erase_receipts", {"ids": sorted(meant.batches)}) if meant.batches else []
    changed = {row["id"]: text for row in rows if (text := cleared(row["receipt"], meant.names)) != row["receipt"]}
    for batch, text in changed.items():
        await store.run("batch_receipt", {"id": batch, "receipt": text})
    return len(changed)


def _part(statement: str, names: set[str], left: Mapping[str, Any]) -> dict[str, Any]:
    """What `erase_part` takes out of one statement: references by role, with the codes told beside them, and values, of which
    something may be `left`."""
    properties = sorted(names)
    values = dict.fromkeys([*properties, *(name + CODES_SUFFIX for name in properties)]) | dict(left)
    return {"statement": statement, "roles": properties, "properties": sorted({*properties, *left}), "values": values}


def _pages(items: Sequence[T]) -> list[list[T]]:
    return [list(items[i : i + PAGE]) for i in range(0, len(items), PAGE)]
