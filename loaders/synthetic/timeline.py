"""The months in which departments send files, and which categories they send in each."""

from typing import NamedTuple


class Period(NamedTuple):
    """One delivery: its month, the first day that its records cover, and the day it is of."""

    month: str
    first_day: str
    day: str


PERIODS = tuple(
    Period(*line.split())
    for line in """2024-01 2023-12-01 2024-01-01
2024-02 2024-01-02 2024-02-01
2024-03 2024-02-02 2024-03-01
2024-04 2024-03-02 2024-04-01
2024-05 2024-04-02 2024-05-01
2024-06 2024-05-02 2024-06-01
2024-12 2024-06-02 2024-12-01
2025-06 2024-12-02 2025-06-01
2025-12 2025-06-02 2025-12-01
2026-06 2025-12-02 2026-06-01""".splitlines()
)
REPORT_DAYS = {0: "2023-12-31", 5: "2024-03-31", 6: "2024-09-30", 8: "2025-09-30", 9: "2026-03-31"}
"""The report day of listed companies' lists, by the period in which they are delivered."""
BASE, LAST = 0, len(PERIODS) - 1
BY_MONTH = {p.month: i for i, p in enumerate(PERIODS)}


def day_in(period: int, fraction: float) -> str:
    """A day of the period, `fraction` of the way through its last month; never the first, which is the day of files."""
    year, month = PERIODS[period].month.split("-")
    before = int(month) - 1 or 12
    return f"{int(year) - (before == 12)}-{before:02d}-{int(fraction * 27) + 2:02d}"
