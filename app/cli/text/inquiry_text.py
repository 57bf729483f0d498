"""Answers about ownership, control, beneficial owners, groups and related parties as plain text for a terminal."""

from collections.abc import Iterable, Iterator, Mapping

from app.analytics.control.evidence import rests_on_names
from app.answers.ownership_tree import Tree, holdings_tree, owners_tree
from app.cli.language.speaking import spoken
from app.cli.text.party_text import left_out, marks, named, of_table, part_of, ref, refs, some, when
from app.rules.precedence import precedence_of
from app.words.naming import bare_name
from models.answers.control import Controlled, JointControl
from models.answers.joined import Counted
from models.answers.owners import BeneficialOwner
from models.answers.ownership import Interest, ListNote, StatedRow
from models.answers.related import ConcertSuggestions, Reason
from models.answers.shapes import PARTS_CUT, NamedParty
from models.answers.stamped import (
    BeneficialOwnersAnswer,
    ControlAnswer,
    GroupAnswer,
    OwnershipAnswer,
    RelatedAnswer,
)


def ownership(answer: OwnershipAnswer) -> Iterator[str]:
    """Owners and holdings as trees of direct shares, each with what it comes to in all; then what is not known."""
    word = spoken()
    table = {one.id or "": one for one in answer.parties}
    yield ref(answer.party)
    basis, lists = word.code("basis", answer.basis), word.title(precedence_of(answer.precedence).title)
    yield word("precedence_of", basis=basis, precedence=lists, when=when(answer))
    for title, tree, total in (
        ("owners_of", owners_tree(answer), answer.owners_total),
        ("holdings_of", holdings_tree(answer), answer.holdings_total),
    ):
        yield ""
        yield word(title, n=total)
        yield from _tree(tree, "")
    if answer.in_closed_loop:
        yield word("in_closed_loop")
    if answer.nominee:
        yield word("is_nominee")
    if answer.own_share:
        yield word("own_share", share=word.share(answer.own_share))
    yield ""
    yield word("ends_at", ends="; ".join(f"{word.code('end', one.end)} {word.share(one.share)}" for one in answer.ends))
    yield from as_one(answer)
    yield from (word.title(doubt.text) for doubt in answer.undetermined)
    yield from (word.title(several.text) for several in answer.several_rows)
    for note in answer.notes:
        yield from _note(note, table)
    yield from left_out(answer.incomplete)
    if any(gap.reason in PARTS_CUT for gap in answer.incomplete):
        yield word("how_to_see_more")


def control(answer: ControlAnswer) -> Iterator[str]:
    """Controllers and what is controlled, each with the sentences that say why."""
    word = spoken()
    yield ref(answer.party)
    yield word("by_rules", title=word.title(answer.rules.title), name=answer.rules.name, when=when(answer))
    yield ""
    yield word("controllers_of", n=part_of(len(answer.controllers), answer.controllers_total))
    for one in answer.controllers:
        yield from _controlled(one, [word("ultimate")] if one.ultimate else [])
    if not answer.controllers:
        yield f"  {word('no_controller')}"
    yield from _joint(answer.joint_control)
    if answer.mutual:
        yield "  " + word("each_other", parties=refs(answer.mutual))
    yield ""
    yield word("controls_of", n=part_of(answer.shown, answer.total))
    for one_below in answer.controls:
        yield from _controlled(one_below, [])
    yield from _joint(answer.jointly_controls)
    if answer.concert_suggested is not None:
        yield from _suggested(answer.concert_suggested)
    yield from as_one(answer)
    yield from (word.title(doubt.text) for doubt in answer.undetermined)
    yield from (word.title(several.text) for several in answer.several_rows)
    if answer.unknown.high > 0:
        yield word("votes_unknown", share=word.within(answer.unknown))
    if answer.inconsistent:
        yield word("over_the_whole", parties=refs(answer.inconsistent))
    yield from (line for note in answer.notes for line in _causes(note))
    yield from (f"{word('suspended')} {ref(one.enterprise)} ← {refs(one.holders)}" for one in answer.suspended)
    yield from left_out(answer.incomplete)


def owners(answer: BeneficialOwnersAnswer) -> Iterator[str]:
    """Beneficial owners with the conditions met, or who stands in and why."""
    word = spoken()
    yield ref(answer.party)
    yield word("computed_by", title=word.title(answer.rules.title), when=when(answer))
    yield f"{word.code('status', answer.status)}: {word.title(answer.why)}"
    yield from (line for one in answer.owners for line in _owner(one))
    if answer.stand_ins:
        yield word("stands_in", article=word.title(answer.stand_ins[0].article))
        yield from (f"  {named(one.id, one.name)}  {word.code('role', one.title or one.role)}" for one in answer.stand_ins)
    if answer.also_meeting:
        yield word("also_meet")
        yield from (line for one in answer.also_meeting for line in _owner(one))
    yield from as_one(answer)
    yield from (word.title(doubt.text) for doubt in answer.undetermined)
    yield from (word.title(several.text) for several in answer.several_rows)
    for part in answer.unseen:
        yield word("unknown_part", share=word.within(part.share), party=ref(part.party), why=word.code("hidden", part.why))
    if answer.no_outside_owner:
        yield word.code("end", "closed")
    if answer.income_unknown:
        yield f"{word('income_unknown')} {some([ref(one) for one in answer.income_unknown])}"
    yield word("filing_of", text=word.title(answer.filing.text), article=word.title(answer.filing.article))
    if answer.exemption:
        possible = {None: "unknown", True: "possible", False: "not"}[answer.exemption.possible]
        yield f"{word('exemption')} {word.code('exempt', possible)} ({word.title(answer.exemption.article)})"
    yield from left_out(answer.incomplete)


def group(answer: GroupAnswer) -> Iterator[str]:
    """The members of a group as a list, each under those that control it."""
    word = spoken()
    yield word("group_of", party=ref(answer.party))
    yield word("by_rules", title=word.title(answer.rules.title), name=answer.rules.name, when=when(answer))
    head = ref(answer.parent) if answer.parent else word("none")
    yield word("parent_person" if answer.to_person else "parent_of", party=head)
    if answer.above:
        yield word("above_it", parties=refs(answer.above))
    yield word("members_of", n=part_of(answer.shown, answer.total))
    for one in answer.members:
        by_name = marks([word("by_name_tag")] if one.rests_on_names else [])
        yield f"{'  ' * (one.depth + 1)}{named(one.id, one.name, one.state)}{by_name}"
    if answer.of_others:
        yield word("of_others", parties=refs(answer.of_others))
    if len(answer.block) > 1:
        yield word("block_of", parties=refs(answer.block))
    yield from as_one(answer)
    yield from (word.title(doubt.text) for doubt in answer.undetermined)
    yield from left_out(answer.incomplete)


def related(answer: RelatedAnswer) -> Iterator[str]:
    """Related parties, each with its reasons."""
    word = spoken()
    yield word("related_of", party=ref(answer.party))
    yield word("by_rules", title=word.title(answer.rules.title), name=answer.rules.name, when=when(answer))
    for one in answer.related:
        yield named(one.id, one.name, one.state)
        for reason in one.reasons:
            yield f"  {word.title(reason.text)} ({word.title(reason.article)}){marks(_of_reason(reason))}"
    if answer.shown < answer.total:
        yield word("shown_of_all", shown=answer.shown, total=answer.total)
    yield from (word("stops_at", party=ref(stop.party), text=word.title(stop.text)) for stop in answer.stops)
    yield from as_one(answer)
    yield from (word.title(doubt.text) for doubt in answer.undetermined)
    yield from (word.title(doubt.text) for doubt in answer.if_one)
    yield from left_out(answer.incomplete)


def _tree(tree: Tree, indent: str) -> Iterator[str]:
    word = spoken()
    last = len(tree.branches) - 1
    for i, branch in enumerate(tree.branches):
        end = i == last and not tree.left_out
        share = word.share(branch.link.share_min, branch.link.share_max)
        yield f"{indent}{'└─' if end else '├─'} {share}  " + "  ".join(
            [
                ref(branch.party),
                *(_in_all(branch.interest) if branch.interest else ()),
                *([word("again")] if branch.again else []),
                *([word("by_name_tag")] if branch.link.by_name else []),
            ]
        )
        yield from _tree(Tree(branch.branches, branch.left_out), f"{indent}{'   ' if end else '│  '}")
    if tree.left_out:
        yield f"{indent}└─ {word('branches_more', n=tree.left_out)}"


def _in_all(interest: Interest) -> Iterator[str]:
    word = spoken()
    if interest.integrated_min is not None and interest.integrated_max is not None:
        outer = word("bounds_outer") if interest.integrated is None and interest.bounds == "outer" else ""
        yield word("in_all_mark", share=word.share(interest.integrated_min, interest.integrated_max), bounds=outer)
    if interest.end is not None:
        yield f"[{word.code('end', interest.end)}]"


def _note(note: ListNote, table: Mapping[str, NamedParty]) -> Iterator[str]:
    word = spoken()
    remarks = [word.code("list_state", note.state)]
    if note.unknown_max > 0:
        remarks.append(word("list_unknown", share=word.share(note.unknown_min, note.unknown_max)))
    source = _source(note.list_basis, note.provider, note.day) or word("none")
    yield word("list_of", party=ref(of_table(note.enterprise, table)), source=source, notes="; ".join(remarks))
    yield from _causes(note)
    yield from ("  " + word("as_stated", row=_row(row, table)) for row in note.rows)
    for row in note.conflicts:
        yield "  " + word("stated_otherwise", row=_row(row, table), source=_source(row.list_basis, row.provider, row.day))


def _source(list_basis: str | None, provider: str | None, day: str | None) -> str:
    basis = spoken().code("list_basis", list_basis) if list_basis else None
    return ", ".join(filter(None, (basis, provider, day)))


def _causes(note: ListNote) -> Iterator[str]:
    """Why a list adds up to more than the whole, and where shares and amounts of its rows say different things."""
    word = spoken()
    if note.text is not None:
        yield f"  {word.title(note.text)}"
    yield from (f"  {bare_name(one.holder) or one.holder}: {word.title(one.text)}" for one in note.by_amount)


def _row(row: StatedRow, table: Mapping[str, NamedParty]) -> str:
    parts = [ref(of_table(row.holder, table))]
    if row.share_min is not None and row.share_max is not None:
        parts.append(spoken().share(row.share_min, row.share_max))
    if row.subscribed is not None:
        parts.append(spoken().money(row.subscribed, row.subscribed_currency))
    return "  ".join(parts)


def _controlled(one: Controlled, remarks: list[str]) -> Iterator[str]:
    word = spoken()
    remarks = [*remarks, *([word("mutual")] if one.mutual else []), *_possible(one.certainty)]
    if one.jointly_with:
        remarks.append(word("together_with", parties=refs(one.jointly_with)))
    remarks += [word("by_name_tag")] if one.rests_on_names else []
    yield f"  {named(one.id, one.name, one.state)}{marks(remarks)}"
    left_out = [f"    {word('steps_more', n=one.left_out, parties=refs(one.shown_at))}"] if one.left_out else []
    before = bool(one.left_out) and one.because[-1].enterprise.id == one.id
    yield from left_out if before else []
    yield from (f"    {word.title(link.text)}" for link in one.because)
    yield from [] if before else left_out


def _suggested(suggested: ConcertSuggestions) -> Iterator[str]:
    """Who is presumed to act in concert, which may be rebutted, and by which item of the article."""
    word = spoken()
    yield ""
    yield word("presumed_concert", shown=suggested.shown, total=suggested.total)
    for pair in suggested.pairs:
        yield "  " + word("concert_pair", parties=refs(pair.parties), share=word.within(pair.votes))
        yield from (f"    ({one.item}) {word.title(one.rule)}: {word.title(one.text)}" for one in pair.presumptions)
    if suggested.judged < suggested.holders:
        yield "  " + word("concert_looked", n=suggested.judged, of=suggested.holders)


def _possible(certainty: str) -> list[str]:
    return [spoken()("possible")] if certainty == "possible" else []


def _of_reason(reason: Reason) -> list[str]:
    return [*_possible(reason.certainty), *([spoken()("by_name_tag")] if reason.rests_on_names else [])]


def _joint(joint: Iterable[JointControl]) -> Iterator[str]:
    word = spoken()
    yield from ("  " + word("joint_control_of", text=word.title(one.text)) for one in joint)


def _owner(one: BeneficialOwner) -> Iterator[str]:
    word = spoken()
    by_name = any(rests_on_names(condition.because) for condition in one.conditions)
    remarks = [*_possible(one.certainty), *([word("by_name_tag")] if by_name else [])]
    yield f"  {named(one.id, one.name)}{marks(remarks)}"
    for condition in one.conditions:
        yield f"    ({condition.item}) {word.title(condition.text)}"
        for product in condition.arithmetic:
            chain = " → ".join(refs([party]) for party in product.parties)
            if len(product.shares) > 1:
                yield f"        {' × '.join(map(word.within, product.shares))} = {word.within(product.product)}: {chain}"
        yield from (f"        {word.title(link.text)}" for link in condition.because)


def as_one(answer: Counted) -> Iterator[str]:
    """Whom somebody decided to be one, so that they count as one here, and by which decisions."""
    word = spoken()
    for one in answer.joined:
        yield f"{word.title(one.text)}: {ref(one.party)}; {some([ref(other) for other in one.others])}"
        yield from (f"  {each.decided_by} {each.decided_on}: {each.grounds or word('no_grounds')}" for each in one.decisions)
    if len(answer.joined) < answer.joined_total:
        yield word("groups_named", shown=len(answer.joined), total=answer.joined_total)
