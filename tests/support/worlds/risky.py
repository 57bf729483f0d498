"""Rows of firms whose risk and links are made up, so that their exposure can be worked out by hand."""

from tests.support.desk.commands import decision
from tests.support.worlds.hiding import fresh_code

DAY, JUST = "2024-10-10", "2024-12-01"
"""The day for which records are stated, and one on which none of them counts less for its age."""
COURT = {"_provider": "全国法院执行信息中心", "_day": DAY}
REGISTER = {"_provider": "示例市市场监督管理局", "_day": "2024-01-02"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def firm(letter: str) -> str:
    """The code of the firm of a letter or number."""
    return fresh_code(100 + (LETTERS.index(letter) if letter in LETTERS else int(letter)))


def party(letter: str) -> str:
    """The id of the firm of a letter or number."""
    return f"uscc:{firm(letter)}"


def named(letter: str) -> str:
    """Its name."""
    return f"示例{letter}商贸有限公司"


def registered(letter: str, **more: str) -> dict[str, str]:
    """The registration of a firm."""
    stated = {"统一社会信用代码": firm(letter), "企业名称": named(letter), "企业类型": "有限责任公司", "成立日期": "2015-03-01"}
    return REGISTER | stated | more


def dishonest(letter: str, number: int = 1, **more: str) -> dict[str, str]:
    """80 points: a dishonest debtor."""
    stated = {"被执行人名称": named(letter), "统一社会信用代码": firm(letter), "发布日期": "2024-10-08"}
    return COURT | stated | {"执行案号": f"（2024）浙0106执{letter}{number}号"} | more


def terminated(letter: str, **more: str) -> dict[str, str]:
    """40 points: enforcement that ended without assets."""
    stated = {"被执行人": named(letter), "统一社会信用代码": firm(letter), "案号": f"（2024）浙0106执{letter}40号"}
    return COURT | stated | {"终本日期": "2024-10-08"} | more


def enforced(letter: str, **more: str) -> dict[str, str]:
    """25 points: enforcement."""
    stated = {"被执行人": named(letter), "统一社会信用代码": firm(letter), "案号": f"（2024）浙0106执{letter}25号"}
    return COURT | stated | {"立案时间": "2024-09-02", "执行标的": "480000"} | more


def fined(letter: str, number: int = 1, **more: str) -> dict[str, str]:
    """10 points: an administrative penalty."""
    stated = decision(f"{letter}罚{number}号", 统一社会信用代码=firm(letter), 企业名称=named(letter), 处罚决定日期="2024-10-03")
    return stated | {"_provider": "示例局", "_day": DAY} | more


def guarantees(guarantor: str, debtor: str, ten_thousand: str = "100", **more: str) -> dict[str, str]:
    """That a firm guarantees a debt of another, in units of 10,000 yuan; jointly, unless stated."""
    stated = {"统一社会信用代码": firm(guarantor), "企业名称": named(guarantor), "主债权数额（万元）": ten_thousand}
    ends = {"债务人统一社会信用代码": firm(debtor), "债务人": named(debtor), "保证的方式": "连带保证"}
    return {"_provider": "示例市市场监督管理局", "_day": DAY, "年报年度": "2023"} | stated | ends | more


def reported(letter: str, net_assets: str = "100", **more: str) -> dict[str, str]:
    """An annual report that states net assets, in units of 10,000 yuan."""
    stated = {"统一社会信用代码": firm(letter), "企业名称": named(letter), "所有者权益合计（万元）": net_assets}
    return (
        {"_provider": "示例市市场监督管理局", "_day": "2024-05-02", "年报年度": "2023", "年报日期": "2024-05-01"}
        | stated
        | more
    )


def holds(holder: str, enterprise: str, share: str, **more: str) -> dict[str, str]:
    """That a firm holds a share of another, in per cent."""
    stated = {"被投资企业": named(enterprise), "被投资企业统一社会信用代码": firm(enterprise), "持股比例": f"{share}%"}
    return REGISTER | stated | {"股东名称": named(holder), "股东代码": firm(holder)} | more


def pledges(pledgor: str, enterprise: str, ten_thousand: str = "100", number: int = 1, **more: str) -> dict[str, str]:
    """That a firm pledges a stake in another, in units of 10,000 yuan."""
    stated = {
        "质权登记编号": f"{pledgor}{enterprise}{number}",
        "企业名称": named(enterprise),
        "统一社会信用代码": firm(enterprise),
    }
    amount = {"出质股权数额（万元）": ten_thousand, "登记日期": "2024-01-02", "登记状态": "有效"}
    return REGISTER | stated | {"出质人": named(pledgor), "出质人证照号码": firm(pledgor)} | amount | more


def branch_of(branch: str, head: str, **more: str) -> dict[str, str]:
    """That a firm is a branch of another."""
    stated = {"分支机构名称": named(branch), "分支机构统一社会信用代码": firm(branch)}
    return REGISTER | stated | {"企业名称": named(head), "统一社会信用代码": firm(head)} | more


def holds_post(name: str, enterprise: str, post: str = "董事", **more: str) -> dict[str, str]:
    """That somebody has a post in a firm."""
    return REGISTER | {"企业名称": named(enterprise), "统一社会信用代码": firm(enterprise), "姓名": name, "职务": post} | more


def person(name: str, enterprise: str) -> str:
    """The id of somebody who is known by name in a firm."""
    return f"person:{party(enterprise)}:{name}"
