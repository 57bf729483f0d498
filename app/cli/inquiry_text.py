"""What inquiries answer as plain text for a terminal: words in English, names as they are."""

from collections.abc import Iterable, Iterator, Sequence

from app.analytics.control.evidence import rests_on_names
from app.analytics.structure.figures import percent
from app.answers.ownership_tree import Tree, holdings_tree, owners_tree
from app.answers.reading.naming import bare_name
from app.cli.party_text import figure, named, range_of, ref, refs, some, when
from app.ui.inquiry_words import EN
from models.answers.control import Controlled, JointControl
from models.answers.joined import Counted
from models.answers.owners import BeneficialOwner
from models.answers.ownership import Interest, ListNote, StatedRow
from models.answers.parts import PartyRef
from models.answers.related import ConcertSuggestions, Reason
from models.answers.stamped import BeneficialOwnersAnswer, ControlAnswer, GroupAnswer, OwnershipAnswer, RelatedAnswer


def ownership(answer: OwnershipAnswer) -> Iterator[str]:
    """Owners and holdings as trees of direct shares, each with what it comes to in all; then what is not known."""
    yield named(answer.party, answer.name, answer.state)
    yield f"{EN[f'basis_{answer.basis}']}, precedence of lists {answer.precedence}; {when(answer)}"
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
        yield EN["own_share"].format(share=figure(answer.own_share))
    yield ""
    yield "ends: " + "; ".join(f"{EN[f'end_{one.end}']} {figure(one.share)}" for one in answer.ends)
    yield from as_one(answer)
    yield from (doubt.text.en for doubt in answer.undetermined)
    yield from (told.text.en for told in answer.several_rows)
    for note in answer.notes:
        yield from _note(note, answer)
    if answer.cut:
        yield f"not looked beyond: {some([_of(one, answer) for one in answer.cut])}"
    if answer.truncated:
        yield "not all is shown; see --limit, --depth and --paths"


def control(answer: ControlAnswer) -> Iterator[str]:
    """Controllers and what is controlled, each with the sentences that say why."""
    yield ref(answer.party)
    yield f"{answer.rules.title.en} ({answer.rules.name}); {when(answer)}"
    yield ""
    shown = f"{len(answer.controllers)} of " if len(answer.controllers) < answer.controllers_total else ""
    yield f"controllers ({shown}{answer.controllers_total})"
    for one in answer.controllers:
        yield from _controlled(one, ["ultimate"] if one.ultimate else [])
    if not answer.controllers:
        yield f"  {EN['no_controller']}"
    yield from _joint(answer.joint_control)
    if answer.mutual:
        yield f"  each controls the other: {refs(answer.mutual)}"
    yield ""
    yield f"controls ({answer.shown} of {answer.total})" if answer.shown < answer.total else f"controls ({answer.total})"
    for one_below in answer.controls:
        yield from _controlled(one_below, [])
    yield from _joint(answer.jointly_controls)
    if answer.concert_suggested is not None:
        yield from _suggested(answer.concert_suggested)
    yield from as_one(answer)
    yield from (doubt.text.en for doubt in answer.undetermined)
    yield from (told.text.en for told in answer.several_rows)
    if answer.unknown.high > 0:
        yield EN["votes_unknown"].format(share=percent(answer.unknown))
    if answer.inconsistent:
        yield f"lists that add up to more than the whole: {refs(answer.inconsistent)}"
    yield from (line for note in answer.notes for line in _causes(note))
    yield from (f"{EN['suspended']} {ref(one.enterprise)} ← {refs(one.holders)}" for one in answer.suspended)
    yield from _cut(answer.cut)


def owners(answer: BeneficialOwnersAnswer) -> Iterator[str]:
    """Beneficial owners with the conditions met, or who stands in and why."""
    yield ref(answer.party)
    yield f"{answer.rules.title.en}; computed, not what was filed; {when(answer)}"
    yield f"{answer.status.value.replace('_', ' ')}: {answer.why.en}"
    yield from (line for one in answer.owners for line in _owner(one))
    if answer.stand_ins:
        yield f"who stands in ({answer.stand_ins[0].article.en}):"
        yield from (f"  {named(one.id, one.name)}  {one.title or one.role}" for one in answer.stand_ins)
    if answer.also_meeting:
        yield "also meeting a condition:"
        yield from (line for one in answer.also_meeting for line in _owner(one))
    yield from as_one(answer)
    yield from (doubt.text.en for doubt in answer.undetermined)
    yield from (told.text.en for told in answer.several_rows)
    for part in answer.unseen:
        yield f"unknown: {percent(part.share)} at {ref(part.party)} ({EN[f'hidden_{part.why}']})"
    if answer.no_outside_owner:
        yield EN["end_closed"]
    if answer.income_unknown:
        yield f"{EN['income_unknown']} {some([ref(one) for one in answer.income_unknown])}"
    yield f"filing: {answer.filing.text.en} ({answer.filing.article.en})"
    if answer.exemption:
        possible = {None: "exempt_unknown", True: "exempt_possible", False: "exempt_not"}[answer.exemption.possible]
        yield f"{EN['exemption']} {EN[possible]} ({answer.exemption.article.en})"
    yield from _cut(answer.cut)


def group(answer: GroupAnswer) -> Iterator[str]:
    """The members of a group as a list, each under those that control it."""
    yield f"group of {ref(answer.party)}"
    yield f"{answer.rules.title.en} ({answer.rules.name}); {when(answer)}"
    yield f"parent{' (looked up to a person)' if answer.to_person else ''}: {ref(answer.parent) if answer.parent else 'none'}"
    if answer.above:
        yield f"above it, and not of it: {refs(answer.above)}"
    yield f"members ({answer.shown} of {answer.total})" if answer.shown < answer.total else f"members ({answer.total})"
    for one in answer.members:
        yield f"{'  ' * (one.depth + 1)}{named(one.id, one.name, one.state)}{_marks(['by name'] if one.by_name else [])}"
    if answer.of_others:
        yield f"controlled by its head, but of the group of another that controls more: {refs(answer.of_others)}"
    if len(answer.block) > 1:
        yield f"each controls the other at its head: {refs(answer.block)}"
    yield from as_one(answer)
    yield from (doubt.text.en for doubt in answer.undetermined)
    yield from _cut(answer.cut)


def related(answer: RelatedAnswer) -> Iterator[str]:
    """Related parties, each with its reasons."""
    yield f"related parties of {ref(answer.party)}"
    yield f"{answer.rules.title.en} ({answer.rules.name}); {when(answer)}"
    for one in answer.related:
        yield named(one.id, one.name, one.state)
        yield from (f"  {reason.text.en} ({reason.article.en}){_marks(_of_reason(reason))}" for reason in one.reasons)
    if answer.shown < answer.total:
        yield f"{answer.shown} of {answer.total} shown"
    yield from (f"stops at {ref(stop.party)}: {stop.text.en}" for stop in answer.stops)
    yield from as_one(answer)
    yield from (doubt.text.en for doubt in answer.undetermined)
    yield from (doubt.text.en for doubt in answer.if_one)
    yield from _cut(answer.cut)


def _tree(tree: Tree, indent: str) -> Iterator[str]:
    last = len(tree.branches) - 1
    for i, branch in enumerate(tree.branches):
        end = i == last and not tree.left_out
        share = percent(range_of(branch.link.share_min, branch.link.share_max))
        yield f"{indent}{'└─' if end else '├─'} {share}  " + "  ".join(
            [
                named(branch.party, branch.name, branch.state),
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
        yield f"({percent(range_of(interest.integrated_min, interest.integrated_max))} in all{outer})"
    if interest.end is not None:
        yield f"[{EN[f'end_{interest.end}']}]"


def _of(party: str, answer: OwnershipAnswer) -> str:
    """A party that an answer tells by its id alone."""
    return named(party, answer.names.get(party), answer.states.get(party))


def _note(note: ListNote, answer: OwnershipAnswer) -> Iterator[str]:
    said = [EN[f"list_state_{note.state}"]]
    if note.unknown_max > 0:
        said.append(EN["list_unknown"].format(share=percent(range_of(note.unknown_min, note.unknown_max))))
    source = ", ".join(filter(None, (note.list_basis, note.provider, note.day)))
    yield f"list of {_of(note.enterprise, answer)} ({source or 'none'}): {'; '.join(said)}"
    yield from _causes(note)
    yield from (f"  as stated: {_row(row, answer)}" for row in note.rows)
    yield from (f"  otherwise: {_row(row, answer)} ({row.list_basis}, {row.provider}, {row.day})" for row in note.conflicts)


def _causes(note: ListNote) -> Iterator[str]:
    """Why a list adds up to more than the whole, and where shares and amounts of its rows say different things."""
    if note.text is not None:
        yield f"  {note.text.en}"
    yield from (f"  {bare_name(one.holder) or one.holder}: {one.text.en}" for one in note.by_amount)


def _row(row: StatedRow, answer: OwnershipAnswer) -> str:
    parts = [_of(row.holder, answer)]
    if row.share_min is not None and row.share_max is not None:
        parts.append(percent(range_of(row.share_min, row.share_max)))
    if row.subscribed is not None:
        parts.append(f"{row.subscribed:,.2f} {row.subscribed_currency}")
    return "  ".join(parts)


def _controlled(one: Controlled, marks: list[str]) -> Iterator[str]:
    marks = [*marks, *(["mutual"] if one.mutual else []), *(["possible"] if one.certainty == "possible" else [])]
    if one.jointly_with:
        marks.append(f"only together with {refs(one.jointly_with)}")
    marks += ["by name"] if one.by_name else []
    yield f"  {named(one.id, one.name, one.state)}{_marks(marks)}"
    told = f"    {one.left_out} steps more: see {refs(one.told_at)}"
    before = bool(one.left_out) and one.because[-1].enterprise.id == one.id
    yield from [told] if before else []
    yield from (f"    {link.text.en}" for link in one.because)
    yield from [told] if one.left_out and not before else []


def _suggested(found: ConcertSuggestions) -> Iterator[str]:
    """Who is presumed to act in concert, which may be rebutted, and by which item of the article."""
    yield ""
    yield f"presumed to act in concert, unless shown otherwise ({found.shown} of {found.total} pairs)"
    for pair in found.pairs:
        yield f"  {refs(pair.parties)}: {percent(pair.votes)} of the votes together"
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
    yield f"  {named(one.id, one.name)}{_marks(marks)}"
    for condition in one.conditions:
        yield f"    ({condition.item}) {condition.text.en}"
        for product in condition.arithmetic:
            chain = " → ".join(refs([party]) for party in product.parties)
            if len(product.shares) > 1:
                yield f"        {' × '.join(map(percent, product.shares))} = {percent(product.product)}: {chain}"
        if condition.arithmetic_cut:
            yield f"        {EN['arithmetic_cut']}"
        yield from (f"        {link.text.en}" for link in condition.because)


def as_one(answer: Counted) -> Iterator[str]:
    """Whom somebody decided to be one, so that they count as one here, and by which decisions."""
    for one in answer.joined:
        yield f"{one.text.en}: {ref(one.party)}; {some([ref(other) for other in one.others])}"
        yield from (f"  {said.decided_by} {said.decided_on}: {said.grounds or 'no grounds told'}" for said in one.decisions)
    if len(answer.joined) < answer.joined_total:
        yield f"{len(answer.joined)} of {answer.joined_total} such groups are named"


def _cut(parties: Sequence[PartyRef]) -> Iterator[str]:
    if parties:
        yield f"not looked beyond: {some([ref(one) for one in parties])}"
