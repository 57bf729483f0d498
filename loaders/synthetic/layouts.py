"""The columns of department files: which field of a record stands under which header, in Chinese and in GSXT names."""

from typing import NamedTuple


class Column(NamedTuple):
    """One column: the record's field, its Chinese header, its GSXT name where one is in use, and how it is spelled."""

    field: str
    zh: str
    gsxt: str = ""
    kind: str = "text"

    def header(self, gsxt: bool, yuan: bool) -> str:
        """The header in one of the two dialects. Chinese ones say the unit; GSXT amounts are always in 万元."""
        if gsxt and self.gsxt:
            return self.gsxt
        if self.kind == "money":
            return f"{self.zh}({'元' if yuan else '万元'})"
        return f"{self.zh}(%)" if self.kind == "percent" else self.zh


_SENDER = (Column("provider", "_provider"), Column("day", "_day", kind="date"))
_LISTS = frozenset({"shareholder", "key_person"})
RESERVED = (Column("seq", "_seq"), Column("action", "_action"), Column("level", "_level"))
_FIRM = (
    Column("firm", "企业名称", "entName"),
    Column("firm_uscc", "统一社会信用代码", "uniscId"),
    Column("firm_reg", "注册号", "regNo"),
)
_PERSON = (
    Column("person", "姓名", "name"),
    Column("post", "职务", "position_CN"),
    Column("person_document", "证件类型"),
    Column("person_identity", "证件号码"),
)

LAYOUTS: dict[str, tuple[Column, ...]] = {
    "department": (
        Column("name", "部门名称"),
        Column("uscc", "统一社会信用代码"),
        Column("short", "部门简称"),
        Column("region", "行政区划"),
    ),
    "enterprise": (
        Column("name", "企业名称", "entName"),
        Column("uscc", "统一社会信用代码", "uniscId"),
        Column("reg", "注册号", "regNo"),
        Column("former", "曾用名"),
        Column("type", "企业类型", "entType_CN"),
        Column("head", "法定代表人", "leRep"),
        Column("principal", "负责人"),
        Column("operator", "经营者"),
        Column("investor", "投资人"),
        Column("partner", "执行事务合伙人"),
        Column("capital", "注册资本", "regCap", "money"),
        Column("established", "成立日期", "estDate", "date"),
        Column("from", "营业期限自", "opFrom", "date"),
        Column("until", "营业期限至", "opTo", "date"),
        Column("authority", "登记机关", "regOrg_CN"),
        Column("approved", "核准日期", "apprDate", "date"),
        Column("status", "登记状态", "regState_CN"),
        Column("address", "住所", "dom"),
        Column("region", "行政区划"),
        Column("industry", "行业代码"),
        Column("scope", "经营范围", "opScope"),
        Column("phone", "联系电话"),
        Column("email", "电子邮箱"),
    ),
    "listed_company": (
        Column("firm", "企业名称"),
        Column("firm_uscc", "统一社会信用代码"),
        Column("stock", "证券代码"),
        Column("short", "证券简称"),
        Column("exchange", "上市地点"),
        Column("listed_on", "上市日期", kind="date"),
    ),
    "shareholder": (
        *_FIRM,
        Column("holder", "股东", "inv"),
        Column("holder_type", "股东类型", "invType_CN"),
        Column("holder_code", "证照号码", "bLicNo"),
        Column("holder_document", "证件类型"),
        Column("holder_identity", "证件号码"),
        Column("percent", "出资比例", kind="percent"),
        Column("subscribed", "认缴出资额", "subConAm", "money"),
        Column("contributed_as", "认缴出资方式", "conForm_CN"),
        Column("due", "认缴出资日期", "conDate", "date"),
        Column("paid", "实缴出资额", "acConAm", "money"),
        Column("paid_on", "实缴出资日期", kind="date"),
        Column("basis", "数据依据"),
    ),
    "listed_holder": (
        Column("stock", "证券代码"),
        Column("firm", "公司名称"),
        Column("reported", "报告期", kind="date"),
        Column("announced", "公告日期", kind="date"),
        Column("holder", "股东名称"),
        Column("holder_type", "股东类型"),
        Column("holder_code", "股东统一社会信用代码"),
        Column("shares", "持股数量(股)"),
        Column("percent", "持股比例", kind="percent"),
    ),
    "key_person": (*_FIRM, *_PERSON),
    "executive": (
        Column("stock", "证券代码"),
        Column("firm", "公司名称"),
        *_PERSON,
    ),
    "legal_representative": (
        *_FIRM,
        Column("person", "姓名", "leRep"),
        Column("post", "职务"),
        Column("person_document", "证件类型"),
        Column("person_identity", "证件号码"),
        Column("person_code", "法定代表人代码"),
    ),
    "branch": (
        Column("firm", "企业名称", "entName"),
        Column("head_code", "统一社会信用代码", "uniscId"),
        Column("branch", "分支机构名称", "brName"),
        Column("branch_uscc", "分支机构统一社会信用代码", "regNo"),
        Column("authority", "登记机关", "regOrg_CN"),
    ),
    "licence": (
        *_FIRM,
        Column("licence", "许可文件名称", "licName_CN"),
        Column("number", "许可文件编号", "licNo"),
        Column("issued", "许可决定日期", kind="date"),
        Column("from", "有效期自", "valFrom", "date"),
        Column("until", "有效期至", "valTo", "date"),
        Column("content", "许可内容", "licItem"),
        Column("authority", "许可机关", "licAnth"),
        Column("authority_uscc", "许可机关统一社会信用代码"),
    ),
    "penalty": (
        Column("firm", "行政相对人名称"),
        Column("category", "行政相对人类别"),
        Column("firm_uscc", "行政相对人代码_1(统一社会信用代码)"),
        Column("firm_reg", "行政相对人代码_2(工商注册号)"),
        Column("firm_org", "行政相对人代码_3(组织机构代码)"),
        Column("head", "法定代表人"),
        Column("number", "行政处罚决定书文号", "penDecNo"),
        Column("offence", "违法行为类型", "illegActType"),
        Column("facts", "违法事实"),
        Column("law", "处罚依据"),
        Column("kind", "处罚类别"),
        Column("content", "处罚内容", "penContent"),
        Column("fine", "罚款金额", kind="money"),
        Column("decided", "处罚决定日期", "penDecIssDate", "date"),
        Column("grave", "失信严重程度"),
        Column("shown_until", "公示截止期", kind="date"),
        Column("authority", "处罚机关", "penAuth_CN"),
        Column("authority_uscc", "处罚机关统一社会信用代码"),
    ),
    "abnormal_operations": (
        *_FIRM,
        Column("reason", "列入原因", "speCause_CN"),
        Column("listed", "列入日期", "abntime", "date"),
        Column("authority", "作出决定机关", "decOrg_CN"),
        Column("removal_reason", "移出原因", "remExcpRes_CN"),
        Column("removed", "移出日期", "remDate", "date"),
        Column("removed_by", "移出决定机关", "reDecOrg_CN"),
    ),
    "serious_violation": (
        *_FIRM,
        Column("reason", "列入原因", "speCause_CN"),
        Column("listed", "列入日期", "abntime", "date"),
        Column("authority", "作出决定机关", "decOrg_CN"),
        Column("removal_reason", "移出原因", "remExcpRes_CN"),
        Column("removed", "移出日期", "remDate", "date"),
    ),
    "spot_check": (
        *_FIRM,
        Column("authority", "检查实施机关", "insAuth_CN"),
        Column("checked", "抽查日期", "insDate", "date"),
        Column("type", "抽查类型", "insType"),
        Column("result", "抽查结果", "insRes_CN"),
    ),
    "registration_change": (
        *_FIRM,
        Column("item", "变更事项", "altItem_CN"),
        Column("before", "变更前", "altBe"),
        Column("after", "变更后", "altAf"),
        Column("changed", "变更日期", "altDate", "date"),
    ),
    "equity_pledge": (
        *_FIRM,
        Column("number", "股权出质登记编号", "equityNo"),
        Column("pledgor", "出质人", "pledgor"),
        Column("pledgor_type", "出质人类型"),
        Column("pledgor_code", "出质人证照号码"),
        Column("pledgor_document", "出质人证件类型"),
        Column("pledgor_identity", "出质人证件号码"),
        Column("pledgee", "质权人", "impOrg"),
        Column("amount", "出质股权数额", "impAm", "money"),
        Column("pledged", "股权出质设立登记日期", "equPleDate", "date"),
        Column("cancelled", "注销日期", kind="date"),
        Column("status", "状态"),
    ),
}


def columns_of(category: str, part: str) -> tuple[Column, ...]:
    """The columns of a category's files; where lists may be incomplete, and in further files, rows say what they do."""
    return _SENDER + (RESERVED if part or category in _LISTS else ()) + LAYOUTS[category]
