"""Writes records that several modules need: a penalty in the 双公示 layout, a pledge of equity."""

from random import Random

from loaders.synthetic.world.model import Firm, Person
from loaders.synthetic.world.places import departments_of
from loaders.synthetic.world.records import RecordWriter, identity

_BANKS = ("江畔商业银行股份有限公司", "稳步小额贷款有限公司")


def penalty(
    records: RecordWriter, firm: Firm, period: int, day: str, offence: str, which: int, law: str, fine: float, /, **more: object
) -> str:
    """Write a penalty in the 双公示 layout and return the number of its document."""
    department = departments_of(firm.region.city)[which]
    grave = "严重" if fine > 10 else "一般" if fine > 1 else "轻微"
    shown = "" if grave == "轻微" else f"{int(day[:4]) + (3 if grave == '严重' else 1)}{day[4:]}"
    number = f"{firm.region.city[0]}{department[3]}罚决字〔{day[:4]}〕{records.number()}号"
    fields: dict[str, object] = {
        "number": number,
        "offence": offence,
        "facts": f"当事人{offence}，经查证属实。",
        "law": law,
        "kind": "罚款" if fine > 1 else "警告",
        "content": f"罚款{fine}万元" if fine > 1 else "警告",
        "fine": fine if fine > 1 else 0,
        "decided": day,
        "grave": grave,
        "shown_until": "2036-12-31" if firm.planted else shown,
        "category": "个体工商户" if firm.form.key == "trader" else "法人及非法人组织",
        "head": firm.rep.name if firm.rep else "",
        "provider": department,
    }
    records.record("penalty", firm, period, day, **(fields | records.authority(department) | more))
    return str((fields | more)["number"])


def pledge(records: RecordWriter, firm: Firm, holder: object, period: int, day: str, amount: float, rng: Random) -> None:
    """Write a pledge of a holder's equity in a firm."""
    fields: dict[str, object] = {
        "number": f"{firm.region.code}{records.number():08d}",
        "pledgor": getattr(holder, "name", ""),
        "pledgor_code": holder.uscc if isinstance(holder, Firm) and holder.coded else "",
        "pledgor_type": "自然人" if isinstance(holder, Person) else "企业",
        **identity(holder, "pledgor"),
        "pledgee": _BANKS[int(rng.random() * 2)],
        "amount": amount,
        "pledged": day,
        "status": "有效",
    }
    records.record("equity_pledge", firm, period, day, **fields)
