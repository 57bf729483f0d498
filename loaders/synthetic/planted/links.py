"""Planted cases of suspected relations: shared addresses, telephones and e-mails, serial registration, hostile names."""

from loaders.synthetic.planted.planting import HANGZHOU, Plant
from loaders.synthetic.world import names


def plant(p: Plant) -> None:
    """Plant every case of this subject."""
    _phone(p)
    _serial(p)
    _incubator(p)
    _hostile(p)


def _phone(p: Plant) -> None:
    phone, email = p.world.codes.phone(), "contact@tongxian.example"
    trio = [p.own(p.firm(f"同线{x}", phone=phone), (p.person(), 100)) for x in "东南西"]
    pair = [p.own(p.firm(f"同邮{x}", email=email), (p.person(), 100)) for x in "左右"]
    p.truth.case(
        "shared_phone",
        "三家互不持股的公司登记同一个联系电话。",
        "Three firms without common holders have one telephone number.",
        {f"firm{i}": f for i, f in enumerate(trio)},
        {"phone": phone, "linked": [f.party for f in trio]},
    )
    p.truth.case(
        "shared_email",
        "两家公司使用同一个电子邮箱。",
        "Two firms use one e-mail address.",
        {f"firm{i}": f for i, f in enumerate(pair)},
        {"email": email, "linked": [f.party for f in pair]},
    )


def _serial(p: Plant) -> None:
    phone, place = p.world.codes.phone(), names.address(p.rng, HANGZHOU)
    firms = [
        p.own(p.firm(f"批量{x}", capital=10, established="2023-09-12", phone=phone, address=place), (p.person(False), 100))
        for x in "子丑寅卯辰巳午未"
    ]
    p.truth.case(
        "serial_registration",
        "八家公司同日成立，地址与代办电话相同，股东互不相同。",
        "Eight firms founded on one day with one address and one agent's number, each with its own holder.",
        {f"firm{i}": f for i, f in enumerate(firms)},
        {"phone": phone, "address": place, "established": "2023-09-12", "linked": [f.party for f in firms]},
    )


def _incubator(p: Plant) -> None:
    place = names.incubator(HANGZHOU)
    firms = [p.own(p.firm(f"同园{x}", address=place, capital=50), (p.person(False), 100)) for x in "甲乙丙丁戊己"]
    p.truth.case(
        "incubator",
        "孵化器地址由许多企业共用：同址本身不说明关联。",
        "An incubator's address is shared by many: it proves no relation by itself.",
        {f"firm{i}": f for i, f in enumerate(firms)},
        {"address": place, "not_followed": True},
    )


def _hostile(p: Plant) -> None:
    for kind, name in (
        ("hostile_html", "杭州<script>alert('砾')</script>科技有限公司"),
        ("hostile_cypher", "杭州'}) DETACH DELETE n //砾禾贸易有限公司"),
        ("hostile_markup", '杭州"><svg onload=砾>&{{7*7}}商贸有限公司'),
        ("hostile_formula", "=砾禾(1+1)餐饮管理有限公司"),
    ):
        firm = p.own(p.firm("砾", name=name, capital=20), (p.person(False, "<svg>张</svg>' OR 1=1 //"), 100))
        p.truth.case(
            kind,
            "企业名称含代码：只能作为文字显示。",
            "The name of a firm contains code: it is text and nothing else.",
            {"firm": firm},
            {"name": name},
        )
