"""Planted cases of time: renaming, deregistration and revival, lists in and out, licences, pledges."""

from loaders.synthetic.planted.planting import HANGZHOU, Plant
from loaders.synthetic.timeline import PERIODS, day_in
from loaders.synthetic.world.model import party_of
from loaders.synthetic.world.places import DEREGISTERED, IN_BUSINESS, RETIRED, departments_of


def plant(p: Plant) -> None:
    """Plant every case of this subject."""
    _life(p)
    _replaced(p)
    _abnormal(p)
    _serious(p)
    _pledged(p)
    _licences(p)
    _ended(p)


def _life(p: Plant) -> None:
    firm = p.single("沉浮", capital=500)
    first, second = "杭州沉浮供应链管理有限公司", "浙江沉浮供应链集团有限公司"
    days = {"renamed": day_in(1, 0.5), "raised": day_in(2, 0.5), "renamed_again": day_in(4, 0.5), "reduced": day_in(5, 0.5)}
    days |= {"deregistered": day_in(6, 0.5), "revived": day_in(7, 0.5)}

    def rename(period: int, day: str, name: str) -> None:
        before, firm.former = firm.name, (firm.name, *firm.former)
        firm.name = p.world.names.take(name)
        p.records.enterprise(firm, period, day)
        p.records.change(firm, period, day, "名称变更", before, name)

    def recapitalise(period: int, day: str, capital: int) -> None:
        before, firm.capital = firm.capital, capital
        p.records.enterprise(firm, period, day)
        p.records.change(firm, period, day, "注册资本变更", f"{before}万元", f"{capital}万元")

    def become(period: int, day: str, status: str) -> None:
        firm.status = status
        p.records.enterprise(firm, period, day)

    original = firm.name
    p.at(1, lambda: rename(1, days["renamed"], first))
    p.at(2, lambda: recapitalise(2, days["raised"], 5000))
    p.at(4, lambda: rename(4, days["renamed_again"], second))
    p.at(5, lambda: recapitalise(5, days["reduced"], 300))
    p.at(6, lambda: become(6, days["deregistered"], DEREGISTERED))
    p.at(7, lambda: become(7, days["revived"], IN_BUSINESS))
    p.truth.case(
        "life",
        "两次更名、增资、减资、注销，又恢复登记。",
        "Renamed twice, capital raised and reduced, deregistered, and restored.",
        {"firm": firm},
        {
            "names": [original, first, second],
            "days": days,
            "capital": [500, 5000, 300],
            "status": [IN_BUSINESS, DEREGISTERED, IN_BUSINESS],
        },
    )
    old = p.single("撤区", industry="F52", region=RETIRED)
    p.truth.case(
        "retired_division",
        "登记在已撤销的行政区划：代码照收，不得拒绝。",
        "Registered in a division that no longer exists: taken all the same.",
        {"firm": old},
        {"region": RETIRED.code},
    )


def _replaced(p: Plant) -> None:
    firm, first, second = p.single("换帅", industry="M73"), p.person(), p.person()
    firm.rep, day = first, day_in(5, 0.7)

    def replace() -> None:
        firm.rep = second
        p.records.enterprise(firm, 5, day)
        p.records.change(firm, 5, day, "法定代表人变更", first.name, second.name)
        p.records.representative(firm, 5, day)

    p.at(5, replace)
    p.truth.case(
        "replaced",
        "更换法定代表人：新名单只有新人，原法定代表人随之终止。",
        "A new legal representative: the new list names one person, so the old one's time is over.",
        {"firm": firm, "old": first, "new": second},
        {
            "replaced": day,
            "representative_by_day": {PERIODS[5].day: party_of(second, firm), PERIODS[4].day: party_of(first, firm)},
        },
    )


def _abnormal(p: Plant) -> None:
    firm = p.single("进出")
    listed, removed, again = day_in(5, 0.1), day_in(6, 0.5), day_in(8, 0.5)
    base = {"reason": "通过登记的住所或者经营场所无法联系", "listed": listed} | p.office(0)
    out = base | {"removal_reason": "已可通过登记的住所取得联系", "removed": removed}
    out |= p.records.authority(departments_of(HANGZHOU.city)[0], "removed_by")
    p.at(5, lambda: p.records.record("abnormal_operations", firm, 5, listed, **base))
    p.at(6, lambda: p.records.record("abnormal_operations", firm, 6, removed, **out))
    p.at(8, lambda: p.records.record("abnormal_operations", firm, 8, again, **(base | {"listed": again})))
    p.truth.case(
        "abnormal_in_and_out",
        "列入经营异常名录、移出，后又列入。",
        "Listed as abnormal, removed, and listed again.",
        {"firm": firm},
        {
            "listed": [listed, again],
            "removed": [removed],
            "on_list": {PERIODS[5].day: True, PERIODS[7].day: False, PERIODS[9].day: True},
        },
    )


def _serious(p: Plant) -> None:
    firm = p.single("失信", industry="C27")
    listed, removed = day_in(5, 0.4), day_in(7, 0.4)
    base = {"reason": "生产销售不符合强制性标准的产品", "listed": listed} | p.office(0)
    out = base | {"removal_reason": "列入期满且已履行义务", "removed": removed}
    p.at(5, lambda: p.records.record("serious_violation", firm, 5, listed, **base))
    p.at(7, lambda: p.records.record("serious_violation", firm, 7, removed, **out))
    p.truth.case(
        "serious_violation",
        "列入严重违法失信名单，一年后移出。",
        "Put on the list of serious violations, and off it a year later.",
        {"firm": firm},
        {"listed": listed, "removed": removed, "on_list": {PERIODS[6].day: True, PERIODS[8].day: False}},
    )


def _pledged(p: Plant) -> None:
    owner = p.person()
    holder = p.own(p.firm("押股上"), (owner, 100))
    firm = p.own(p.firm("押股下", capital=2000), (holder, 80), (p.person(), 20))
    day, over = day_in(5, 0.6), day_in(9, 0.6)
    fields = {"number": "330106P0000001", "pledgor": holder.name, "pledgor_code": holder.uscc, "pledgor_type": "企业"}
    fields |= {"pledgee": "江畔商业银行股份有限公司", "pledged": day}
    p.at(5, lambda: p.records.record("equity_pledge", firm, 5, day, **fields, amount=800, status="有效"))
    p.at(9, lambda: p.records.record("equity_pledge", firm, 9, over, **fields, amount=800, status="注销", cancelled=over))
    p.truth.case(
        "pledged",
        "控股股东出质一半股权，两年后注销出质。",
        "The controlling holder pledges half of its equity; the pledge is cancelled two years later.",
        {"firm": firm, "pledgor": holder, "owner": owner},
        {"number": "330106P0000001", "amount": 8000000, "in_force": {PERIODS[7].day: True, PERIODS[9].day: False}},
    )


def _licences(p: Plant) -> None:
    firm = p.single("有证", industry="H62")
    base = {"licence": "食品经营许可证", "content": "热食类食品制售"} | p.office(0)

    def grant(period: int, number: str, first: str, last: str, **more: str) -> None:
        dates = {"number": number, "issued": first, "from": first, "until": last}
        p.records.record("licence", firm, period, first, **(base | dates | more))

    p.at(0, lambda: grant(0, "JYP1", "2019-06-15", "2024-06-14"))
    p.at(5, lambda: grant(5, "JYP2", "2024-06-15", "2029-06-14"))
    p.at(5, lambda: grant(5, "AXP3", "2021-03-01", "2024-02-29", licence="安全生产许可证"))
    p.at(9, lambda: grant(9, "JYP4", "2031-01-01", "2035-12-31", licence="酒类批发许可证", day="2031-01-01"))
    p.truth.case(
        "licences",
        "一张许可证到期续展，一张到期未续，一张尚未生效。",
        "One licence renewed in time, one lapsed, one not yet in force.",
        {"firm": firm},
        {
            "in_force": {"2024-06-14": ["JYP1"], "2024-06-15": ["JYP2"], "2026-06-01": ["JYP2"]},
            "lapsed": {"AXP3": "2024-02-29"},
            "future": {"JYP4": "2031-01-01"},
        },
    )


def _ended(p: Plant) -> None:
    firm = p.single("终止", industry="G54")
    first, last = "2023-04-01", day_in(6, 0.5)
    fields = {"licence": "道路运输经营许可证", "content": "道路普通货物运输", "number": "DLP5", "issued": first}
    fields |= {"from": first, "until": "2027-03-31"} | p.office(3)
    p.at(0, lambda: p.records.record("licence", firm, 0, first, **fields))
    p.at(6, lambda: p.records.record("licence", firm, 6, last, **(fields | {"action": "end", "part": "corrections"})))
    p.truth.case(
        "ended",
        "许可证在有效期届满前被注销。",
        "A licence ended before its term.",
        {"firm": firm},
        {"number": "DLP5", "ended": last, "in_force": {PERIODS[5].day: True, PERIODS[7].day: False}},
    )
