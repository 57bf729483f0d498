"""The ordinary records about firms: licences, penalties, lists, spot checks, pledges, holders of listed companies."""

from random import Random

from loaders.synthetic.timeline import PERIODS, REPORT_DAYS, day_in
from loaders.synthetic.world import names
from loaders.synthetic.world.decisions import penalty, pledge
from loaders.synthetic.world.model import Firm, Holding, Person
from loaders.synthetic.world.ordinary import World, any_day
from loaders.synthetic.world.places import IN_BUSINESS, departments_of, market_regulator
from loaders.synthetic.world.records import RecordWriter, holder_type, identity

_LICENCES = (
    ("食品经营许可证", 0, "预包装食品销售", 5),
    ("排污许可证", 1, "废水、废气排放", 5),
    ("安全生产许可证", 2, "建筑施工", 3),
    ("道路运输经营许可证", 3, "道路普通货物运输", 4),
    ("医疗器械经营许可证", 0, "第三类医疗器械批发", 5),
    ("卫生许可证", 4, "公共场所经营", 4),
    ("建筑业企业资质证书", 5, "建筑工程施工总承包", 5),
)
_OFFENCES = (
    ("未按规定期限公示年度报告", 0, "《企业信息公示暂行条例》第十八条", 0.5),
    ("发布虚假广告", 0, "《中华人民共和国广告法》第五十五条", 12),
    ("销售不合格商品", 0, "《中华人民共和国产品质量法》第四十九条", 4),
    ("超标排放水污染物", 1, "《中华人民共和国水污染防治法》第八十三条", 20),
    ("未按规定进行安全生产教育培训", 2, "《中华人民共和国安全生产法》第九十七条", 3),
    ("未取得道路运输许可擅自从事道路运输经营", 3, "《中华人民共和国道路运输条例》第六十三条", 3),
    ("未取得施工许可证擅自施工", 5, "《中华人民共和国建筑法》第六十四条", 15),
    ("未按照规定的期限办理纳税申报", 6, "《中华人民共和国税收征收管理法》第六十二条", 0.2),
)
_LISTED_FOR = ("通过登记的住所或者经营场所无法联系", "未依照规定的期限公示年度报告", "公示企业信息隐瞒真实情况、弄虚作假")
_FINDINGS = ("未按规定公示应当公示的信息", "通过登记的住所无法联系", "不合格")


class Events:
    """Draws and writes the ordinary records of one period; how many a firm has is heavy-tailed."""

    def __init__(self, world: World, records: RecordWriter, rng: Random) -> None:
        self._world = world
        self._records = records
        self._rng = rng
        self._abnormal: dict[int, tuple[Firm, str, str]] = {}
        self._seen: set[tuple[str, str, str]] = set()

    def write_period(self, period: int, firms: list[Firm]) -> None:
        """Write the period's records about `firms`."""
        for number in [n for n in self._abnormal if self._rng.random() < 0.3]:
            self._leave_abnormal(number, period)
        weight = 5 if period == 0 else 1
        self._seen.clear()
        for what, rate in (
            (self._licence, 0.03),
            (self._penalty, 0.018),
            (self._list_abnormal, 0.006),
            (self._list_serious, 0.001),
            (self._check, 0.02),
            (self._pledge, 0.002),
        ):
            for _ in range(int(len(firms) * rate * weight + self._rng.random())):
                firm, day = firms[int(self._rng.random() ** 1.8 * len(firms))], self._day(period)
                if (what.__name__, firm.uscc, day) not in self._seen:
                    self._seen.add((what.__name__, firm.uscc, day))
                    what(firm, period, day)
        if period in REPORT_DAYS:
            for firm in self._world.firms:
                if firm.stock:
                    if period and not firm.planted:
                        self._trade(firm)
                    self.top_ten(firm, period, REPORT_DAYS[period])
        if period in (0, 6, 8):
            for firm in self._world.firms:
                if firm.stock:
                    self.executives(firm, period, PERIODS[period].day)

    def _day(self, period: int) -> str:
        if period:
            return day_in(period, self._rng.random())
        return any_day(self._rng, 2022, 2023, 1.0)

    def _department(self, firm: Firm, which: int) -> dict[str, str]:
        name = departments_of(firm.region.city)[which]
        return {"provider": name} | self._records.authority(name)

    def _licence(self, firm: Firm, period: int, day: str) -> None:
        if firm.status != IN_BUSINESS:
            return
        title, which, content, years = _LICENCES[int(self._rng.random() * len(_LICENCES))]
        issuer = self._department(firm, which)
        number = f"{firm.region.code}{day[:4]}{self._records.number():07d}"
        term = {"issued": day, "from": day, "until": f"{int(day[:4]) + years}{day[4:]}"}
        self._records.record("licence", firm, period, day, licence=title, number=number, content=content, **term, **issuer)

    def _penalty(self, firm: Firm, period: int, day: str) -> None:
        offence, which, law, fine = _OFFENCES[int(self._rng.random() * len(_OFFENCES))]
        penalty(self._records, firm, period, day, offence, which, law, round(fine * (0.2 + self._rng.random() ** 3 * 5), 2))

    def _list_abnormal(self, firm: Firm, period: int, day: str) -> None:
        number = self._records.number()
        reason = _LISTED_FOR[int(self._rng.random() * 3)]
        self._abnormal[number] = (firm, day, reason)
        fields = {"reason": reason, "listed": day}
        self._records.record("abnormal_operations", firm, period, day, **fields, **self._department(firm, 0))

    def _leave_abnormal(self, number: int, period: int) -> None:
        firm, listed, reason = self._abnormal.pop(number)
        day = day_in(period, self._rng.random())
        self._records.record(
            "abnormal_operations",
            firm,
            period,
            day,
            reason=reason,
            listed=listed,
            **self._department(firm, 0),
            removal_reason="列入事由已消除",
            removed=day,
            **self._records.authority(market_regulator(firm.region), "removed_by"),
        )

    def _list_serious(self, firm: Firm, period: int, day: str) -> None:
        self._records.record(
            "serious_violation",
            firm,
            period,
            day,
            reason="被列入经营异常名录届满三年仍未履行相关义务",
            listed=day,
            **self._department(firm, 0),
        )

    def _check(self, firm: Firm, period: int, day: str) -> None:
        result = "正常" if self._rng.random() < 0.8 else _FINDINGS[int(self._rng.random() * 3)]
        which = 0 if self._rng.random() < 0.7 else 1 + int(self._rng.random() * 5)
        self._records.record(
            "spot_check",
            firm,
            period,
            day,
            checked=day,
            type="即时信息定向抽查" if which else "双随机抽查",
            result=result,
            **self._department(firm, which),
        )

    def _pledge(self, firm: Firm, period: int, day: str) -> None:
        holdings = [h for h in firm.holders if h.percent and h.percent > 5]
        if not holdings or not firm.capital:
            return
        amount = round(firm.capital * (holdings[0].percent or 0) / 200, 4)
        pledge(self._records, firm, holdings[0].holder, period, day, amount, self._rng)

    def top_ten(self, firm: Firm, period: int, day: str) -> None:
        """Write a listed company's list of its largest holders on a report day."""
        total = firm.capital * 10_000
        listed = sorted(firm.holders, key=lambda h: -(h.percent or 0))
        for holding in listed:
            percent = holding.percent or 0
            holder = holding.holder
            self._records.record(
                "listed_holder",
                firm,
                period,
                day,
                stock=firm.stock,
                reported=day,
                announced=PERIODS[period].day,
                holder=holder.name,
                holder_type=holder_type(holder),
                holder_code=holder.uscc if isinstance(holder, Firm) and holder.coded else "",
                shares=int(total * percent / 100),
                percent=percent,
                provider="证券交易信息中心",
            )

    def _trade(self, firm: Firm) -> None:
        """Replace a small holder in a listed company's list by another."""
        at = 2 + int(self._rng.random() * (len(firm.holders) - 2))
        if isinstance(firm.holders[at].holder, Person):
            comer = Person(names.person(self._rng))
            if comer.name not in {h.holder.name for h in firm.holders}:
                firm.holders[at] = Holding(comer, firm.holders[at].percent)

    def executives(self, firm: Firm, period: int, day: str) -> None:
        """Write a listed company's directors, supervisors and managers, several posts in one cell."""
        for index, (who, post) in enumerate(firm.people):
            posts = f"{post}/战略委员会委员" if index < 2 else post
            self._records.record(
                "executive",
                firm,
                period,
                day,
                stock=firm.stock,
                person=who.name,
                post=posts,
                **identity(who, "person"),
                provider="证券交易信息中心",
            )
