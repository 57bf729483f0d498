"""Defective files, in the folder `dirty/` of a sample, each with the receipt or refusal that loading it should give."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from loaders.synthetic.files import CsvTable, XlsxTable
from loaders.synthetic.world.codes import Codes, wrong_check

UNREADABLE = "unreadable"
PROVIDER, DAY = "杭州市市场监督管理局", "2024-06-01"
_REGISTRATION = ("_provider", "_day", "企业名称", "统一社会信用代码", "成立日期", "注册资本(万元)", "登记状态")
_HOLDERS = ("_provider", "_day", "企业名称", "统一社会信用代码", "股东", "股东类型", "出资比例(%)", "认缴出资额(万元)")
_PENALTIES = (
    "_provider",
    "行政相对人名称",
    "行政相对人代码_1(统一社会信用代码)",
    "行政处罚决定书文号",
    "处罚决定日期",
    "处罚机关",
)


class Dirt:
    """Writes defective files, and collects the expected outcome of each in `expected`."""

    def __init__(self, out: Path, codes: Sequence[str]) -> None:
        self.out = out
        self._codes = iter(codes)
        self.expected: list[dict[str, Any]] = []

    def code(self) -> str:
        """A valid code that no other firm has."""
        return next(self._codes)

    def rows(self, name: str, headers: Sequence[str], rows: Sequence[tuple[Sequence[Any], str]], note: str) -> None:
        """Write a file; each row has the rule by which it should be refused.

        The rule is empty for a valid row, and UNREADABLE for one of whose cells one cannot be read and is stored as stated.
        """
        table = (XlsxTable if name.endswith(".xlsx") else CsvTable)(self.out / name, headers)
        for cells, _ in rows:
            table.row(cells)
        table.close()
        rejects = [{"line": i, "rule": rule} for i, (_, rule) in enumerate(rows, 2) if rule not in ("", UNREADABLE)]
        unreadable = [i for i, (_, rule) in enumerate(rows, 2) if rule == UNREADABLE]
        counts = {"rows": len(rows), "accepted": len(rows) - len(rejects), "rejected": len(rejects)}
        self._expect(name, note, outcome="rows", **counts, rejects=rejects, unreadable=unreadable)

    def raw(self, name: str, content: bytes, note: str, **expected: Any) -> None:
        """Write a file of given bytes; it should be refused as a whole unless `expected` states another outcome."""
        (self.out / name).write_bytes(content)
        self._expect(name, note, **({"outcome": "refused"} | expected))

    def _expect(self, name: str, note: str, **expected: Any) -> None:
        self.expected.append({"name": f"dirty/{name}", "category": name.partition(".")[0], "note": note, **expected})


def reserve(codes: Codes) -> list[str]:
    """Reserve codes for the firms in defective files."""
    return [codes.uscc("330106") for _ in range(60)]


def write(out: Path, codes: Sequence[str]) -> list[dict[str, Any]]:
    """Write every defective file into `out`, and return the expected outcome of each, by file name."""
    out.mkdir(parents=True, exist_ok=True)
    dirt = Dirt(out, codes)
    for what in (_codes, _shares, _dates, _columns, _encodings, _workbooks, _cells):
        what(dirt)
    return sorted(dirt.expected, key=lambda e: str(e["name"]))


def _registration(name: str, code: str, established: str = "2015-03-04", capital: Any = 100, **more: Any) -> tuple[Any, ...]:
    return (more.get("provider", PROVIDER), more.get("day", DAY), name, code, established, capital, "存续")


def _codes(dirt: Dirt) -> None:
    sound = dirt.code()
    dirt.rows(
        "enterprise.codes.csv",
        _REGISTRATION,
        [
            (_registration("杭州净码一贸易有限公司", sound), ""),
            (_registration("杭州错码二贸易有限公司", wrong_check(dirt.code())), "check_character"),
            (_registration("杭州错码三贸易有限公司", dirt.code()[:17]), "code"),
            (_registration("杭州错码四贸易有限公司", "9133O106MY12345678"), "code"),
            (_registration("杭州错码五贸易有限公司", "9.13301E+17"), "digits_lost"),
            (_registration("杭州无码六贸易有限公司", ""), "identifier"),
            (_registration("杭州净码七贸易有限公司", dirt.code()), ""),
        ],
        "wrong check characters, lost digits and no code at all",
    )


def _shares(dirt: Dirt) -> None:
    code = dirt.code()

    def line(holder: str, share: Any, amount: Any = 10) -> tuple[Any, ...]:
        return (PROVIDER, DAY, "杭州净股贸易有限公司", code, holder, "自然人股东", share, amount)

    dirt.rows(
        "shareholder.shares.csv",
        _HOLDERS,
        [
            (line("赵甲一", 40), ""),
            (line("钱乙二", 120), UNREADABLE),
            (line("孙丙三", -5), UNREADABLE),
            (line("李丁四", 20, -3), UNREADABLE),
            (line("周戊五", 20, "若干"), UNREADABLE),
            (line("吴己六", 20), ""),
        ],
        "a share of 120 %, negative shares and money: the holders are holders, their figures kept as stated",
    )


def _dates(dirt: Dirt) -> None:
    code, count = dirt.code(), iter(range(1, 100))

    def line(day: Any) -> tuple[Any, ...]:
        return (PROVIDER, "杭州净日贸易有限公司", code, f"杭市监罚决字〔2024〕D{next(count)}号", day, PROVIDER)

    sound = ("2024-03-05", "2024/3/5", "2024年3月5日", "20240305", 45356, 1709568000000)
    wrong = ("2024-02-30", "2024-13-01", "昨天", "05.03.24")
    dirt.rows(
        "penalty.dates.csv",
        _PENALTIES,
        [(line(day), "") for day in sound] + [(line(day), "date") for day in wrong],
        "dates in six written forms, and four that are none",
    )


def _columns(dirt: Dirt) -> None:
    code = dirt.code()
    lacking = f"_provider,_day,企业名称\n{PROVIDER},{DAY},杭州缺列贸易有限公司\n"
    dirt.raw("enterprise.no-code-column.csv", lacking.encode(), "no column with a code")
    doubled = f"_provider,_day,企业名称,企业名称,统一社会信用代码\n{PROVIDER},{DAY},杭州甲,杭州乙,{code}\n"
    dirt.raw("enterprise.doubled-column.csv", doubled.encode(), "one column twice")
    dirt.rows("enterprise.headers-only.csv", _REGISTRATION, [], "headers and no row")
    dirt.raw("enterprise.empty.csv", b"", "an empty file")


def _encodings(dirt: Dirt) -> None:
    lines = [",".join(map(str, _registration(f"杭州乱码{n}贸易有限公司", dirt.code()))) for n in "甲乙丙"]
    content = "\n".join([",".join(_REGISTRATION), *lines, ""]).encode("gb18030")
    place = content.index("乱码乙".encode("gb18030"))
    broken = content[:place] + b"\xff" + content[place:]
    note = "one row with a byte that is neither UTF-8 nor GB18030"
    counts: dict[str, Any] = {"rows": 3, "accepted": 2, "rejected": 1, "rejects": [{"line": 3, "rule": "unreadable"}]}
    dirt.raw("enterprise.broken-encoding.csv", broken, note, outcome="rows", **counts)
    dirt.raw("enterprise.binary.csv", bytes(range(256)) * 8, "no text at all")


def _workbooks(dirt: Dirt) -> None:
    headers, code = _HOLDERS, dirt.code()
    path = dirt.out / "shareholder.truncated.xlsx"
    table = XlsxTable(path, headers)
    for number in range(200):
        table.row((PROVIDER, DAY, "杭州断表贸易有限公司", code, f"股东{number}有限公司", "企业法人", 0.5, 5))
    table.close()
    whole = path.read_bytes()
    dirt.raw("shareholder.truncated.xlsx", whole[: len(whole) * 2 // 3], "a workbook cut off: a snapshot that closes nothing")
    path = dirt.out / "enterprise.title-line.xlsx"
    table = XlsxTable(path, ("企业登记信息汇总表",))
    for cells in (_REGISTRATION, *(_registration(f"杭州表头{n}贸易有限公司", dirt.code()) for n in "甲乙")):
        table.row(cells)
    table.close()
    note = "a title, as a merged cell leaves it, above the header"
    dirt.raw(path.name, path.read_bytes(), note, outcome="rows", rows=2, accepted=2, rejected=0, rejects=[])
    bomb = dirt.out / "enterprise.bomb.xlsx"
    table = XlsxTable(bomb, _REGISTRATION)
    for _ in range(450):
        table.row((PROVIDER, DAY, "0" * 160_000, "", "", "", ""))
    table.close()
    dirt.raw("enterprise.bomb.xlsx", bomb.read_bytes(), "a workbook that expands a thousandfold")


def _cells(dirt: Dirt) -> None:
    dirt.rows(
        "enterprise.cells.csv",
        _REGISTRATION,
        [
            (_registration("杭" * 1_000_000, dirt.code()), "too_long"),
            (_registration("杭州净格贸易有限公司", dirt.code(), capital=-50), UNREADABLE),
            (_registration("杭州倒日贸易有限公司", dirt.code(), day="2024-00-00"), "date"),
            (_registration("杭州净格二贸易有限公司", dirt.code()), ""),
        ],
        "a cell of a million characters, negative capital, an impossible day",
    )
