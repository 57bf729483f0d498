"""Planted cases of statements: stated twice, corrected, withdrawn, repaired, late, mistaken, hidden, no longer public."""

from loaders.synthetic.planted.planting import Plant
from loaders.synthetic.timeline import day_in
from loaders.synthetic.world.decisions import penalty
from loaders.synthetic.world.model import Firm

_LAW = "《中华人民共和国广告法》第五十五条"
_OFFENCE = "发布虚假广告"
CREDIT_CENTRE = "杭州市公共信用信息中心"


def plant(p: Plant) -> None:
    """Plant every case of this subject."""
    _stated_twice(p)
    _actions(p)
    _publicity(p)
    _late(p)
    _mistake(p)


def _stated_twice(p: Plant) -> None:
    firm = p.single("双报", industry="R88")
    day = day_in(3, 0.7)
    number = "杭市罚决字〔2024〕P100号"
    mirror = {"provider": CREDIT_CENTRE, "part": "mirror"}
    p.at(3, lambda: penalty(p.records, firm, 3, day, _OFFENCE, 0, _LAW, 12.0, number=number))
    p.at(4, lambda: penalty(p.records, firm, 4, day, _OFFENCE, 0, _LAW, 12.0, number=number, **mirror))
    p.truth.case(
        "told_twice",
        "同一处罚决定由市场监管系统与双公示各报送一次：是一件事。",
        "One decision sent by the regulator and by the 双公示 channel is one event.",
        {"firm": firm},
        {"penalties": 1, "providers": 2, "number": number},
    )
    p.truth.stop(
        firm,
        ("两次报送，一件处罚", "Sent twice, punished once"),
        (
            "证据里有两个报送单位、两个文件，处罚只有一件。",
            "The evidence names two providers and two files; there is one penalty.",
        ),
    )


def _actions(p: Plant) -> None:
    right = {"fine": 1.2, "content": "罚款1.2万元"}
    firm, parties = _penalty_then(p, "更正", "correct", **right)
    p.truth.case(
        "corrected",
        "罚款金额更正：12 万元改为 1.2 万元。",
        "A fine corrected from 120,000 to 12,000 yuan.",
        {"firm": firm},
        {"penalties": 1, "fine": 12000, **parties},
    )
    firm, parties = _penalty_then(p, "撤销", "withdraw")
    p.truth.case(
        "withdrawn",
        "处罚记录被撤回：视同从未存在。",
        "A penalty withdrawn: it never was.",
        {"firm": firm},
        {"penalties": 0, **parties},
    )
    firm, parties = _penalty_then(p, "修复", "repair")
    p.truth.case(
        "repaired",
        "完成信用修复：不再公示、不再使用，仍然保存。",
        "Credit repaired: shown and used no more, kept all the same.",
        {"firm": firm},
        {"penalties": 0, "stored": 1, **parties},
    )


def _penalty_then(p: Plant, brand: str, action: str, **more: object) -> tuple[Firm, dict[str, str]]:
    """Plant a penalty, and half a year later a row about it with another action."""
    firm = p.single(brand, industry="C13")
    day, number = day_in(8, 0.3), f"杭市罚决字〔2025〕P{brand}号"
    fields = {"number": number, "action": action, "part": "corrections", **more}
    p.at(8, lambda: penalty(p.records, firm, 8, day, _OFFENCE, 0, _LAW, 12.0, number=number))
    p.at(9, lambda: penalty(p.records, firm, 9, day, _OFFENCE, 0, _LAW, 12.0, **fields))
    return firm, {"number": number, "action": action}


def _publicity(p: Plant) -> None:
    firm = p.single("期满", industry="C17")
    day = day_in(1, 0.5)
    p.at(1, lambda: penalty(p.records, firm, 1, day, _OFFENCE, 0, _LAW, 4.0, shown_until="2024-12-31"))
    p.truth.case(
        "publicity_expired",
        "公示期已满的处罚：公众不再看到。",
        "A penalty whose time of publicity is over: the public sees it no more.",
        {"firm": firm},
        {"public_until": "2024-12-31", "penalties_public": 0, "penalties_level_1": 1},
    )
    hidden = p.single("内部", industry="Q84")
    fields = {"checked": day_in(7, 0.5), "type": "专项检查", "result": "不合格"} | p.office(4)
    p.at(7, lambda: p.records.record("spot_check", hidden, 7, day_in(7, 0.5), **(fields | {"level": 2, "part": "internal"})))
    p.truth.case(
        "internal_record",
        "二级记录：公众看不到，也不留痕迹。",
        "A record of level 2: the public sees neither it nor a trace.",
        {"firm": hidden},
        {"spot_checks_public": 0, "spot_checks_level_2": 1},
    )


def _late(p: Plant) -> None:
    firm = p.single("迟报", industry="E50")
    day = day_in(2, 0.4)
    p.at(7, lambda: penalty(p.records, firm, 7, day, _OFFENCE, 0, _LAW, 8.0, part="late"))
    p.truth.case(
        "late_file",
        "2024 年 2 月作出的处罚到 2025 年 6 月才报送。",
        "A penalty of February 2024 sent in June 2025.",
        {"firm": firm},
        {"decided": day, "file": "penalty.2025-06.late.csv"},
    )


def _mistake(p: Plant) -> None:
    firm = p.single("错批", industry="O80")
    for fine in (3.0, 5.0, 7.0):
        p.at(6, lambda fine=fine: penalty(p.records, firm, 6, day_in(6, 0.2), _OFFENCE, 0, _LAW, fine, part="mistaken"))  # type: ignore[misc]
    p.truth.case(
        "batch_to_withdraw",
        "整批误报的文件：撤回该批次后，处罚全部消失，企业仍在。",
        "A file sent by mistake: withdraw its batch and its penalties are gone, the firm stays.",
        {"firm": firm},
        {"file": "penalty.2024-12.mistaken.csv", "penalties_before": 3, "penalties_after": 0},
    )
