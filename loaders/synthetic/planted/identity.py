"""Planted cases of identity: merges, a wrong merge reversed, contested numbers, names without codes, mended codes."""

from loaders.synthetic.planted.planting import Plant
from loaders.synthetic.timeline import PERIODS, day_in
from loaders.synthetic.world.decisions import penalty
from loaders.synthetic.world.model import Firm

_LAW = "《中华人民共和国产品质量法》第四十九条"
_BARE = {"firm_uscc": "", "firm_reg": "", "firm_org": ""}


def plant(p: Plant) -> None:
    """Plant every case of this subject."""
    _merge(p)
    _split(p)
    _contested(p)
    _by_name(p)
    _former_name(p)
    _by_organisation_code(p)
    _mended(p)


def _merge(p: Plant) -> None:
    reg = p.world.codes.reg("330106")
    firm = p.own(p.firm("旧号", established="2009-03-16", reg=reg, coded=False), (p.person(), 100))

    def coded() -> None:
        firm.coded = True
        p.records.enterprise(firm, 3, day_in(3, 0.4))

    p.at(1, lambda: _penalise(p, 1, firm.name, firm))
    p.at(3, coded)
    p.at(4, lambda: _penalise(p, 4, firm.name, firm))
    p.truth.case(
        "merge",
        "先只有注册号，后来的登记同时给出统一社会信用代码：两段记录归于一个主体。",
        "First known by its registration number, later by its USCC too: both halves of the record are one party.",
        {"firm": f"uscc:{firm.uscc}", "before": f"reg:{reg}"},
        {"party": f"uscc:{firm.uscc}", "redirects": [f"reg:{reg}"], "penalties": 2},
    )


def _penalise(p: Plant, period: int, name: str, firm: Firm, **more: object) -> None:
    day = day_in(period, 0.6)
    penalty(p.records, firm, period, day, "销售不合格商品", 0, _LAW, 6.5, **({"firm": name} | more))


def _split(p: Plant) -> None:
    """Plant two firms joined by a wrong row: once in a file whose batch can be withdrawn, once reversed by a row."""
    right, wrong, day, row = _pair(p, "误并")
    p.at(2, lambda: p.records.enterprise(right, 2, day, part="mistaken", **row))
    p.truth.case(
        "wrong_merge",
        "一个错误批次把两家企业并为一家：撤回该批次后应重新分开。",
        "A wrong file made one party of two firms: withdraw its batch and they are two again.",
        {"a": right, "b": wrong},
        {"file": "enterprise.2024-03.mistaken.csv", "before": right.party, "after": [right.party, wrong.party]},
    )
    mine, other, since, line = _pair(p, "误行")
    p.at(2, lambda: p.records.enterprise(mine, 2, since, part="corrections", **line))
    p.at(4, lambda: p.records.enterprise(mine, 4, since, part="corrections", **line, action="withdraw"))
    p.truth.case(
        "wrong_row_taken_back",
        "一行错误登记把两家企业并为一家，后来逐行撤回：应当重新分开。",
        "A wrong row made one party of two firms and a later row took it back: they are two again.",
        {"a": mine, "b": other},
        {
            "merged_by": "enterprise.2024-03.corrections.csv",
            "split_by": "enterprise.2024-05.corrections.csv",
            "parties": [mine.party, other.party],
        },
    )


def _pair(p: Plant, brand: str) -> tuple[Firm, Firm, str, dict[str, str]]:
    reg = p.world.codes.reg("330106")
    right = p.own(p.firm(f"{brand}东"), (p.person(), 100))
    wrong = p.own(p.firm(f"{brand}西", established="2008-07-01", reg=reg, coded=False), (p.person(), 100))
    return right, wrong, day_in(2, 0.3), {"reg": reg, "established": "2008-07-01"}


def _contested(p: Plant) -> None:
    reg = p.world.codes.reg("330106")
    first = p.own(p.firm("争号甲", established="2006-02-08", reg=reg), (p.person(), 100))
    second = p.own(p.firm("争号乙", established="2006-02-08", reg=reg), (p.person(), 100))
    p.truth.case(
        "contested",
        "两个有效的统一社会信用代码主张同一个注册号：不合并，该注册号存疑。",
        "Two valid USCCs claim one registration number: they are not joined, the number is contested.",
        {"a": first, "b": second, "number": f"reg:{reg}"},
        {"parties": [first.party, second.party], "contested": f"reg:{reg}"},
    )


def _by_name(p: Plant) -> None:
    only = p.own(p.firm("独名", industry="C34"), (p.person(), 100))
    p.at(2, lambda: _penalise(p, 2, only.name, only, **_BARE))
    p.truth.case(
        "name_of_one",
        "处罚文书只写企业名称，且该名称只有一家企业：很可能（或在登记完整的地区确定）是它。",
        "A penalty that gives only a name which one firm bears: likely that firm (certain where the registry is complete).",
        {"firm": only},
        {"rule": ["certain", "likely"], "penalties_strict": 0, "penalties_probable": 1},
    )
    name = "杭州市西湖区阡陌便利店"
    twins = []
    for _ in range(2):
        trader = p.firm("阡陌", "trader", name=name, capital=3)
        trader.rep = p.person()
        twins.append(trader)
    p.at(2, lambda: _penalise(p, 2, name, twins[0], **_BARE))
    p.truth.case(
        "name_of_two",
        "两家个体工商户同名：只写名称的处罚只能列为候选，不计入任何一家。",
        "Two sole traders of one name: a penalty by name alone is a candidate for both and counts for neither.",
        {"a": twins[0], "b": twins[1]},
        {"rule": "candidate", "penalties": 0, "name": name},
    )
    nobody = "杭州无迹可寻商务服务有限公司"
    p.at(2, lambda: _penalise(p, 2, nobody, only, **_BARE))
    p.truth.case(
        "name_of_nobody",
        "名称查无此企业：保留为提及，不猜测。",
        "A name that no firm bears stays a mention; nobody guesses.",
        {},
        {"name": nobody, "rule": None},
    )


def _former_name(p: Plant) -> None:
    firm = p.own(p.firm("前名", industry="C13"), (p.person(), 100))
    old, new = firm.name, "杭州后名食品有限公司"
    renamed = day_in(3, 0.2)

    def rename() -> None:
        firm.name, firm.former = p.world.names.take(new), (old,)
        p.records.enterprise(firm, 3, renamed)
        p.records.change(firm, 3, renamed, "名称变更", old, new)

    p.at(2, lambda: _penalise(p, 2, old, firm, **_BARE))
    p.at(3, rename)
    p.at(4, lambda: _penalise(p, 4, old, firm, **_BARE))
    p.truth.case(
        "former_name",
        "更名前的处罚用旧名可以对上；更名后仍用旧名的，当日已无此名称。",
        "A penalty under the old name from before the renaming resolves; one from after it names nobody of that day.",
        {"firm": firm},
        {
            "old_name": old,
            "new_name": new,
            "renamed": renamed,
            "resolved_on": [day_in(2, 0.6)],
            "unresolved_on": [day_in(4, 0.6)],
        },
    )


def _by_organisation_code(p: Plant) -> None:
    firm = p.own(p.firm("机构码", industry="C26"), (p.person(), 100))
    org = firm.uscc[8:17]
    p.at(3, lambda: _penalise(p, 3, firm.name, firm, **(_BARE | {"firm_org": org})))
    p.truth.case(
        "organisation_code",
        "处罚只给出九位组织机构代码：它就在统一社会信用代码的第九至十七位。",
        "A penalty that gives only the organisation code: it is part of the USCC.",
        {"firm": firm, "code": f"org:{org}"},
        {"penalties": 1},
    )


def _mended(p: Plant) -> None:
    firm = p.own(p.firm("修码", industry="C39", established="2010-01-11", reg=p.world.codes.reg("330106")), (p.person(), 100))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in firm.uscc)
    spaced = f"{firm.uscc[:2]} {firm.uscc[2:8]} {firm.uscc[8:]}"
    variants = (firm.uscc.lower(), wide, spaced)
    for written in variants:
        p.at(2, lambda written=written: _penalise(p, 2, firm.name, firm, part="mended", firm_uscc=written, flags=1))  # type: ignore[misc]
    p.truth.case(
        "mended_codes",
        "小写、全角、带空格的代码：修正后归档，并留下备注。",
        "Codes in lower case, in full-width digits and with blanks are mended, and the mend is remarked.",
        {"firm": firm},
        {"penalties": len(variants), "file": f"penalty.{PERIODS[2].month}.mended.csv"},
    )
