"""What has to be known of holder lists and of owners of one name, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from app.words.formats import percent
from app.words.phrases import both
from models.answers.control import Range
from models.answers.joined import Joined
from models.answers.ownership import ListNote, SameName, SeveralRows, ShareByAmount
from models.base import Model
from models.catalogue import Title

MOST_DAYS = 20
"""The most days of one list that a sentence names."""


def _list_note(one: ListNote) -> Mapping[str, Title | None]:
    """Why a list adds up to more than the whole: it adds rows of several days, or the rows of one day do; else nothing."""
    if not one.days:
        return {"text": None}
    whose = f"{one.list_basis} · {one.provider}" if one.provider else str(one.list_basis)
    least = percent(round(sum(day.share_min for day in one.days), 12))
    if len(one.days) == 1:
        day = one.days[0].day
        text = both(
            f"名册（{whose}）{day} 一日的记录合计即达 {least}，不再相乘",
            f"the rows of one day, {day}, of the list ({whose}) add up to {least}: nothing is multiplied by them",
        )
        return {"text": text}
    shown = [(day.day, percent(Range(low=day.share_min, high=day.share_max))) for day in one.days[:MOST_DAYS]]
    zh, en = "、".join(f"{day}（{share}）" for day, share in shown), ", ".join(f"{day} ({share})" for day, share in shown)
    n = len(one.days)
    more_zh, more_en = (f"等 {n} 日", f" and others, {n} days") if n > MOST_DAYS else ("", "")
    text = both(
        f"名册（{whose}）把不同日期的记录相加：{zh}{more_zh}，合计 {least}；后来的名单并不完整，没有终止先前的记录；不再相乘",
        f"the list ({whose}) adds rows of different days: {en}{more_en}, {least} in all; the later ones, stated in parts, "
        "ended nothing of the earlier: nothing is multiplied by them",
    )
    return {"text": text}


def _share_by_amount(one: ShareByAmount) -> Mapping[str, Title]:
    """That a stated share is another than the amount gives, and which of them counts."""
    used, other = percent(Range(low=one.share_min, high=one.share_max)), percent(one.by_amount)
    money = f"{one.subscribed:,.2f} {one.subscribed_currency}"
    text = both(
        f"载明的比例 {used} 与认缴出资 {money} 所示的 {other} 不一致，以载明的比例计算",
        f"the stated share of {used} is not what {money} subscribed gives, {other}: the stated share is used",
    )
    return {"text": text}


def _several_rows(one: SeveralRows) -> Mapping[str, Title]:
    """That one name stands in several rows of a list."""
    text = both(
        f"“{one.name}”在名册中占 {one.rows} 行，可能是 {one.persons} 人",
        f"{one.name} stands in {one.rows} rows of the list, and may be {one.persons} persons",
    )
    return {"text": text}


def _same_name(one: SameName) -> Mapping[str, Title]:
    """What owners of one name have together, if they are one person."""
    n, together = len(one.persons), percent(Range(low=one.integrated_min, high=one.integrated_max))
    text = both(
        f"无法确定：{n} 名“{one.name}”若为一人，合计持有 {together}",
        f"undetermined: if the {n} of the name {one.name} are one person, they have {together} together",
    )
    return {"text": text}


def _joined(one: Joined) -> Mapping[str, Title]:
    """Which parties count as one, and who decided so."""
    name, n = one.party.label, len(one.others) + 1
    by = "；".join(f"{each.decided_by}于{each.decided_on}认定" for each in one.decisions)
    by_en = "; ".join(f"decided by {each.decided_by} on {each.decided_on}" for each in one.decisions)
    return {"text": both(f"“{name}”的 {n} 个标识计为一个主体（{by}）", f"{n} parties count as one, {name} ({by_en})")}


WRITERS: Mapping[type[Model], Callable[[Any], Mapping[str, Any]]] = {
    ListNote: _list_note,
    ShareByAmount: _share_by_amount,
    SeveralRows: _several_rows,
    SameName: _same_name,
    Joined: _joined,
}
