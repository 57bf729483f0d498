"""What an answer leaves out, in words: a sentence for each reason, and several parties of one reason in one line."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.words.codes import CODES
from app.words.naming import shown_name
from app.words.phrases import both
from models.answers.shapes import Incomplete, IncompleteReason, PartyRef
from models.base import Model
from models.catalogue import Title

INCOMPLETE: dict[str, tuple[str, str]] = {
    "incomplete_length": ("未全部显示", "Not all is shown"),
    "incomplete_length_of": ("{part}未全部显示", "Not all {part} are shown"),
    "incomplete_depth": ("仅显示 {limit} 层以内", "Only what is at most {limit} steps away is shown"),
    "incomplete_not_counted": ("至少 {total} 项，未继续计数", "At least {total}, not counted further"),
    "incomplete_read": ("数量过多，未全部读取，未继续向外查询", "Too much to be read in full, not looked beyond"),
    "incomplete_read_of": ("{part}过多，未全部读取", "Too many {part} to be read in full"),
    "incomplete_work": ("已达计算上限，未全部查找", "There was too much to be worked through, and not all was looked for"),
    "incomplete_work_of": ("{part}过多，未全部查找", "Too many {part}, and not all were looked for"),
    "incomplete_hub": ("关联过多，未继续向外查询", "Too many links, not looked beyond"),
    "incomplete_nominee": (
        "名义持有，不视为关联，未继续向外查询",
        "Holds for others, relates nobody, not looked beyond",
    ),
    "incomplete_state": ("政府部门或机构，不视为关联，未继续向外查询", "State body, relates nobody, not looked beyond"),
    "incomplete_name": ("仅知名称，未继续向外查询", "Known by name only, not looked beyond"),
    "incomplete_withheld": ("不予公开", "Not shown to this caller"),
    "incomplete_not_loaded": ("未归集", "Not loaded"),
    "incomplete_not_loaded_of": ("{part}所依据的信息未归集", "What {part} rest on is not loaded"),
    "part_edges": ("风险传导路径", "edges of risk"),
    "part_indicators": ("风险指标", "indicators of risk"),
    "part_parties": ("主体", "parties"),
    "incomplete_depth_of": ("{part}仅显示 {limit} 层以内", "Only {part} at most {limit} steps away are shown"),
    "part_owners": ("股东", "owners"),
    "part_nominees": ("名义持有人", "nominees"),
    "part_holdings": ("对外投资", "holdings"),
    "part_chains": ("持股链条", "chains of holdings"),
    "part_days": ("变动日期", "days of change"),
    "part_controls": ("控制的主体", "what it controls"),
    "part_notes": ("名册说明", "notes of lists"),
    "part_records": ("记录", "records"),
    "part_linked": ("关联主体", "linked parties"),
    "part_departments": ("部门记录", "records of departments"),
    "part_meetings": ("交汇", "meetings"),
    "part_links": ("关联", "links"),
    "part_suspicions": ("疑似关联", "suspicions"),
    "part_signals": ("关联线索", "signals"),
    "part_namesakes": ("同名者", "namesakes"),
    "part_pairs": ("主体对", "pairs"),
    "part_exposure": ("关联风险敞口", "exposure to others"),
    "part_paths": ("路径", "paths"),
    "figures_of": ("显示 {shown}，共 {total}", "{shown} of {total}"),
    "figures_in_brackets": ("（{figures}）", " ({figures})"),
    "after_colon": ("{head}：{rest}", "{head}: {rest}"),
}
"""Words about what is left out, Chinese and English."""
_COMMA, _DASH = ("、", ", "), " — "


def grouped(gaps: Iterable[Incomplete]) -> list[tuple[Title, tuple[PartyRef, ...]]]:
    """What is to be read of it, in order: a sentence, and the parties of whom it is true, where it is one about many.

    Gaps of one reason behind one party each come together; any other stands alone with its own sentence.
    """
    lines: list[tuple[Title, list[PartyRef]]] = []
    places: dict[tuple[IncompleteReason, str | None], int] = {}
    for gap in gaps:
        if gap.party is None or gap.other is not None:
            lines.append((gap.text, []))
            continue
        place = places.setdefault((gap.reason, gap.part), len(lines))
        if place == len(lines):
            lines.append((Title(zh=_head(gap, 0), en=_head(gap, 1)), []))
        lines[place][1].append(gap.party)
    return [(text, tuple(parties)) for text, parties in lines]


def with_text(gap: Incomplete) -> Incomplete:
    """What is left out, with the words for it."""
    return gap.model_copy(update=_written(gap))


def _written(gap: Incomplete) -> Mapping[str, Title]:
    return {"text": both(*(_sentence(gap, at) for at in (0, 1)))}


def _sentence(gap: Incomplete, at: int) -> str:
    head, figures = _head(gap, at), _figures(gap, at)
    ends = _DASH.join(shown_name(one.id, one.name) for one in (gap.party, gap.other) if one is not None)
    names = [(title.zh, title.en) for title in gap.titles] or [CODES.get(f"signal_{name}", (name, name)) for name in gap.fields]
    listed = _COMMA[at].join(name[at] for name in names)
    rest = ends or listed
    if not rest:
        return INCOMPLETE["after_colon"][at].format(head=head, rest=figures) if figures else head
    if figures:
        rest += INCOMPLETE["figures_in_brackets"][at].format(figures=figures)
    return INCOMPLETE["after_colon"][at].format(head=head, rest=rest)


def _head(gap: Incomplete, at: int) -> str:
    part, alone = INCOMPLETE.get(f"part_{gap.part}"), INCOMPLETE[f"incomplete_{gap.reason}"]
    if part is None:
        return alone[at].format(limit=gap.limit, total=gap.total)
    return INCOMPLETE.get(f"incomplete_{gap.reason}_of", alone)[at].format(part=part[at], limit=gap.limit)


def _figures(gap: Incomplete, at: int) -> str:
    if gap.total is None or gap.reason is IncompleteReason.NOT_COUNTED:
        return ""
    if gap.shown is None:
        return f"{gap.total:,}"
    return INCOMPLETE["figures_of"][at].format(shown=f"{gap.shown:,}", total=f"{gap.total:,}")


WRITERS: Mapping[type[Model], Callable[[Any], Mapping[str, Title]]] = {Incomplete: _written}
