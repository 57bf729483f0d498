"""What inquiries answer as plain text for a terminal: words in English, names as they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.analytics.evidence import percent, rests_on_names
from app.inquiries.naming import bare_name, known_by_name
from app.inquiries.tree import Tree, holdings_tree, owners_tree
from app.ui.inquiry_words import EN
from models.answers import PartyRef, Stamp
from models.beneficial import BeneficialOwner
from models.control import Controlled, JointControl, Range
from models.inquiries import (
    BeneficialOwnersAnswer,
    ControlAnswer,
    DifferencesAnswer,
    GroupAnswer,
    NetworkAnswer,
    OwnershipAnswer,
    RelatedAnswer,
    RelationsAnswer,
)
from models.network import NotFollowed, Why
from models.ownership import Interest, ListNote, StatedRow
from models.related import ConcertSuggestions, Reason

LISTED = 20
"""How many parties of a long list a line names."""


def ownership(answer: OwnershipAnswer) -> Iterator[str]:
    """Owners and holdings as trees of direct shares, each with what it comes to in all; then what is not known."""
    yield _named(answer.party, answer.name)
    yield f"{EN[f'basis_{answer.basis}']}, precedence of lists {answer.precedence}; {_when(answer)}"
    for title, tree, total in (
        ("owners", owners_tree(answer), answer.owners_total),
        ("holdings", holdings_tree(answer), answer.holdings_total),
    ):
        yield ""
        yield f"{title} ({total})"
        yield from _tree(tree, "")
    if answer.in_closed_loop:
        yield EN["in_closed_loop"]
    if answer.nominee:
        yield EN["is_nominee"]
    if answer.own_share:
        yield EN["own_share"].format(share=_figure(answer.own_share))
    yield ""
    yield "ends: " + "; ".join(f"{EN[f'end_{one.end}']} {_figure(one.share)}" for one in answer.ends)
    yield from (doubt.text.en for doubt in answer.undetermined)
    for note in answer.notes:
        yield from _note(note, answer.names)
    if answer.cut:
        yield f"not looked beyond: {_some([_named(one, answer.names.get(one)) for one in answer.cut])}"
    if answer.truncated:
        yield "not all is shown; see --limit, --depth and --paths"


def control(answer: ControlAnswer) -> Iterator[str]:
    """Controllers and what is controlled, each with the sentences that say why."""
    yield _ref(answer.party)
    yield f"{answer.rules.title.en} ({answer.rules.name}); {_when(answer)}"
    yield ""
    shown = f"{len(answer.controllers)} of " if len(answer.controllers) < answer.controllers_total else ""
    yield f"controllers ({shown}{answer.controllers_total})"
    for one in answer.controllers:
        yield from _controlled(one, ["ultimate"] if one.ultimate else [])
    if not answer.controllers:
        yield f"  {EN['no_controller']}"
    yield from _joint(answer.joint_control)
    if answer.mutual:
        yield f"  each controls the other: {_refs(answer.mutual)}"
    yield ""
    yield f"controls ({answer.shown} of {answer.total})" if answer.shown < answer.total else f"controls ({answer.total})"
    for one_below in answer.controls:
        yield from _controlled(one_below, [])
    yield from _joint(answer.jointly_controls)
    if answer.concert_suggested is not None:
        yield from _suggested(answer.concert_suggested)
    for doubt in answer.undetermined:
        yield doubt.text.en
    if answer.unknown.high > 0:
        yield EN["votes_unknown"].format(share=percent(answer.unknown))
    if answer.inconsistent:
        yield f"lists that add up to more than the whole: {_refs(answer.inconsistent)}"
    yield from (f"{EN['suspended']} {_ref(one.enterprise)} ← {_refs(one.holders)}" for one in answer.suspended)
    yield from _cut(answer.cut)


def owners(answer: BeneficialOwnersAnswer) -> Iterator[str]:
    """Beneficial owners with the conditions met, or who stands in and why."""
    yield _ref(answer.party)
    yield f"{answer.rules.title.en}; computed, not what was filed; {_when(answer)}"
    yield f"{answer.status.value.replace('_', ' ')}: {answer.why.en}"
    yield from (line for one in answer.owners for line in _owner(one))
    if answer.stand_ins:
        yield f"who stands in ({answer.stand_ins[0].article.en}):"
        yield from (f"  {_named(one.id, one.name)}  {one.title or one.role}" for one in answer.stand_ins)
    if answer.also_meeting:
        yield "also meeting a condition:"
        yield from (line for one in answer.also_meeting for line in _owner(one))
    yield from (doubt.text.en for doubt in answer.undetermined)
    for part in answer.unseen:
        yield f"unknown: {percent(part.share)} at {_ref(part.party)} ({EN[f'hidden_{part.why}']})"
    if answer.no_outside_owner:
        yield EN["end_closed"]
    if answer.income_unknown:
        yield f"{EN['income_unknown']} {_some([_ref(one) for one in answer.income_unknown])}"
    yield f"filing: {answer.filing.text.en} ({answer.filing.article.en})"
    if answer.exemption:
        possible = {None: "exempt_unknown", True: "exempt_possible", False: "exempt_not"}[answer.exemption.possible]
        yield f"{EN['exemption']} {EN[possible]} ({answer.exemption.article.en})"
    yield from _cut(answer.cut)


def group(answer: GroupAnswer) -> Iterator[str]:
    """The members of a group as a list, each under those that control it."""
    yield f"group of {_ref(answer.party)}"
    yield f"{answer.rules.title.en} ({answer.rules.name}); {_when(answer)}"
    yield f"parent: {_ref(answer.parent) if answer.parent else 'none'}"
    if answer.above:
        yield f"above it, and not of it: {_refs(answer.above)}"
    yield f"members ({answer.shown} of {answer.total})" if answer.shown < answer.total else f"members ({answer.total})"
    for one in answer.members:
        yield f"{'  ' * (one.depth + 1)}{_named(one.id, one.name)}{_marks(['by name'] if one.by_name else [])}"
    if answer.of_others:
        yield f"controlled by its head, but of the group of another that controls more: {_refs(answer.of_others)}"
    if len(answer.block) > 1:
        yield f"each controls the other at its head: {_refs(answer.block)}"
    yield from (doubt.text.en for doubt in answer.undetermined)
    yield from _cut(answer.cut)


def related(answer: RelatedAnswer) -> Iterator[str]:
    """Related parties, each with its reasons."""
    yield f"related parties of {_ref(answer.party)}"
    yield f"{answer.rules.title.en} ({answer.rules.name}); {_when(answer)}"
    for one in answer.related:
        yield _named(one.id, one.name)
        yield from (f"  {reason.text.en} ({reason.article.en}){_marks(_of_reason(reason))}" for reason in one.reasons)
    if answer.shown < answer.total:
        yield f"{answer.shown} of {answer.total} shown"
    yield from (f"stops at {_ref(stop.party)}: {stop.text.en}" for stop in answer.stops)
    yield from (doubt.text.en for doubt in answer.undetermined)
    yield from (doubt.text.en for doubt in answer.if_one)
    yield from _cut(answer.cut)


def relations(answer: RelationsAnswer) -> Iterator[str]:
    """The best paths of each pair."""
    names = {node.id: node.name for node in answer.nodes}
    yield _when(answer)
    for pair in answer.pairs:
        yield f"{_named(pair.a, names.get(pair.a))}  —  {_named(pair.b, names.get(pair.b))}"
        for path in pair.paths:
            parts = [_known_as(path.parties[0], names)]
            for step, party in zip(path.steps, path.parties[1:], strict=True):
                arrow = f"—{step.kind}→" if step.forward else f"←{step.kind}—"
                parts += [arrow, _known_as(party, names)]
            yield f"  {' '.join(parts)}"
        if not pair.complete:
            yield "  the search was cut: there may be more"
    if not answer.pairs:
        yield "no path between any two"
    if answer.unknown:
        yield f"not known: {_some([_known_as(one, {}) for one in answer.unknown])}"
    yield from _not_followed(answer.not_followed)
    yield f"{answer.searched} of {answer.total} pairs searched" + (f"; next: --cursor {answer.next}" if answer.next else "")


def network(answer: NetworkAnswer) -> Iterator[str]:
    """The links around a party, by kind."""
    names = {node.id: node.name for node in answer.nodes}
    yield _named(answer.party, names.get(answer.party))
    yield _when(answer)
    for link in answer.links:
        share = ""
        if link.share_max is not None:
            share = f"  {percent(Range(low=link.share_min or 0.0, high=link.share_max))}"
        source, target = (_known_as(one, names) for one in (link.source, link.target))
        yield f"  {source} —{link.kind}→ {target}{share}"
    yield f"{answer.shown} of {answer.total} links of the party shown, {len(answer.links)} in all"
    yield from _not_followed(answer.not_followed)


def differences(answer: DifferencesAnswer) -> Iterator[str]:
    """Who came, who left and what changed, section by section."""
    more = f" and {len(answer.parties) - 1} more" if answer.parties else ""
    yield f"{_named(answer.party, answer.name)}{more}: {answer.of.replace('_', ' ')}, {answer.before} to {answer.after}"
    for day, unknown in ((answer.before, answer.unknown_before), (answer.after, answer.unknown_after)):
        if unknown:
            yield f"not known on {day}: {_some([_known_as(one, answer.names) for one in unknown])}"
    for section in answer.sections:
        kinds = {"+": section.came, "-": section.left, "? +": section.perhaps_came, "? -": section.perhaps_left}
        lines = [f"  {sign} {_item(one, answer.names)}" for sign, items in kinds.items() for one in items]
        for one in section.changed:
            exact = {f.field for f in one.fields if f.before is not None and f.after is not None}
            told = [f for f in one.fields if f.field.removesuffix("_min").removesuffix("_max") not in exact - {f.field}]
            fields = "; ".join(f"{f.field.replace('_', ' ')} {_value(f.before)} → {_value(f.after)}" for f in told)
            lines.append(f"  ~ {_item({'name': one.name, **one.key}, answer.names)}: {fields}")
        known = "" if section.comparable == "yes" else f" ({section.comparable.value.replace('_', ' ')})"
        yield f"{section.section.replace('_', ' ')}{known}: {'the same' if not lines and not known else len(lines)}"
        yield from lines


def _tree(tree: Tree, indent: str) -> Iterator[str]:
    last = len(tree.branches) - 1
    for i, branch in enumerate(tree.branches):
        end = i == last and not tree.left_out
        yield f"{indent}{'└─' if end else '├─'} {percent(_range(branch.link.share_min, branch.link.share_max))}  " + "  ".join(
            [
                _named(branch.party, branch.name),
                *(_in_all(branch.interest) if branch.interest else ()),
                *(["see above"] if branch.again else []),
                *(["by name"] if branch.link.by_name else []),
            ]
        )
        yield from _tree(Tree(branch.branches, branch.left_out), f"{indent}{'   ' if end else '│  '}")
    if tree.left_out:
        yield f"{indent}└─ {tree.left_out} more"


def _in_all(interest: Interest) -> Iterator[str]:
    if interest.integrated_min is not None and interest.integrated_max is not None:
        outer = EN["bounds_outer"] if interest.integrated is None and interest.bounds == "outer" else ""
        yield f"({percent(_range(interest.integrated_min, interest.integrated_max))} in all{outer})"
    if interest.end is not None:
        yield f"[{EN[f'end_{interest.end}']}]"


def _note(note: ListNote, names: dict[str, str]) -> Iterator[str]:
    said = [EN[f"list_state_{note.state}"]]
    if note.unknown_max > 0:
        said.append(EN["list_unknown"].format(share=percent(_range(note.unknown_min, note.unknown_max))))
    source = ", ".join(filter(None, (note.list_basis, note.provider, note.day)))
    yield f"list of {_named(note.enterprise, names.get(note.enterprise))} ({source or 'none'}): {'; '.join(said)}"
    yield from (f"  as stated: {_row(row, names)}" for row in note.rows)
    yield from (f"  otherwise: {_row(row, names)} ({row.list_basis}, {row.provider}, {row.day})" for row in note.conflicts)


def _row(row: StatedRow, names: dict[str, str]) -> str:
    parts = [_named(row.holder, names.get(row.holder))]
    if row.share_min is not None and row.share_max is not None:
        parts.append(percent(_range(row.share_min, row.share_max)))
    if row.subscribed is not None:
        parts.append(f"{row.subscribed:,.2f} {row.subscribed_currency}")
    return "  ".join(parts)


def _controlled(one: Controlled, marks: list[str]) -> Iterator[str]:
    marks = [*marks, *(["mutual"] if one.mutual else []), *(["possible"] if one.certainty == "possible" else [])]
    if one.jointly_with:
        marks.append(f"only together with {_refs(one.jointly_with)}")
    marks += ["by name"] if one.by_name else []
    yield f"  {_named(one.id, one.name)}{_marks(marks)}"
    told = f"    {one.left_out} steps more: see {_refs(one.told_at)}"
    before = bool(one.left_out) and one.because[-1].enterprise.id == one.id
    yield from [told] if before else []
    yield from (f"    {link.text.en}" for link in one.because)
    yield from [told] if one.left_out and not before else []


def _suggested(found: ConcertSuggestions) -> Iterator[str]:
    """Who is presumed to act in concert, which may be rebutted, and by which item of the article."""
    yield ""
    yield f"presumed to act in concert, unless shown otherwise ({found.shown} of {found.total} pairs)"
    for pair in found.pairs:
        yield f"  {_refs(pair.parties)}: {percent(pair.votes)} of the votes together"
        yield from (f"    ({one.item}) {one.rule.en}: {one.text.en}" for one in pair.presumptions)
    if found.judged < found.holders:
        yield f"  only the {found.judged} holders with the most votes of {found.holders} were looked at"


def _of_reason(reason: Reason) -> list[str]:
    return [*(["possible"] if reason.certainty == "possible" else []), *(["by name"] if reason.by_name else [])]


def _marks(marks: Sequence[str]) -> str:
    return f"  [{', '.join(marks)}]" if marks else ""


def _joint(found: Iterable[JointControl]) -> Iterator[str]:
    yield from (f"  joint control: {one.text.en}" for one in found)


def _owner(one: BeneficialOwner) -> Iterator[str]:
    by_name = any(rests_on_names(condition.because) for condition in one.conditions)
    marks = [*(["possible"] if one.certainty == "possible" else []), *(["by name"] if by_name else [])]
    yield f"  {_named(one.id, one.name)}{_marks(marks)}"
    for condition in one.conditions:
        yield f"    ({condition.item}) {condition.text.en}"
        for product in condition.arithmetic:
            chain = " → ".join(_refs([party]) for party in product.parties)
            if len(product.shares) > 1:
                yield f"        {' × '.join(map(percent, product.shares))} = {percent(product.product)}: {chain}"
        if condition.arithmetic_cut:
            yield f"        {EN['arithmetic_cut']}"
        yield from (f"        {link.text.en}" for link in condition.because)


def _cut(parties: Sequence[PartyRef]) -> Iterator[str]:
    if parties:
        yield f"not looked beyond: {_some([_ref(one) for one in parties])}"


def _not_followed(found: Sequence[NotFollowed]) -> Iterator[str]:
    if found:
        yield "not looked beyond: " + _some([_left_alone(one) for one in found])


def _left_alone(one: NotFollowed) -> str:
    reason = "" if one.reason is Why.NAME else f" ({one.reason.value})"
    return _known_as(one.id, {one.id: one.name}) + reason


def _item(item: Mapping[str, Any], names: Mapping[str, str | None]) -> str:
    """An item of a difference, or what it is known by: a link, a path, a pair, or a party and what it has."""
    if "source" in item:
        return f"{_known_as(item['source'], names)} —{item['kind']}→ {_known_as(item['target'], names)}"
    if "parties" in item:
        return " → ".join(_known_as(one, names) for one in item["parties"])
    if "a" in item and "b" in item:
        return " — ".join(_known_as(item[end], names) for end in "ab")
    named = [_known_as(item["id"], {item["id"]: item.get("name")})] if "id" in item else []
    parts = named or [str(item.get("name") or item.get("fact") or " ".join(str(v) for v in item.values() if v))]
    if item.get("direct") is not None:
        parts.append(f"direct {_figure(item['direct'])}")
    if item.get("integrated") is not None:
        parts.append(f"in all {_figure(item['integrated'])}")
    return "  ".join(parts)


def _value(value: Any) -> str:
    if isinstance(value, float):
        return _figure(value)
    return "otherwise" if isinstance(value, list | dict) else "–" if value is None else str(value)


def _when(answer: Stamp) -> str:
    settling = ", settling" if answer.settling else ""
    return f"as of {answer.as_of}, known at {answer.known_at}, {answer.view} view{settling}"


def _range(low: float, high: float) -> Range:
    return Range(low=low, high=high)


def _figure(share: float) -> str:
    return percent(_range(share, share))


def _named(party: str, name: str | None) -> str:
    if known_by_name(party):
        return _known_as(party, {party: name})
    return f"{name}  {party}" if name else party


def _known_as(party: str, names: Mapping[str, str | None]) -> str:
    """A party by its name alone, or its id without one; of one known by a name only, that it is."""
    if known_by_name(party):
        return f"{names.get(party) or bare_name(party)} ({EN['name_only']})"
    return names.get(party) or party


def _ref(party: PartyRef) -> str:
    return _named(party.id or "", party.name)


def _refs(parties: Iterable[PartyRef]) -> str:
    return _some([_known_as(party.id or "", {party.id or "": party.name}) for party in parties])


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return "、".join(names[:LISTED]) + more
