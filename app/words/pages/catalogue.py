"""Words of the pages of the catalogue, and how terms and durations are said, Chinese and English."""

from models.catalogue import Category, Title
from models.catalogue_terms import Approval
from models.values.durations import duration_parts

CATALOGUE: dict[str, tuple[str, str]] = {
    "catalogue_lead": (
        "归集什么、由谁提供、何时报送、向谁公开、认得哪些表头，以及已归集多少、有多新。",
        "What is collected, from whom, by when, and who may see it; which headers are understood; how much there is.",
    ),
    "catalogue_counts": (
        "{groups} 组 {categories} 类信息，数据项 {properties} 个；其中 {loaded} 类已有归集。",
        "{categories} categories in {groups} groups, with {properties} properties; of {loaded} something has been loaded.",
    ),
    "catalogue_beijing": (
        "对照：北京市的目录为 94 类、286 项。本目录 {categories} 类；“项”的口径各地不同，此处按列计数，不作数量上的比较。",
        (
            "For comparison: Beijing's catalogue has 94 classes and 286 items. This one has {categories} categories; it counts "
            "columns as properties, which is not the same as items, so that only classes compare."
        ),
    ),
    "catalogue_find": ("查找类别", "Find a category"),
    "catalogue_find_hint": ("类别、提供单位、法规、数据项或表头", "A category, sender, law, property or header"),
    "catalogue_found": ("含有“{q}”的类别：{n}", "Categories with “{q}”: {n}"),
    "catalogue_all": ("全部类别", "All categories"),
    "catalogue_none": ("没有这样的类别。", "There is no such category."),
    "col_category": ("类别", "Category"),
    "col_from": ("提供单位", "From whom"),
    "col_due": ("报送时限", "Due"),
    "col_level": ("公开范围", "For whom"),
    "col_held": ("归集情况", "What is there"),
    "batches_n": ("{n} 个批次", "batches: {n}"),
    "rows_n": ("{n} 行", "rows: {n}"),
    "withheld_level": ("不在查看范围内", "not open to you"),
    "about_category": ("基本情况", "What it is"),
    "law_of": ("依据", "Law"),
    "law_none": ("未载明", "not stated"),
    "approval_first": ("公示前审核", "Approved before publicity"),
    "approval_secrets": ("国家秘密、商业秘密", "secrets of state or trade"),
    "approval_privacy": ("个人隐私、个人信息", "privacy"),
    "due_none": ("未设定", "not set"),
    "due_working_days": ("{n} 个工作日内", "within {n} working days"),
    "due_days": ("{n} 日内（自然日）", "within {n} days of the calendar"),
    "due_since": ("自{what}起 ", ", after: {what}"),
    "due_day_of_next_year": ("次年 {n} 前", "by {n} of the next year"),
    "due_day_of_next_month": ("次月 {n} 日前", "by day {n} of the next month"),
    "group_in": ("所属分组", "Group"),
    "kept_how": ("归集方式", "How it is kept"),
    "shown_as": ("展示方式", "How it is shown"),
    "key_of": ("区分记录的数据项", "What tells records apart"),
    "public_for": ("公示期限", "Term of publicity"),
    "public_for_since": ("{day} 起", "since {day}"),
    "public_for_otherwise": ("其余", "otherwise"),
    "public_for_good": ("长期", "without end"),
    "public_for_not": ("不公示", "not shown"),
    "held_title": ("已归集", "What is there"),
    "held_none": ("尚未归集。", "Nothing has been loaded yet."),
    "held_withheld": (
        "该类信息不在查看范围内，是否已归集不予显示。",
        "This category is not open to you; whether there is any of it is not shown.",
    ),
    "held_batches": ("批次", "Batches"),
    "held_rows": ("行数", "Rows"),
    "held_newest": ("数据截至", "Newest day"),
    "held_last": ("最近归集", "Last loaded"),
    "held_providers": ("整批报送的单位：", "Who sent whole batches: "),
    "held_rows_hint": ("行数含受限的记录，仅供部门查看。", "Rows count restricted records too, and are for departments alone."),
    "send_title": ("怎样报送", "How to send it"),
    "send_template": ("下载模板（XLSX），按“填写说明”填好后可直接上传：", "A workbook to fill in, which loads as it is:"),
    "send_template_zh": ("中文表头", "Chinese headers"),
    "send_template_en": ("英文数据项名", "names of properties"),
    "send_pages": ("在网页上：", "On pages:"),
    "send_program": ("由程序推送：", "By a program:"),
    "send_command": ("用命令行：", "On the command line:"),
    "send_key": ("需由运行单位发给密钥。", "It needs a key, which whoever runs the service issues."),
    "properties_title": ("数据项与可识别的表头", "Properties and the headers understood"),
    "properties_hint": (
        "表头的全半角、大小写、空格、编号和括注不影响识别；金额以元为单位、比例按百分数或小数读取，表头或单元格另有写明的从其所写。",
        (
            "Width, case, blanks and numbering of a header do not count. Amounts are in yuan, and shares in per cent or "
            "fractions, where header or cell says nothing else."
        ),
    ),
    "unit_10000": ("万", "× 10,000"),
    "unit_0.01": ("百分数", "per cent"),
    "part_name": ("名称", "name"),
    "part_code": ("代码", "code"),
    "part_uscc": ("统一社会信用代码", "credit code"),
    "part_reg": ("注册号", "registration number"),
    "part_org": ("组织机构代码", "organisation code"),
    "part_stock": ("证券代码", "stock code"),
    "part_dept": ("部门代码", "department code"),
    "part_src": ("来源编号", "number at its source"),
    "part_kind": ("主体类型", "kind"),
    "part_region": ("行政区划", "division"),
    "part_pid_type": ("证件类型", "document type"),
    "part_pid_country": ("签发国", "country of issue"),
    "part_pid": ("证件号码", "document number"),
    "part_currency": ("币种", "currency"),
    "reserved__provider": ("提供单位", "Provider"),
    "reserved__day": ("数据日期", "Day of the row"),
    "reserved__seq": ("行序", "Order"),
    "reserved__action": ("办理方式（更正、终止、撤回）", "What is done (correct, end, withdraw)"),
    "reserved__level": ("该行的公开级别", "Level of the row"),
    "sensitive": ("脱敏", "masked"),
    "changes_title": ("版本与变更", "Versions and changes"),
    "changes_none": ("尚无变更（第 1 版）。", "No change so far (version 1)."),
    "change_version": ("第 {n} 版", "Version {n}"),
}
_UNITS = (("年", "year"), ("个月", "month"), ("天", "day"))


def due_of(category: Category) -> Title:
    """By when a record of a category must have been sent, and since which of its days that is counted."""
    due = category.due
    if due is None:
        return _title("due_none")
    ((key, n),) = due.model_dump(exclude_none=True, exclude={"since"}).items()
    zh, en = (text.format(n=n) for text in CATALOGUE[f"due_{key}"])
    if due.since:
        since, (zh_since, en_since) = category.by_name[due.since].title, CATALOGUE["due_since"]
        zh, en = zh_since.format(what=since.zh) + zh, en + en_since.format(what=since.en)
    return Title(zh=zh, en=en)


def approval_of(approval: Approval) -> Title:
    """Why records are approved before the public sees them."""
    texts = [CATALOGUE[f"approval_{reason}"] for reason in approval.reasons]
    return Title(zh="、".join(zh for zh, _ in texts), en=", ".join(en for _, en in texts))


def duration_of(duration: str | None) -> Title:
    """An ISO 8601 duration of publicity: 3 年, 3 years; for good where there is none."""
    if duration is None:
        return _title("public_for_good")
    parts = [(n, unit) for n, unit in zip(duration_parts(duration), _UNITS, strict=True) if n]
    if not parts:
        return _title("public_for_not")
    return Title(
        zh="".join(f"{n} {zh}" for n, (zh, _) in parts), en=" ".join(f"{n} {en}{'s' * (n != 1)}" for n, (_, en) in parts)
    )


def _title(key: str) -> Title:
    zh, en = CATALOGUE[key]
    return Title(zh=zh, en=en)
