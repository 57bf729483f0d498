"""What an empty file for a category says of its columns, in Chinese and English."""

from collections.abc import Mapping

from models.catalogue import Property, TypeName

HEADS = {
    "zh": ("列", "必填", "内容", "填写说明", "示例"),
    "en": ("Column", "Required", "Content", "How to fill it in", "Example"),
}
SHEET = {"zh": "填写说明", "en": "Instructions"}
"""The sheet of explanations; readers of workbooks know by these names that it holds no rows."""
REQUIRED = {"zh": "是", "en": "yes"}
INVALID = {"zh": "请从列表中选择", "en": "choose one of the list"}
OF_PROVIDER = {
    "zh": ("数据来源单位", "报送该行数据的单位全称；上传时已选单位的可留空", "杭州市市场监督管理局"),
    "en": ("Provider", "Who sends the row; may stay empty where it is given with the file", "杭州市市场监督管理局"),
}
OF_DAY = {
    "zh": ("数据日期", "该行所述情况的日期；整份文件为同一日期的可留空", "2024-03-20"),
    "en": ("Day", "The day that the row speaks of; may stay empty where one day is given for the file", "2024-03-20"),
}
PARTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "zh": {
        "name": ("全称，与登记一致", "杭州示例有限公司"),
        "uscc": ("18 位统一社会信用代码；有代码的必填", "91330106EXAMPLE115"),
        "code": ("18 位统一社会信用代码；有代码的必填", "91330106EXAMPLE115"),
        "kind": ("企业、自然人、个体工商户、机关、社会组织等", "企业法人"),
        "pid_type": ("自然人的证件类型", "居民身份证"),
        "pid": ("自然人的证件号码；只存加密值，不公开", ""),
        "pid_country": ("护照等外国证件的签发国", "中国"),
    },
    "en": {
        "name": ("The full name, as registered", "杭州示例有限公司"),
        "uscc": ("The unified social credit code of 18 characters, wherever there is one", "91330106EXAMPLE115"),
        "code": ("The unified social credit code of 18 characters, wherever there is one", "91330106EXAMPLE115"),
        "kind": ("Enterprise, natural person, sole trader, department, organisation and the like", "企业法人"),
        "pid_type": ("Kind of the identity document of a natural person", "居民身份证"),
        "pid": ("Its number; only a keyed hash is stored, and never shown", ""),
        "pid_country": ("The country of a passport or other foreign document", "中国"),
    },
}
TYPES: Mapping[str, Mapping[TypeName, tuple[str, str]]] = {
    "zh": {
        TypeName.TEXT: ("文字", ""),
        TypeName.TEXTS: ("文字，多项以分号分隔", ""),
        TypeName.DATE: ("日期，年-月-日；长期有效填“长期”", "2024-03-20"),
        TypeName.MONEY: ("金额，单位为元；其他币种请在数字后写明", "120000"),
        TypeName.SHARE: ("百分数，30 即 30%", "30"),
        TypeName.NUMBER: ("数字", "12.5"),
        TypeName.INTEGER: ("整数", "12"),
        TypeName.BOOLEAN: ("是或否", "是"),
        TypeName.CHOICE: ("从列表中选择", ""),
        TypeName.ORG: ("9 位组织机构代码", ""),
        TypeName.REG: ("15 位注册号", ""),
        TypeName.REGION: ("行政区划代码（6 位）或全称", "330106"),
        TypeName.INDUSTRY: ("国民经济行业代码或名称", "F5271"),
        TypeName.ADDRESS: ("完整地址", "浙江省杭州市西湖区示例路1号"),
    },
    "en": {
        TypeName.TEXT: ("Text", ""),
        TypeName.TEXTS: ("Text; several with semicolons between them", ""),
        TypeName.DATE: ("A day, year-month-day; 长期 for one without end", "2024-03-20"),
        TypeName.MONEY: ("An amount in yuan; another currency stands behind the number", "120000"),
        TypeName.SHARE: ("Per cent: 30 is 30 %", "30"),
        TypeName.NUMBER: ("A number", "12.5"),
        TypeName.INTEGER: ("A whole number", "12"),
        TypeName.BOOLEAN: ("是 (yes) or 否 (no)", "是"),
        TypeName.CHOICE: ("One of the list", ""),
        TypeName.ORG: ("The organisation code of 9 characters", ""),
        TypeName.REG: ("The registration number of 15 digits", ""),
        TypeName.REGION: ("Code of the division (6 digits) or its full name", "330106"),
        TypeName.INDUSTRY: ("Code or name of the industry (GB/T 4754)", "F5271"),
        TypeName.ADDRESS: ("The whole address", "浙江省杭州市西湖区示例路1号"),
    },
}
LIMITED = {"zh": "不公开", "en": "not public"}


def of_type(prop: Property, language: str) -> tuple[str, str]:
    """How a property of its type is written, and an example; for codes and other plain texts, as for text."""
    known = TYPES[language]
    return known.get(prop.type, known[TypeName.TEXT])
