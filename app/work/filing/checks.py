"""Checks of what an enterprise files: against itself, the register and the report of the year before. Pure functions."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.rules.filing import CheckBounds, FilingRules
from models.values.working_days import YearNotKnown, working_days_after
from models.work.filings import FilingFinding

Values = Mapping[str, Any]
GONE = frozenset({"deregistered", "revoked", "cancelled", "moved_out"})
FIGURES = ("employees", "assets", "liabilities", "equity", "turnover", "main_turnover", "profit", "net_profit", "tax", "fund")


def last_day(rules: FilingRules, year: int) -> str:
    """The last day on which the report of a year may be filed in time, and be corrected."""
    return f"{year + 1}-{rules.annual.closes}"


def of_year(rules: FilingRules, values: Values, today: str, established: str | None) -> Iterator[FilingFinding]:
    """Whether the year of an annual report can be reported now."""
    year = values.get("report_year")
    if not isinstance(year, int):
        return
    if today < f"{year + 1}-{rules.annual.opens}":
        yield FilingFinding(rule="year_not_over", property="report_year", filed=str(year), refused=True)
    elif today > last_day(rules, year):
        yield FilingFinding(rule="late", property="report_year", filed=str(year), known=last_day(rules, year))
    if established and established[:4] > str(year):
        yield FilingFinding(rule="before_established", property="report_year", filed=str(year), known=established)


def of_itself(bounds: CheckBounds, values: Values) -> Iterator[FilingFinding]:
    """Figures of one report that cannot be, or hardly can."""
    for less, more in (("women", "employees"), ("main_turnover", "turnover"), ("net_profit", "profit")):
        if _number(values, less) is not None and _number(values, more) is not None and values[less] > values[more]:
            yield FilingFinding(rule="more_than_whole", property=less, filed=str(values[less]), known=str(values[more]))
    assets, owed, own = (_number(values, name) for name in ("assets", "liabilities", "equity"))
    if assets is not None and owed is not None and own is not None and _apart(assets, owed + own, bounds.off):
        yield FilingFinding(rule="does_not_balance", property="assets", filed=str(assets), known=str(owed + own))
    if values.get("employees") == 0 and (_number(values, "turnover") or 0) > 0:
        yield FilingFinding(rule="nobody_employed", property="employees", filed="0", known=str(values["turnover"]))


def against_register(
    bounds: CheckBounds, values: Values, registered: Values | None, masked: Values | None = None
) -> Iterator[FilingFinding]:
    """What the registration says otherwise. `masked` are filed values as the register shows them, where it does not in full."""
    if registered is None:
        yield FilingFinding(rule="not_registered")
        return
    if (state := registered.get("state")) in GONE:
        yield FilingFinding(rule="not_in_business", property="business_state", known=str(state))
    for name in ("address", "phone", "email"):
        filed, known = values.get(name), registered.get(name)
        if filed and known and known not in (filed, (masked or {}).get(name)):
            yield FilingFinding(rule="registered_otherwise", property=name, filed=str(filed), known=str(known))
    capital, paid = _number(registered, "registered_capital"), _number(values, "amount")
    if capital and paid and paid > capital * (1 + bounds.off):
        yield FilingFinding(rule="more_than_capital", property="amount", filed=str(paid), known=str(capital))


def against_last(bounds: CheckBounds, values: Values, last: Values | None) -> Iterator[FilingFinding]:
    """Figures that are many times those of the report of the year before, or a small part of them."""
    for name in FIGURES if last else ():
        assert last is not None
        now, then = _number(values, name), _number(last, name)
        if now and then and not (1 / bounds.times < abs(now / then) < bounds.times and now * then > 0):
            yield FilingFinding(rule="unlike_last_year", property=name, filed=str(now), known=str(then))


def in_term(day: str, working_days: int, today: str) -> Iterator[FilingFinding]:
    """Whether what happened on a day is filed within so many working days."""
    try:
        due = working_days_after(date.fromisoformat(day), working_days).isoformat()
    except YearNotKnown:
        return
    if today > due:
        yield FilingFinding(rule="late", filed=day, known=due)


def _number(values: Values, name: str) -> float | None:
    found = values.get(name)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _apart(one: float, other: float, off: float) -> bool:
    return abs(one - other) > off * max(abs(one), abs(other))
