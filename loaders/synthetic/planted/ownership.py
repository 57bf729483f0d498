"""Planted cases of ownership: chains, loops, closed circles, unknown and impossible shares."""

from loaders.synthetic.planted.expected import integrated
from loaders.synthetic.planted.planting import Plant
from loaders.synthetic.timeline import REPORT_DAYS
from loaders.synthetic.world.model import Firm, Holding, Outsider, Person, party_of
from loaders.synthetic.world.ownership import NOMINEE

_NUMERALS = "一二三四五六七八"


def plant(p: Plant) -> None:
    """Plant every case of this subject."""
    _chain(p)
    _loops(p)
    _closed(p)
    _unknown(p)
    _listed(p)
    _state(p)
    _equal(p)


def _chain(p: Plant) -> None:
    owner = p.person()
    holder: Firm | Person = owner
    links: list[Firm] = []
    for level, percent in enumerate((90, 80, 75, 70, 66.67, 60, 55, 51)):
        link = p.firm(f"云阶{_NUMERALS[level]}", capital=8000 - 900 * level)
        p.own(link, (holder, percent), (p.person(False), round(100 - percent, 2)))
        links.append(link)
        holder = link
    bottom = links[-1]
    shares = integrated(bottom) or {}
    at_last = shares[party_of(owner, bottom)]
    p.truth.case(
        "chain",
        "八层持股链：最上层自然人层层控股，最终实际权益却不足一成。",
        "A chain of eight levels: one person controls every level, with less than a tenth of the equity at the end.",
        {"owner": owner, **{f"level{i + 1}": f for i, f in enumerate(links)}},
        {
            "integrated": {bottom.party: shares},
            "controller": {f.party: party_of(owner, f) for f in links},
            "depth": 8,
        },
    )
    p.truth.stop(
        bottom,
        ("八层穿透", "Eight levels down"),
        (
            f"向上看八层：{owner.name}层层控股，最终权益只有约{at_last:.1%}。",
            f"Look up through eight levels: {owner.name} controls each of them, with about {at_last:.1%} of the equity.",
        ),
    )


def _loops(p: Plant) -> None:
    a, b, c = (p.firm(f"环岭{x}") for x in "甲乙丙")
    outside = [p.person() for _ in range(3)]
    p.own(a, (c, 30), (outside[0], 70))
    p.own(b, (a, 40), (outside[1], 60))
    p.own(c, (b, 20), (outside[2], 80))
    p.truth.case(
        "loop_of_three",
        "甲持乙、乙持丙、丙又持甲的循环持股。",
        "A holds B, B holds C and C holds A.",
        {"a": a, "b": b, "c": c, **{f"person_{x}": o for x, o in zip("abc", outside, strict=True)}},
        {"integrated": {f.party: integrated(f) for f in (a, b, c)}},
    )
    d, e = p.firm("互持东"), p.firm("互持西")
    east, west = p.person(), p.person()
    p.own(d, (e, 20), (east, 80))
    p.own(e, (d, 30), (west, 70))
    p.truth.case(
        "cross_holding",
        "两家公司交叉持股。",
        "Two firms hold shares in each other.",
        {"a": d, "b": e, "person_a": east, "person_b": west},
        {"integrated": {f.party: integrated(f) for f in (d, e)}},
    )
    own, only = p.firm("自持"), p.person()
    p.own(own, (own, 10), (only, 54), (p.person(), 36))
    p.truth.case(
        "self_holding",
        "公司持有自身一成股份：自有股份无表决权，54 % 的股东实占六成。",
        "A firm holds a tenth of itself: own shares have no vote, so the holder of 54 % has 60 %.",
        {"firm": own, "majority": only},
        {"integrated": {own.party: integrated(own)}, "controller": {own.party: party_of(only, own)}},
    )


def _closed(p: Plant) -> None:
    ring = [p.firm(f"闭环{x}") for x in "甲乙丙"]
    for index, firm in enumerate(ring):
        p.own(firm, (ring[index - 1], 100))
    p.truth.case(
        "closed_circle",
        "三家公司首尾相接各持百分之百，没有任何外部所有者。",
        "Three firms hold each other entirely in a circle: there is no outside owner.",
        {"a": ring[0], "b": ring[1], "c": ring[2]},
        {"integrated": {f.party: None for f in ring}, "closed_loop": True, "beneficial_owners": []},
    )
    p.truth.stop(
        ring[0],
        ("没有主人的公司", "Firms that nobody owns"),
        ("三家公司互为唯一股东，穿透不到任何人。", "Three firms are each other's only holder: looking through finds nobody."),
    )
    m, n = p.firm("互控南"), p.firm("互控北")
    south, north = p.person(), p.person()
    p.own(m, (n, 51), (south, 49))
    p.own(n, (m, 51), (north, 49))
    p.truth.case(
        "mutual_51",
        "两家公司互持 51 %，互为控股股东。",
        "Two firms hold 51 % of each other: mutual control, one block.",
        {"a": m, "b": n, "person_a": south, "person_b": north},
        {"integrated": {f.party: integrated(f) for f in (m, n)}, "mutual_control": [m.party, n.party]},
    )


def _unknown(p: Plant) -> None:
    over, first, second = p.firm("超额"), p.person(), p.person()
    p.own(over, (first, 60), (second, 60))
    below = p.own(p.firm("超额下层"), (over, 100))
    p.truth.case(
        "inconsistent",
        "登记的股东合计 120 %：不得继续相乘，须列出原始记录。",
        "The registered holders add up to 120 %: nothing is multiplied through, the rows are shown.",
        {"firm": over, "below": below, "holder_a": first, "holder_b": second},
        {"sum": 1.2, "inconsistent": [over.party]},
    )
    gap, known = p.firm("缺额"), p.person()
    p.own(gap, (known, 45), (p.person(), None))
    gap.holders[1].amount = None
    p.truth.case(
        "missing_share",
        "一名股东未填出资比例：该份额未知，而不是零。",
        "One holder's share is not stated: it is unknown, not zero.",
        {"firm": gap, "known": known, "unknown": gap.holders[1].holder},
        {"direct": {party_of(known, gap): 0.45}, "unknown": 0.55},
    )
    ranged, small, big = p.firm("区间"), p.person(), p.person()
    ranged.holders = [Holding(small, None, 25, 50), Holding(big, None, 50, 75)]
    p.truth.case(
        "ranges",
        "只公布区间的持股（25 %–50 % 与 50 %–75 %），收紧后仍是区间。",
        "Holdings published as ranges stay ranges, tightened by each other.",
        {"firm": ranged, "smaller": small, "larger": big},
        {"bounds": {party_of(small, ranged): [0.25, 0.5], party_of(big, ranged): [0.5, 0.75]}},
    )
    mixed, local = p.firm("双币", "foreign", capital=900), p.person()
    abroad = Outsider("Amberfield Capital Ltd.", "境外企业")
    mixed.holders = [Holding(local, None, amount=300.0), Holding(abroad, None, amount=90.0, currency="美元")]
    p.truth.case(
        "two_currencies",
        "出资分别以人民币与美元计：不同币种不得相加求比例。",
        "Contributions in yuan and in dollars: no share may be computed across currencies.",
        {"firm": mixed, "local": local},
        {"share_unknown": [party_of(local, mixed)]},
    )


def _listed(p: Plant) -> None:
    parent = p.firm("澄屿", industry="K70", capital=60000)
    founder = p.person()
    p.own(parent, (founder, 100))
    listed = p.firm("澄屿", "listed", industry="I65", capital=120000, stock=p.world.codes.stock())
    product = Outsider("稳岭基金管理有限公司－稳岭成长混合型证券投资基金", "证券投资基金")
    p.own(listed, (parent, 30), (Outsider(NOMINEE, "其他"), 25), (product, 8), (p.person(False), 3.5), (p.person(False), 2.25))
    leaver, comer = listed.holders[-1].holder, p.person(False)
    p.at(6, lambda: listed.holders.__setitem__(-1, Holding(comer, 2.5)))
    p.truth.case(
        "left_the_list",
        "退出前十大股东名单：只说明持股不多于名单最小者，不说明已清仓。",
        "Gone from the list of the largest: at most the smallest listed, which is not the same as sold.",
        {"listed": listed, "leaver": leaver, "comer": comer},
        {"listed_until": REPORT_DAYS[5], "absent_from": REPORT_DAYS[6], "at_most": 0.025},
    )
    p.truth.case(
        "nominee",
        "上市公司前十大股东中有结算代理账户与基金产品：代理账户背后的所有者未知，产品不等于管理人。",
        "Top holders include a clearing account (for owners unknown) and a fund (a product, not its manager).",
        {"listed": listed, "parent": parent, "founder": founder},
        {
            "nominee": {"name": NOMINEE, "share": 0.25},
            "product": product.name,
            "exactly_30_percent": parent.party,
            "rest_unknown": 0.3125,
        },
    )
    p.truth.stop(
        listed,
        ("前十大股东之外", "Beyond the top ten"),
        (
            "登记簿只有发起人，年报只列前几名；结算代理账户代谁持有，无人知道。",
            "The register names promoters, the report the largest few; for whom the clearing account holds is unknown.",
        ),
    )


def _state(p: Plant) -> None:
    owner = p.world.department("杭州市人民政府国有资产监督管理委员会")
    group = p.own(p.firm("望潮城市建设", "state", industry="E47", capital=500000), (owner, 100))
    water = p.own(p.firm("望潮水务", "llc_corporate", industry="N77", capital=50000), (group, 100))
    road = p.own(p.firm("望潮路桥", industry="E47", capital=80000), (group, 51), (p.person(), 49))
    other = p.own(p.firm("听涛旅游", "state", industry="R88", capital=90000), (owner, 100))
    p.truth.case(
        "state_owned",
        "国资委独资集团及其子公司；仅同受国家控制的两家企业不构成关联方。",
        "A group owned by the state assets commission; two firms under common state control alone are not related.",
        {"state": owner, "group": group, "subsidiary": water, "majority": road, "sister": other},
        {"related": [[water.party, road.party]], "not_related": [[group.party, other.party]], "stand_in": "法定代表人"},
        seen_in=group,
    )


def _equal(p: Plant) -> None:
    """Ten equal holders: nobody reaches a quarter."""
    firm = p.firm("十分")
    p.own(firm, *((p.person(), 10) for _ in range(10)))
    p.truth.case(
        "nobody_qualifies",
        "十名股东各占一成：没有人达到 25 %，由负责日常管理的人员替代。",
        "Ten holders of a tenth each: nobody reaches 25 %, those in charge of daily management stand in.",
        {"firm": firm},
        {"beneficial_owners": [], "stand_in": "daily management"},
    )
