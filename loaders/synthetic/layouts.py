"""The columns of department files: the header of each field of a record, in Chinese and in GSXT names."""

from typing import NamedTuple


class LayoutColumn(NamedTuple):
    """One column: the record's field, its Chinese header, its GSXT name where there is one, and the kind of its values."""

    field: str
    zh: str
    gsxt: str = ""
    kind: str = "text"

    def header(self, gsxt: bool, yuan: bool) -> str:
        """The header, in GSXT or Chinese. Chinese ones state the unit of money; GSXT amounts are always in 万元."""
        if gsxt and self.gsxt:
            return self.gsxt
        if self.kind == "money":
            return f"{self.zh}({'元' if yuan else '万元'})"
        return f"{self.zh}(%)" if self.kind == "percent" else self.zh


_SENDER = (LayoutColumn("provider", "_provider"), LayoutColumn("day", "_day", kind="date"))
_LISTS = frozenset({"shareholder", "key_person"})
RESERVED = (LayoutColumn("seq", "_seq"), LayoutColumn("action", "_action"), LayoutColumn("level", "_level"))
_FIRM = (
    LayoutColumn("firm", "企业名称", "entName"),
    LayoutColumn("firm_uscc", "统一社会信用代码", "uniscId"),
    LayoutColumn("firm_reg", "注册号", "regNo"),
)
_PERSON = (
    LayoutColumn("person", "姓名", "name"),
    LayoutColumn("post", "职务", "position_CN"),
    LayoutColumn("person_document", "证件类型"),
    LayoutColumn("person_identity", "证件号码"),
)

LAYOUTS: dict[str, tuple[LayoutColumn, ...]] = {
    "department": (
        LayoutColumn("name", "部门名称"),
        LayoutColumn("uscc", "统一社会信用代码"),
        LayoutColumn("short", "部门简称"),
        LayoutColumn("region", "行政区划"),
    ),
    "enterprise": (
        LayoutColumn("name", "企业名称", "entName"),
        LayoutColumn("uscc", "统一社会信用代码", "uniscId"),
        LayoutColumn("reg", "注册号", "regNo"),
        LayoutColumn("former", "曾用名"),
        LayoutColumn("type", "企业类型", "entType_CN"),
        LayoutColumn("head", "法定代表人", "leRep"),
        LayoutColumn("principal", "负责人"),
        LayoutColumn("operator", "经营者"),
        LayoutColumn("investor", "投资人"),
        LayoutColumn("partner", "执行事务合伙人"),
        LayoutColumn("capital", "注册资本", "regCap", "money"),
        LayoutColumn("established", "成立日期", "estDate", "date"),
        LayoutColumn("from", "营业期限自", "opFrom", "date"),
        LayoutColumn("until", "营业期限至", "opTo", "date"),
        LayoutColumn("authority", "登记机关", "regOrg_CN"),
        LayoutColumn("approved", "核准日期", "apprDate", "date"),
        LayoutColumn("status", "登记状态", "regState_CN"),
        LayoutColumn("address", "住所", "dom"),
        LayoutColumn("region", "行政区划"),
        LayoutColumn("industry", "行业代码"),
        LayoutColumn("scope", "经营范围", "opScope"),
        LayoutColumn("phone", "联系电话"),
        LayoutColumn("email", "电子邮箱"),
    ),
    "listed_company": (
        LayoutColumn("firm", "企业名称"),
        LayoutColumn("firm_uscc", "统一社会信用代码"),
        LayoutColumn("stock", "证券代码"),
        LayoutColumn("short", "证券简称"),
        LayoutColumn("exchange", "上市地点"),
        LayoutColumn("listed_on", "上市日期", kind="date"),
    ),
    "shareholder": (
        *_FIRM,
        LayoutColumn("holder", "股东", "inv"),
        LayoutColumn("holder_type", "股东类型", "invType_CN"),
        LayoutColumn("holder_code", "证照号码", "bLicNo"),
        LayoutColumn("holder_document", "证件类型"),
        LayoutColumn("holder_identity", "证件号码"),
        LayoutColumn("percent", "出资比例", kind="percent"),
        LayoutColumn("subscribed", "认缴出资额", "subConAm", "money"),
        LayoutColumn("contributed_as", "认缴出资方式", "conForm_CN"),
        LayoutColumn("due", "认缴出资日期", "conDate", "date"),
        LayoutColumn("paid", "实缴出资额", "acConAm", "money"),
        LayoutColumn("paid_on", "实缴出资日期", kind="date"),
        LayoutColumn("basis", "数据依据"),
    ),
    "listed_holder": (
        LayoutColumn("stock", "证券代码"),
        LayoutColumn("firm", "公司名称"),
        LayoutColumn("reported", "报告期", kind="date"),
        LayoutColumn("announced", "公告日期", kind="date"),
        LayoutColumn("holder", "股东名称"),
        LayoutColumn("holder_type", "股东类型"),
        LayoutColumn("holder_code", "股东统一社会信用代码"),
        LayoutColumn("shares", "持股数量(股)"),
        LayoutColumn("percent", "持股比例", kind="percent"),
    ),
    "key_person": (*_FIRM, *_PERSON),
    "executive": (
        LayoutColumn("stock", "证券代码"),
        LayoutColumn("firm", "公司名称"),
        *_PERSON,
    ),
    "legal_representative": (
        *_FIRM,
        LayoutColumn("person", "姓名", "leRep"),
        LayoutColumn("post", "职务"),
        LayoutColumn("person_document", "证件类型"),
        LayoutColumn("person_identity", "证件号码"),
        LayoutColumn("person_code", "法定代表人代码"),
    ),
    "branch": (
        LayoutColumn("firm", "企业名称", "entName"),
        LayoutColumn("head_code", "统一社会信用代码", "uniscId"),
        LayoutColumn("branch", "分支机构名称", "brName"),
        LayoutColumn("branch_uscc", "分支机构统一社会信用代码", "regNo"),
        LayoutColumn("authority", "登记机关", "regOrg_CN"),
    ),
    "licence": (
        *_FIRM,
        LayoutColumn("licence", "许可文件名称", "licName_CN"),
        LayoutColumn("number", "许可文件编号", "licNo"),
        LayoutColumn("issued", "许可决定日期", kind="date"),
        LayoutColumn("from", "有效期自", "valFrom", "date"),
        LayoutColumn("until", "有效期至", "valTo", "date"),
        LayoutColumn("content", "许可内容", "licItem"),
        LayoutColumn("authority", "许可机关", "licAnth"),
        LayoutColumn("authority_uscc", "许可机关统一社会信用代码"),
    ),
    "penalty": (
        LayoutColumn("firm", "行政相对人名称"),
        LayoutColumn("category", "行政相对人类别"),
        LayoutColumn("firm_uscc", "行政相对人代码_1(统一社会信用代码)"),
        LayoutColumn("firm_reg", "行政相对人代码_2(工商注册号)"),
        LayoutColumn("firm_org", "行政相对人代码_3(组织机构代码)"),
        LayoutColumn("head", "法定代表人"),
        LayoutColumn("number", "行政处罚决定书文号", "penDecNo"),
        LayoutColumn("offence", "违法行为类型", "illegActType"),
        LayoutColumn("facts", "违法事实"),
        LayoutColumn("law", "处罚依据"),
        LayoutColumn("kind", "处罚类别"),
        LayoutColumn("content", "处罚内容", "penContent"),
        LayoutColumn("fine", "罚款金额", kind="money"),
        LayoutColumn("decided", "处罚决定日期", "penDecIssDate", "date"),
        LayoutColumn("grave", "失信严重程度"),
        LayoutColumn("shown_until", "公示截止期", kind="date"),
        LayoutColumn("authority", "处罚机关", "penAuth_CN"),
        LayoutColumn("authority_uscc", "处罚机关统一社会信用代码"),
    ),
    "abnormal_operations": (
        *_FIRM,
        LayoutColumn("reason", "列入原因", "speCause_CN"),
        LayoutColumn("listed", "列入日期", "abntime", "date"),
        LayoutColumn("authority", "作出决定机关", "decOrg_CN"),
        LayoutColumn("removal_reason", "移出原因", "remExcpRes_CN"),
        LayoutColumn("removed", "移出日期", "remDate", "date"),
        LayoutColumn("removed_by", "移出决定机关", "reDecOrg_CN"),
    ),
    "serious_violation": (
        *_FIRM,
        LayoutColumn("reason", "列入原因", "speCause_CN"),
        LayoutColumn("listed", "列入日期", "abntime", "date"),
        LayoutColumn("authority", "作出决定机关", "decOrg_CN"),
        LayoutColumn("removal_reason", "移出原因", "remExcpRes_CN"),
        LayoutColumn("removed", "移出日期", "remDate", "date"),
    ),
    "spot_check": (
        *_FIRM,
        LayoutColumn("authority", "检查实施机关", "insAuth_CN"),
        LayoutColumn("checked", "抽查日期", "insDate", "date"),
        LayoutColumn("type", "抽查类型", "insType"),
        LayoutColumn("result", "抽查结果", "insRes_CN"),
    ),
    "registration_change": (
        *_FIRM,
        LayoutColumn("item", "变更事项", "altItem_CN"),
        LayoutColumn("before", "变更前", "altBe"),
        LayoutColumn("after", "变更后", "altAf"),
        LayoutColumn("changed", "变更日期", "altDate", "date"),
    ),
    "equity_pledge": (
        *_FIRM,
        LayoutColumn("number", "股权出质登记编号", "equityNo"),
        LayoutColumn("pledgor", "出质人", "pledgor"),
        LayoutColumn("pledgor_type", "出质人类型"),
        LayoutColumn("pledgor_code", "出质人证照号码"),
        LayoutColumn("pledgor_document", "出质人证件类型"),
        LayoutColumn("pledgor_identity", "出质人证件号码"),
        LayoutColumn("pledgee", "质权人", "impOrg"),
        LayoutColumn("amount", "出质股权数额", "impAm", "money"),
        LayoutColumn("pledged", "股权出质设立登记日期", "equPleDate", "date"),
        LayoutColumn("cancelled", "注销日期", kind="date"),
        LayoutColumn("status", "状态"),
    ),
}


def columns_of(category: str, part: str) -> tuple[LayoutColumn, ...]:
    """The columns of a category's file; further files, and lists that may be incomplete, have one for the action of a row."""
    return _SENDER + (RESERVED if part or category in _LISTS else ()) + LAYOUTS[category]
