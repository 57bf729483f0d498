"""Writes the records of departments about the sample world: one method per category, one row per record.

Rows are fields by the names in `layouts`; days are ISO, money is in 万元, shares in percent, until a layout spells them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from loaders.synthetic.world.model import YUAN, Department, Firm, Holding, Outsider, Person
from loaders.synthetic.world.places import market_regulator

Fields = Mapping[str, Any]
Write = Callable[..., None]
_HEADS = {"法定代表人": "head", "负责人": "principal", "经营者": "operator", "投资人": "investor", "执行事务合伙人": "partner"}


def reference(firm: Firm) -> dict[str, Any]:
    """The columns in which a record names the firm it is about."""
    return {"firm": firm.name, "firm_uscc": firm.uscc if firm.coded else "", "firm_reg": "" if firm.coded else firm.reg}


class RecordWriter:
    """Writes records. `part` names a further file of the same category and month; further keywords override fields."""

    def __init__(self, write: Write, departments: Mapping[str, Department]) -> None:
        self._write = write
        self._departments = departments
        self._number = 0

    def number(self) -> int:
        """The next number of a document."""
        self._number += 1
        return self._number

    def _put(self, category: str, period: int, firm: Firm | None, day: str, fields: Fields, more: Fields) -> None:
        base: dict[str, Any] = {"provider": market_regulator(firm.region) if firm else "", "day": day}
        if firm and category not in ("enterprise", "branch"):
            base |= reference(firm)
        self._write(category, period, base | dict(fields) | dict(more))

    def department(self, department: Department, period: int, day: str, /, **more: Any) -> None:
        """A department and its code."""
        fields = {"name": department.name, "uscc": department.uscc, "region": department.region.code[:4] + "00"}
        sender = {"provider": "市场主体信息中心", "day": day, "short": department.short}
        self._write("department", period, sender | fields | more)

    def enterprise(self, firm: Firm, period: int, day: str, /, **more: Any) -> None:
        """The registration as it stands on the day."""
        fields = {
            "name": firm.name,
            "uscc": firm.uscc if firm.coded else "",
            "reg": firm.reg,
            "former": "；".join(firm.former),
            "type": firm.form.type,
            _HEADS[firm.form.head]: firm.rep.name if firm.rep else "",
            "capital": firm.capital or "",
            "currency": "人民币" if firm.capital else "",
            "established": firm.established,
            "from": firm.established,
            "until": "长期" if firm.form.key != "partnership" else f"{int(firm.established[:4]) + 20}{firm.established[4:]}",
            "authority": market_regulator(firm.region),
            "approved": max(firm.established, day) if period else firm.established,
            "status": firm.status,
            "address": firm.address,
            "region": firm.region.code,
            "industry": firm.industry.code,
            "scope": firm.industry.scope,
            "phone": firm.phone,
            "email": firm.email,
            "flags": int(firm.name[0] in "=@"),
        }
        self._put("enterprise", period, firm, day, fields, more)

    def holders(self, firm: Firm, period: int, day: str, /, **more: Any) -> None:
        """The whole holder list of a firm."""
        for holding in registered(firm):
            self.holding(firm, holding, period, day, **more)

    def leaves(self, firm: Firm, holder: object, period: int, day: str, /, **more: Any) -> None:
        """Write a row by which a holding ends, as a list that may be incomplete needs."""
        self.holding(firm, Holding(holder, None), period, day, **({"action": "end"} | more))  # type: ignore[arg-type]

    def holding(self, firm: Firm, holding: Holding, period: int, day: str, /, **more: Any) -> None:
        """One line of a holder list; amounts follow from the capital unless the line has its own."""
        holder, percent = holding.holder, holding.percent
        amount = holding.amount if holding.amount is not None else None
        if amount is None and percent is not None and firm.capital:
            amount = round(firm.capital * percent / 100, 6)
        fields: dict[str, Any] = {
            "holder": holder.name,
            "holder_type": holder_type(holder),
            "percent": percent if percent is not None else "" if holding.low is None else f"{holding.low}%-{holding.high}%",
            "votes": "" if holding.votes is None else holding.votes,
            "subscribed": money(amount, holding.currency),
            "paid": money(None if amount is None else round(amount * holding.paid, 6), holding.currency),
            "contributed_as": "货币",
            "due": "2031-12-31" if holding.paid < 1 else "",
            "paid_on": firm.established if holding.paid else "",
            "basis": "发起人" if firm.form.key in ("jsc", "listed") else "工商登记",
        }
        if isinstance(holder, Firm):
            fields["holder_code"] = holder.uscc if holder.coded else holder.reg
        elif isinstance(holder, Department | Outsider):
            fields["holder_code"] = holder.uscc or ""
        fields |= identity(holder, "holder")
        self._put("shareholder", period, firm, day, fields, more)

    def people(self, firm: Firm, period: int, day: str, /, **more: Any) -> None:
        """The key people of a firm."""
        for who, post in firm.people:
            self._put("key_person", period, firm, day, {"person": who.name, "post": post} | identity(who, "person"), more)

    def resigns(self, firm: Firm, who: Person, post: str, period: int, day: str, /) -> None:
        """Write a row by which a person's post ends."""
        fields = {"person": who.name, "post": post, "action": "end"} | identity(who, "person")
        self._put("key_person", period, firm, day, fields, {})

    def representative(self, firm: Firm, period: int, day: str, /, **more: Any) -> None:
        """Write the record of a firm's representative and that person's office."""
        if firm.rep:
            fields: dict[str, Any] = {"person": firm.rep.name, "post": firm.form.head}
            if isinstance(firm.rep, Firm):
                fields["person_code"] = firm.rep.uscc if firm.rep.coded else firm.rep.reg
            self._put("legal_representative", period, firm, day, fields | identity(firm.rep, "person"), more)

    def branch(self, firm: Firm, period: int, day: str, /, **more: Any) -> None:
        """A branch and its head office."""
        assert firm.head
        head = firm.head
        fields = {"firm": head.name, "head_code": head.uscc if head.coded else head.reg}
        fields |= {"branch": firm.name, "branch_uscc": firm.uscc, "authority": market_regulator(firm.region)}
        self._put("branch", period, firm, day, fields, more)

    def change(self, firm: Firm, period: int, day: str, item: str, before: str, after: str, /, **more: Any) -> None:
        """A registration change."""
        fields = {"item": item, "before": before, "after": after, "changed": day}
        self._put("registration_change", period, firm, day, fields, more)

    def authority(self, name: str, field: str = "authority") -> dict[str, str]:
        """The columns of a department that issues."""
        return {field: name, f"{field}_uscc": self._departments[name].uscc}

    def record(self, category: str, firm: Firm, period: int, day: str, /, **fields: Any) -> None:
        """A record of any other category about a firm."""
        self._put(category, period, firm, day, fields, {})


def identity(who: object, role: str) -> dict[str, str]:
    """The identity document of a person, where the record shows one."""
    if isinstance(who, Person) and who.identity:
        return {f"{role}_document": "居民身份证", f"{role}_identity": who.identity}
    return {}


def holder_type(holder: object) -> str:
    """The register's term for this kind of holder."""
    if isinstance(holder, Person):
        return "自然人股东"
    if isinstance(holder, Department):
        return "国家机关"
    if isinstance(holder, Outsider):
        return holder.type
    return "合伙企业" if isinstance(holder, Firm) and holder.form.key == "partnership" else "企业法人"


def money(amount: float | None, currency: str) -> float | str:
    """An amount in 万元 as a number; in another currency as text with its unit."""
    if amount is None or currency == YUAN:
        return "" if amount is None else amount
    return f"{amount:g}万{currency}"


def registered(firm: Firm) -> list[Holding]:
    """The holders whom the register names: of a listed company only its promoters, with their contributions."""
    if firm.form.key != "listed":
        return firm.holders
    founders = [h for h in firm.holders if not isinstance(h.holder, Outsider)]
    total = sum(h.percent or 0 for h in founders)
    return [Holding(h.holder, None, amount=round(firm.capital / 4 * (h.percent or 0) / total, 4)) for h in founders]
