"""A register that changes at random, from a seed."""

import random

from tests.support.analysing import REGISTERED, codes, holds, registered

NAMED = "远山五号有限公司"


class Changing:
    """A register that changes at random: lists, names, forms, roles, codes that turn out to be one firm's, rows taken back."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        made = codes(7)
        self.firms, self.later = made[:4], made[4:]
        self.batches: list[str] = []

    def lists(self) -> list[dict[str, str]]:
        """What is held at first: by firms, by codes of organisations that nothing registers yet, by a bare name."""
        rows = [holds(a, b[8:17], "60%") for a, b in zip(self.firms, self.later, strict=False)]
        rows += [holds(b, a, "55%") for a, b in zip(self.firms, self.later, strict=False)]
        return [*rows, holds(self.firms[3], NAMED, "70%"), holds(self.firms[2], NAMED, "30%")]

    def change(self) -> tuple[str, dict[str, str]] | None:
        """A category and a row of it; None where a batch is to be taken back instead."""
        kind = self.pick.choice(("list", "list", "code", "code", "form", "name", "name", "role", "branch", "back", "back"))
        firm, other = self.pick.sample(self.firms, 2)
        day = self.pick.choice(("2024-01-01", "2024-02-01", "2024-03-01"))
        later = self.pick.choice(self.later)
        if kind == "list":
            holder = self.pick.choice((other, "张三", NAMED, later, "香港中央结算有限公司"))
            until = self.pick.choice(("", "", "2024-04-01"))
            return "shareholder", holds(firm, holder, f"{self.pick.choice((20, 40, 51))}%", day) | {"持股截止日期": until}
        if kind == "code":
            return "enterprise", registered(later, f"后来{later[-4:]}有限公司", "有限责任公司", day)
        if kind == "form":
            form = self.pick.choice(("有限合伙企业", "个人独资企业", "个体工商户", "有限责任公司", "股份有限公司（上市）"))
            role = {"有限合伙企业": "执行事务合伙人", "个人独资企业": "投资人", "个体工商户": "法定代表人"}.get(form, "负责人")
            told = {role: self.pick.choice(("", "李四", "张三", NAMED, f"企业{other[-4:]}"))}
            return "enterprise", registered(firm, f"企业{firm[-4:]}", form, day) | told
        if kind == "name":
            return "enterprise", registered(firm, NAMED, "有限责任公司", day)
        if kind == "role":
            post = self.pick.choice(("执行事务合伙人", "投资人", "法定代表人"))
            return "legal_representative", REGISTERED | {"_day": day, "统一社会信用代码": firm, "姓名": "李四", "职务": post}
        if kind == "branch":
            return "branch", REGISTERED | {"_day": day, "分支机构统一社会信用代码": firm, "隶属企业名称": NAMED}
        return None
