"""An enterprise's filing from first to last: read, checked, shown to it, and sent by the way of every push."""

import json
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.desk.pushes.accepting import Accepted, keyed
from app.desk.store import Connection, Desk
from app.desk.store.tables.metadata import now
from app.errors import Conflict, Forbidden, NotFound
from app.questions import Questions
from app.questions.codes import identifier
from app.questions.visible import mask
from app.rules.filing import FiledCategory, FilingRules, FilingTerm, filing_rules
from app.settings import Settings
from app.work.filing import checks
from app.work.filing.ordering import order_of
from app.work.filing.providers import provider_of_party
from app.work.filing.rows import FilingLine, check_lines, read_lines, rows_to_send
from app.work.receiving import KEY, Sending, receive
from loaders.values.canonical import canonical
from models.caller import SHANGHAI, Caller
from models.catalogue import Category, TimeKind
from models.work.filings import Fileable, Fileables, FilingCheck, FilingFinding, FilingRow, FilingSent

SEES_ALL = 1
"""The level at which an enterprise is shown what it filed itself."""
AMENDED = " amendments"
"""How the key of what a filing amends ends, after the key of the filing."""
MEANWHILE = "something else was filed meanwhile: file this anew, under a new key"
WITHIN = 200
"""Reports that are looked through for those of the same year and the year before."""


def fileables(questions: Questions, caller: Caller) -> Fileables:
    """What an enterprise may file. Raises Forbidden where the caller acts for none."""
    party = _party(caller)
    known = questions.catalogue.categories
    items = []
    for one in filing_rules().categories:
        if one.category in known:
            category = known[one.category]
            shown: dict[str, Any] = {"category": category.name, "title": category.title, "term": str(one.term)}
            items.append(Fileable(**shown, by_choice=category.by_choice, row_by_choice=one.row_by_choice))
    return Fileables(party=party, items=tuple(items))


async def check_filing(
    questions: Questions, settings: Settings, caller: Caller, category: str, path: Path, name: str
) -> tuple[FilingCheck, list[FilingLine]]:
    """What a filing comes to. Nothing is sent.

    Raises:
        Forbidden: the caller acts for no enterprise. NotFound: this is nothing that enterprises file.
        InputError: it cannot be read, or speaks of another enterprise.
    """
    rules, (filed, known) = filing_rules(), _filed(questions, category)
    party = await _own(questions, caller)
    lines = read_lines(path, name, known, filed, party)
    check_lines(lines, known, provider_of_party(party), caller.today, settings.key.encode())
    before = seen = None
    if filed.term is FilingTerm.ANNUAL:
        before = await _filed_before(questions, party, known, Caller(level=SEES_ALL, today=caller.today))
        seen = await _filed_before(questions, party, known, Caller(today=caller.today))
    registered = await _registered(questions, party, caller)
    masking = _masking(questions)
    findings: list[FilingFinding] = []
    rows: list[FilingRow] = []
    corrects = False
    for number, line in enumerate(lines, 1):
        if line.problem is not None:
            column, value, message = line.problem
            findings.append(
                FilingFinding(rule="unreadable", property=column, filed=value, known=message, refused=True, row=number)
            )
            continue
        values, same = _values(line), _same(before or (), known, party, _values(line))
        last = _of_year(before or (), known, values.get("report_year"))
        found = list(_found(rules, filed, known, values, registered, last, caller.today, masking(_values(line))))
        found += _of_others(before or (), known, filed, party, values)
        if same is not None:
            corrects, found = True, list(_of_correction(rules, found, values, caller.today))
        findings += [one.model_copy(update={"row": number}) for one in found]
        shown = _shown(line, known)
        changed = _changed(same, values)
        hidden = _kept_back(changed, _same(seen or (), known, party, values), values, shown)
        rows.append(FilingRow(values=values, public=shown, before=changed, kept_back=hidden, remarks=tuple(line.remarks)))
    checked = FilingCheck(
        category=known.name,
        title=known.title,
        party=party,
        corrects=corrects,
        findings=tuple(findings),
        rows=tuple(rows),
    )
    return checked, lines


async def send_filing(
    desk: Desk,
    questions: Questions,
    settings: Settings,
    caller: Caller,
    category: str,
    path: Path,
    name: str,
    key: str | None = None,
) -> FilingSent:
    """Check a filing and send it; where it corrects a report, what it amends is kept besides, item by item.

    Sent again under its `key`, it is not filed twice, even where the first is a part of the graph by now. One that failed is
    sent as it was, as of the day and moment at which it first came.

    Raises:
        Conflict: it cannot be filed so; the findings say why. Or something else was filed under its key, or meanwhile, so that
            this would state something else than it did when it first came. As `check_filing`.
    """
    checked, lines = await check_filing(questions, settings, caller, category, path, name)
    body = await to_thread(path.read_bytes)
    own = key and f"{key} {sha256(body).hexdigest()[:24]}"
    there = await desk.read(_filed_under, str(caller.name), key, own) if key and own else {}
    if done := _done(there, own):
        return FilingSent(check=checked, jobs=done)
    if checked.refused:
        why = ", ".join(sorted({one.rule for one in checked.findings if one.refused}))
        raise Conflict(f"this cannot be filed as it is: {why}")
    pushes = list(_pushes(questions, caller, checked, lines, _moment(caller.today, there), body, own))
    if own in there and len(pushes) != len(there):
        raise Conflict(MEANWHILE, parameter=KEY)
    try:
        jobs = [(await receive(desk, settings, _piece(rows), sending)).job for rows, sending in pushes]
    except Conflict:
        if not key or not own:
            raise
        if done := _done(await desk.read(_filed_under, str(caller.name), key, own), own):  # it came twice at the same moment
            return FilingSent(check=checked, jobs=done)
        raise Conflict(MEANWHILE, parameter=KEY) from None
    return FilingSent(check=checked, jobs=tuple(reversed(jobs)))


def _pushes(
    questions: Questions,
    caller: Caller,
    checked: FilingCheck,
    lines: Sequence[FilingLine],
    came: tuple[str, datetime],
    body: bytes,
    own: str | None,
) -> Iterator[tuple[list[dict[str, str]], Sending]]:
    """What a filing sends: what it amends, and then the report, since once that is sent the filing counts as done."""
    filed, known = _filed(questions, checked.category)
    provider, (day, at) = provider_of_party(checked.party), came
    more = questions.catalogue.categories.get(filed.amendments or "")
    if more and (amended := list(_amendments(checked, day))):
        yield amended, Sending(caller, provider, more, ".json", key=own and own + AMENDED, title=more.title.zh, at=at)
    rows = list(rows_to_send(lines, day, "correct" if checked.corrects else "state", order_of(day, at, body)))
    title, document = f"{known.title.zh} · 企业自报", f"企业自报 {day}"
    yield rows, Sending(caller, provider, known, ".json", key=own, title=title, document=document, at=at)


def _filed_under(connection: Connection, caller: str, key: str, own: str) -> dict[str, Accepted]:
    """The pushes of a filing that was sent before under this key. Raises Conflict where it was another filing."""
    there = keyed(connection, caller, f"{key} ")
    if any(one.removesuffix(AMENDED) != own for one in there):
        raise Conflict("something else was filed under this key", parameter=KEY)
    return there


def _done(there: Mapping[str, Accepted], own: str | None) -> tuple[str, ...]:
    """The jobs of a filing that was sent before, unless that of its report failed."""
    if own is None or own not in there or there[own].again:
        return ()
    return tuple(there[one].job for one in (own, own + AMENDED) if one in there)


def _moment(today: str, there: Mapping[str, Accepted]) -> tuple[str, datetime]:
    """The day and the moment of a filing: the present ones, or those at which it first came under its key."""
    first = min((one.at for one in there.values() if one.at), default=None)
    return (today, now()) if first is None else (first.astimezone(SHANGHAI).date().isoformat(), first)


def _filed(questions: Questions, name: str) -> tuple[FiledCategory, Category]:
    for one in filing_rules().categories:
        if one.category == name and name in questions.catalogue.categories:
            return one, questions.catalogue[name]
    raise NotFound("this is nothing that enterprises file")


def _party(caller: Caller) -> str:
    if caller.party is None:
        raise Forbidden("this key acts for no enterprise")
    return caller.party


async def _own(questions: Questions, caller: Caller) -> str:
    """The enterprise that files, by its own identifier; as the key names it where nothing is known of it yet."""
    party = _party(caller)
    try:
        return str((await questions.answer("party.show", caller, party_id=identifier(party)))["id"])
    except NotFound:
        return party


def _values(line: FilingLine) -> dict[str, Any]:
    assert line.stated is not None
    return dict(line.stated.statements[0].values)


def _found(
    rules: FilingRules,
    filed: FiledCategory,
    known: Category,
    values: Mapping[str, Any],
    registered: Mapping[str, Any] | None,
    last: Mapping[str, Any] | None,
    today: str,
    masked: Mapping[str, Any],
) -> Iterator[FilingFinding]:
    """All that the checks find about a row."""
    established = registered.get("established") if registered else None
    if filed.term is FilingTerm.ANNUAL:
        yield from checks.of_year(rules, values, today, established)
        yield from checks.against_last(rules.checks, values, last)
    else:
        days = [str(values[name]) for name in known.day if name in values]
        yield from checks.in_term(max(days), rules.immediate.working_days, today) if days else ()
    yield from checks.of_itself(rules.checks, values)
    yield from checks.against_register(rules.checks, values, registered, masked)


def _shown(line: FilingLine, category: Category) -> dict[str, Any] | None:
    """What the public sees of a row: of what is chosen, the properties that are open to it."""
    if line.public is None or line.shown is None:
        return None
    restricted = {prop.name for prop in category.properties if prop.level > 0}
    return {name: value for name, value in line.shown.statements[0].values.items() if name not in restricted}


def _of_correction(
    rules: FilingRules, found: list[FilingFinding], values: Mapping[str, Any], today: str
) -> Iterator[FilingFinding]:
    """What was found, of what corrects a report: it is not late, but it may be too late to correct it."""
    yield from (one for one in found if one.rule != "late")
    year = values.get("report_year")
    if isinstance(year, int) and today > (last := checks.last_day(rules, year)):
        yield FilingFinding(rule="too_late_to_correct", property="report_year", filed=str(year), known=last, refused=True)


async def _registered(questions: Questions, party: str, caller: Caller) -> Mapping[str, Any] | None:
    """What the register says of an enterprise today."""
    reader = Caller(level=SEES_ALL, today=caller.today)
    try:
        portrait = await questions.answer("portrait.party", reader, party_id=party, limit=1)
    except NotFound:
        return None
    items = [item for group in portrait["base"] for item in group["items"] if group["category"] == "enterprise"]
    found: Mapping[str, Any] | None = items[0]["values"] if items else None
    return found


async def _filed_before(questions: Questions, party: str, category: Category, reader: Caller) -> list[Mapping[str, Any]]:
    """What a reader sees of this category about an enterprise, with who stated it."""
    name = "records.relations" if category.edge else "records.list"
    asked: dict[str, Any] = {"party_id": party, "category": category.name, "limit": WITHIN}
    if category.edge:
        asked["direction"] = "in" if category.edge.target == filing_own(category) else "out"
    try:
        page = await questions.answer(name, reader, **asked)
    except NotFound:
        return []
    return [{**item["values"], "_provider": item["evidence"]["provider"]} for item in page["items"]]


def filing_own(category: Category) -> str:
    """The property of a category that refers to whoever files."""
    return next(one.own for one in filing_rules().categories if one.category == category.name)


def _of_year(before: Sequence[Mapping[str, Any]], category: Category, year: Any) -> Mapping[str, Any] | None:
    """The report of the year before."""
    if not isinstance(year, int) or category.name != "annual_report":
        return None
    return next((one for one in before if one.get("report_year") == year - 1), None)


def _of_others(
    before: Sequence[Mapping[str, Any]], category: Category, filed: FiledCategory, party: str, values: Mapping[str, Any]
) -> Iterator[FilingFinding]:
    """Whether somebody else stated the same report: an event is one record whoever states it, and this would replace theirs."""
    rest = [name for name in category.key if name != filed.own]
    if category.time is not TimeKind.EVENT or any(category.by_name[name] in category.parties for name in rest):
        return
    for one in before:
        if one["_provider"] != provider_of_party(party) and all(one.get(name) == values.get(name) for name in rest):
            told = ", ".join(str(values.get(name)) for name in rest)
            yield FilingFinding(rule="recorded_by_another", filed=told, known=str(one["_provider"]), refused=True)
            return


def _masking(questions: Questions) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """What makes filed values what the register shows of such values: of a telephone a part alone."""
    register = questions.catalogue.categories.get("enterprise")
    sensitive = {prop.name: prop for prop in register.properties if prop.sensitive} if register else {}
    return lambda values: {name: mask(prop, values[name]) for name, prop in sensitive.items() if name in values}


def _same(
    before: Sequence[Mapping[str, Any]], category: Category, party: str, values: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """What the enterprise filed before of the same thing: what its category tells it apart by is the same."""
    own = [one for one in before if one["_provider"] == provider_of_party(party)]
    plain = [name for name in category.key if category.by_name[name] not in category.parties]
    return next((one for one in own if all(one.get(name) == values.get(name) for name in plain)), None)


def _changed(same: Mapping[str, Any] | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """What corrected properties said before; None where they said nothing."""
    if same is None:
        return {}
    names = {name for name in (*same, *values) if not name.startswith("_") and not isinstance(same.get(name), dict)}
    return {name: same.get(name) for name in sorted(names) if same.get(name) != values.get(name)}


def _kept_back(
    changed: Mapping[str, Any], seen: Mapping[str, Any] | None, values: Mapping[str, Any], shown: Mapping[str, Any] | None
) -> tuple[str, ...]:
    """Of changed properties, those of which the public sees a side not."""
    then, now = seen or {}, shown or {}
    told = (name for name, before in changed.items() if before is None or name in then)
    public = {name for name in told if name not in values or name in now}
    return tuple(name for name in changed if name not in public)


def _amendments(checked: FilingCheck, day: str) -> Iterator[dict[str, str]]:
    """A row for each item that a correction changed; of what the public is not shown, one that it is not shown either."""
    for row in checked.rows:
        for name, before in row.before.items():
            after = row.values.get(name)
            given = {"party": checked.party, "report_year": row.values.get("report_year"), "item": name, "changed_on": day}
            given |= {"before": _text(before), "after": _text(after)}
            yield {k: str(v) for k, v in given.items() if v is not None} | ({"_level": "1"} if name in row.kept_back else {})


def _text(value: Any) -> str | None:
    return None if value is None else canonical(tuple(value) if isinstance(value, list) else value)


async def _piece(rows: Sequence[Mapping[str, str]]) -> AsyncIterator[bytes]:
    yield json.dumps(list(rows), ensure_ascii=False, sort_keys=True).encode()
