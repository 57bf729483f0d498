"""Rows of every department's records under the headers that its systems use: each is read as what it says."""

from typing import Any

import pytest

from models.statements import Reject
from tests.support.checking import CATALOGUE, check, read_row

FIRM = {"entName": "杭州示例有限公司", "uniscId": "91330106MA2AAAAA0X"}
NAME = {"企业名称": "杭州示例有限公司"}
DAY = "1514736000000"
"""2018-01-01 in China as milliseconds, as the publicity site states days."""
CASES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "dishonest_debtor": (
        {
            "iname": "杭州示例有限公司",
            "caseCode": "(2019)浙0106执1号",
            "courtName": "杭州市西湖区人民法院",
            "publishDate": "20190301",
        }
        | {
            "performance": "全部未履行",
            "disruptTypeName": "有履行能力而拒不履行",
            "partyTypeName": "1",
            "buesinessEntity": "某甲",
        },
        {"case_no": "(2019)浙0106执1号", "published_on": "2019-03-01", "performance": "none", "legal_representative": "某甲"},
    ),
    "enforcement": (
        {
            "pname": "杭州示例有限公司",
            "caseCode": "（2019）浙0106执2号",
            "execMoney": "12000",
            "caseCreateTime": "2019年3月1日",
        },
        {"amount": 12000.0, "filed_on": "2019-03-01"},
    ),
    "terminated_enforcement": (
        {"xm": "杭州示例有限公司", "caseCode": "(2019)浙0106执3号", "caseFinalTime": "20191001", "noExecMoney": "1,234.5"},
        {"unpaid": 1234.5, "ended_on": "2019-10-01"},
    ),
    "consumption_restriction": (
        {"xname": "某乙", "qyinfo": "杭州示例有限公司", "caseCode": "(2019)浙0106执4号", "publishDate": "2019-11-01"},
        {"issued_on": "2019-11-01"},
    ),
    "online_shop": (
        NAME
        | {"平台名称": "示例平台有限公司", "shopUrl": "https://shop.example/1", "shopName": "某店", "openDate": "2020-02-03"},
        {"shop_name": "某店", "shop_url": "https://shop.example/1", "opened_on": "2020-02-03"},
    ),
    "news": (
        NAME | {"title": "某报道", "uri": "https://a.example/1", "rtm": "1514736000000", "emotion": "-1", "tags": "环保;处罚"},
        {"published_on": "2018-01-01", "sentiment": "negative", "tags": ("环保", "处罚")},
    ),
    "objection": (
        NAME | {"objectionNo": "YY1", "applyDate": "2021-03-04", "applyContent": "金额有误", "异议处理结果": "部分成立"},
        {"applied_on": "2021-03-04", "content": "金额有误", "result": "partly"},
    ),
    "credit_repair": (
        NAME | {"修复编号": "XF1", "修复状态": "已修复", "申请日期": "2021-03-04", "办结日期": "2021-03-20", "修复备注": "无"},
        {"state": "granted", "decided_on": "2021-03-20", "note": "无"},
    ),
    "judgment": (
        NAME | {"案号": "(2019)浙0106民初5号", "法院": "杭州市西湖区人民法院", "诉讼地位": "被告", "裁判日期": "2019-05-01"},
        {"party_role": "defendant", "decided_on": "2019-05-01"},
    ),
    "bankruptcy": (
        {"被申请人": "杭州示例有限公司", "案号": "(2020)浙01破1号", "案件类型": "破产清算", "公开时间": "2020-01-02"},
        {"case_type": "liquidation", "published_on": "2020-01-02"},
    ),
    "equity_freeze": (
        FIRM
        | {"inv": "某丙", "froAm": "50", "executeNo": "(2018)浙01执6号", "froDocNo": "(2018)浙01民初7号", "frozState": "1"}
        | {"froFrom": DAY, "froTo": "1609344000000", "froAuth": "杭州市中级人民法院", "executeItem": "1"},
        {
            "amount": 500_000.0,
            "notice_no": "(2018)浙01执6号",
            "ruling_no": "(2018)浙01民初7号",
            "state": "frozen",
            "item": "freeze",
        }
        | {"frozen_from": "2018-01-01", "frozen_until": "2020-12-31"},
    ),
    "tax_arrears": (
        {
            "纳税人名称": "杭州示例有限公司",
            "欠税税种": "增值税",
            "欠税余额（元）": "51234.56",
            "税务机关": "某区税务局",
            "发布日期": "2020-04-30",
        },
        {"balance": 51234.56, "tax_type": "增值税", "announced_on": "2020-04-30"},
    ),
    "abnormal_taxpayer": (
        {"纳税人名称": "杭州示例有限公司", "非正常户认定日期": "2019-02-01", "认定单位": "某区税务局"},
        {"recognised_on": "2019-02-01"},
    ),
    "tax_credit_grade": (
        {"纳税人名称": "杭州示例有限公司", "评价年度": "2019", "信用等级": "A级", "评定时间": "2020-04-01"},
        {"assessed_year": 2019, "grade": "A"},
    ),
    "major_tax_violation": (
        {"纳税人名称": "杭州示例有限公司", "案件性质": "虚开发票", "主要违法事实": "虚开", "公布日期": "2021-06-01"},
        {"case_nature": "虚开发票", "published_on": "2021-06-01"},
    ),
    "wage_arrears_list": (
        {
            "aab004": "杭州示例有限公司",
            "aab003": "91330106MA2AAAAA0X",
            "lrsj": "2022-01-05",
            "fbqx": "2025-01-05",
            "abb012": "拖欠工资",
        },
        {"listed_on": "2022-01-05", "expected_removal": "2025-01-05", "cause": "拖欠工资"},
    ),
    "government_procurement_violation": (
        {
            "供应商名称": "杭州示例有限公司",
            "严重违法失信行为的具体情形": "提供虚假材料",
            "处罚日期": "2020-03-03",
            "执法单位": "某市财政局",
        },
        {"facts": "提供虚假材料", "punished_on": "2020-03-03"},
    ),
    "annual_report": (
        FIRM
        | {
            "anCheYear": "2019",
            "anCheDate": DAY,
            "assGro": "120.5",
            "empNum": "8",
            "womemPNum": "3",
            "vendInc": "企业选择不公示",
        },
        {"report_year": 2019, "assets": 1_205_000.0, "employees": 8, "women": 3, "turnover": None, "reported_on": "2018-01-01"},
    ),
    "annual_report_social_insurance": (
        FIRM | {"anCheYear": "2019", "anCheDate": DAY, "insurance": "so410", "insured": "12", "单位累计欠缴金额（万元）": "0"},
        {"insurance": "injury", "insured": 12, "arrears": 0.0},
    ),
    "contribution": (
        FIRM | {"inv": "某丁", "side": "认缴", "subConForm_CN": "货币", "subConAm": "10", "currency": "2018-01-01"},
        {"amount": 100_000.0, "made_on": "2018-01-01", "side": "subscribed"},
    ),
    "equity_change": (
        FIRM | {"inv": "某丁", "transAmPrBf": "30", "transAmPrAf": "51", "altDate": DAY},
        {"before": 0.3, "after": 0.51, "changed_on": "2018-01-01"},
    ),
    "guarantee": (
        FIRM
        | {"mortgagor": "杭州债务有限公司", "more": "某银行", "priClaSecAm": "300", "priClaSecKind": "1", "gaType": "2"}
        | {"pefPerForm": DAY, "pefPerTo": "253402185600000", "anCheYear": "2017"},
        {"amount": 3_000_000.0, "claim_type": "contract", "method": "joint", "due_until": "9999-12-31"},
    ),
    "simple_deregistration": (
        FIRM | {"noticeFrom": DAY, "noticeTo": "1516464000000", "regOrg": "杭州市西湖区市场监督管理局"},
        {"notice_from": "2018-01-01", "notice_until": "2018-01-21"},
    ),
    "deregistration": (
        NAME | {"CANDATE": "2021-02-03", "注销原因": "决议解散"},
        {"cancelled_on": "2021-02-03", "cause": "决议解散"},
    ),
    "licence_revocation": (NAME | {"REVDATE": "2021-02-03", "REVBASIS": "长期停业"}, {"revoked_on": "2021-02-03"}),
    "administrative_compulsion": (
        {"行政相对人名称": "杭州示例有限公司", "行政强制文书号": "杭市监强〔2020〕1号", "行政强制决定日期": "2020/6/1"}
        | {"行政强制机关": "某局", "解除临时查封时间": "2020-07-01"},
        {"document_no": "杭市监强〔2020〕1号", "decided_on": "2020-06-01", "lifted_on": "2020-07-01"},
    ),
    "administrative_check": (
        {
            "行政相对人名称": "杭州示例有限公司",
            "检查编号": "J1",
            "检查日期": "2020-06-01",
            "检查结论": "02",
            "检查机关": "某局",
        },
        {"conclusion": "correct"},
    ),
    "consumer_complaint": (
        {
            "invopt": "杭州示例有限公司",
            "regiNo": "T1",
            "regTime": "2020-06-01 10:11:12",
            "isreconcile": "1",
            "infoType": "质量",
        },
        {"complaint_no": "T1", "received_on": "2020-06-01", "reconciled": True},
    ),
    "chattel_mortgage": (
        FIRM | {"morRegCNo": "杭动抵1", "regiDate": DAY, "priClaSecAm": "20", "regCapCur_CN": "美元", "type": "1"},
        {"amount": 200_000.0, "amount_currency": "USD", "state": "in_force"},
    ),
    "intellectual_property_pledge": (
        FIRM
        | {
            "tmRegNo": "9001",
            "tmName": "示例",
            "kinds": "1",
            "pledgor": "杭州示例有限公司",
            "impOrg": "某银行",
            "pleRegPerFrom": DAY,
        },
        {"ip_type": "trademark", "pledged_from": "2018-01-01"},
    ),
    "registration_migration": (FIRM | {"direction": "QX", "moved_on": "2020-01-01"}, {"direction": "out"}),
    "position_ban": (
        {
            "clientName": "某戊",
            "企业名称": "杭州示例有限公司",
            "limitType": "0",
            "limitDateStart": "2020-01-01",
            "limitNO": "X1",
        },
        {"limit_type": "revoked_firm", "from_on": "2020-01-01"},
    ),
    "joint_measure": (
        FIRM | {"batchNo": "B1", "direction": "惩戒", "punExeDept": "某局", "exeBegin": "2020-01-01", "isLife": "0"},
        {"direction": "punish", "lifelong": False},
    ),
    "land_transfer": (
        {"tdSyqr": "杭州示例有限公司", "dzBaBh": "3301", "成交价格(万元)": "100", "面积(公顷)": "1.5"},
        {"price": 1_000_000.0, "area": 1.5},
    ),
    "prepaid_card": (
        {"发卡企业名称": "杭州示例有限公司", "季度": "2020Q1", "预收资金余额（万元）": "40", "填报日期": "2020-04-10"},
        {"balance": 400_000.0, "quarter": "2020Q1"},
    ),
}


@pytest.mark.parametrize("category", CASES)
def test_headers_of_departments_are_read(category: str) -> None:
    cells, wanted = CASES[category]
    (statement,) = read_row(category, cells).statements
    assert {name: statement.values.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("name", ["dishonest_debtor", "enforcement", "judgment", "bankruptcy"])
def test_a_case_without_its_number_is_refused(name: str) -> None:
    cells, _ = CASES[name]
    (found,) = check(name, [{header: "" if header in ("caseCode", "案号") else cell for header, cell in cells.items()}])
    assert isinstance(found, Reject)


def test_no_personal_number_is_stored_in_clear() -> None:
    row = {
        "iname": "某甲",
        "证件类型": "居民身份证",
        "证件号码": "110101199003070011",
        "caseCode": "1号",
        "publishDate": "20190301",
    }
    (statement,) = read_row("dishonest_debtor", row).statements
    assert "110101199003070011" not in repr(statement)


def test_what_concerns_persons_is_for_few() -> None:
    for name in ("consumption_restriction", "position_ban"):
        prop = CATALOGUE[name].by_name["person"]
        assert max(prop.level, CATALOGUE[name].level) >= 1
    for name in ("tax_arrears", "major_tax_violation"):
        number = CATALOGUE[name].by_name["taxpayer_no"]
        assert (number.level, number.sensitive) == (3, True)
