"""A group of seven invented firms in a graph, small enough to be looked through by hand.

赵一 has 60 % of the head, the head 70 % of the middle; both together have 55 % of the firm, where the register and the annual
report say different things. The firm had the whole of what is below it until June 2024, 40 % since. A list of one more firm
adds up to 120 %, the name of a holder of the middle is hostile, and of the holder of the last firm only the name is known.
"""

from pathlib import Path
from typing import Any

from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from loaders.synthetic.world.codes import reg_check
from tests.support.engines import Engines, chosen
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

HEAD, MIDDLE, FIRM, BELOW, OTHER, HOSTILE, ALONE = (f"uscc:{fresh_code(9_100 + n)}" for n in range(7))
_NUMBER = "33010600000910"
WEAKER = f"reg:{_NUMBER}{reg_check(_NUMBER)}"
HOSTILE_NAME = "=<script>alert('壬')</script>投资有限公司"
NAMES = {
    HEAD: "杭州壬甲控股有限公司",
    MIDDLE: "杭州壬乙投资有限公司",
    FIRM: "杭州壬丙科技有限公司",
    BELOW: "杭州壬丁贸易有限公司",
    OTHER: "杭州壬戊商务有限公司",
    HOSTILE: HOSTILE_NAME,
    ALONE: "杭州壬己咨询有限公司",
}
EARLIER, LATER = "2024-03-01", "2024-07-01"
NAMED = "杭州壬庚实业有限公司"
"""A holder known by its name only."""
OWNER, PARTNER, RIVAL, COMER = "赵一壬", "钱二壬", "孙三壬", "周五壬"
_TOLD = {"_provider": "杭州市市场监督管理局"}


def person(name: str, firm: str) -> str:
    """The identifier of a person known by a name in a firm."""
    return f"person:{firm}:{name}"


def _held(enterprise: str, holder: str, share: int, basis: str = "登记") -> dict[str, Any]:
    firm = holder in NAMES
    return {
        "企业名称": NAMES[enterprise],
        "统一社会信用代码": enterprise[5:],
        "股东名称": NAMES.get(holder, holder),
        "股东类型": "企业法人" if firm or holder == NAMED else "自然人股东",
        "股东代码": holder[5:] if firm else "",
        "出资比例(%)": share,
        "数据依据": basis,
    }


FIRST = [
    _held(HEAD, OWNER, 60),
    _held(HEAD, PARTNER, 40),
    _held(MIDDLE, HEAD, 70),
    _held(MIDDLE, HOSTILE, 30),
    _held(FIRM, HEAD, 30),
    _held(FIRM, MIDDLE, 25),
    _held(FIRM, RIVAL, 45),
    _held(BELOW, FIRM, 100),
    _held(OTHER, FIRM, 60),
    _held(OTHER, RIVAL, 60),
    _held(ALONE, NAMED, 60),
]
REPORTED = [_held(FIRM, HEAD, 80, "年报"), _held(FIRM, RIVAL, 20, "年报")]
SINCE_JUNE = [_held(BELOW, FIRM, 40), _held(BELOW, COMER, 60)]


async def build(engines: Engines, folder: Path, name: str | None = None) -> Settings:
    """Load the group into an empty graph, of the first engine that is tested unless named; the settings that reach it."""
    name = name or chosen()[0]
    catalogue = read_catalogue()
    loaded = Loaded(await engines.clean(name, catalogue), catalogue, engines.settings(name), folder)
    registered = [{"企业名称": n, "统一社会信用代码": i[5:], "企业类型": "有限责任公司"} for i, n in NAMES.items()]
    registered[0]["注册号"] = WEAKER[4:]
    files = {
        "enterprise.csv": (registered, "2024-01-01"),
        "shareholder.csv": (FIRST, "2024-01-01"),
        "shareholder.reported.csv": (REPORTED, "2024-01-01"),
        "shareholder.june.csv": (SINCE_JUNE, "2024-06-01"),
    }
    paths = [sheet(folder / file, [row | _TOLD | {"_day": day} for row in rows]) for file, (rows, day) in files.items()]
    receipts = await loaded.load_all((path, path.name.partition(".")[0]) for path in paths)
    assert not [r.notes for r in receipts if r.error or r.rejected]
    return loaded.settings
