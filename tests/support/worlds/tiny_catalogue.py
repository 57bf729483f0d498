"""A small catalogue in Python, for tests that need no files."""

from typing import Any

from models.catalogue import Catalogue


def prop(name: str, kind: str = "text", zh: str = "属性", en: str | None = None, **more: Any) -> dict[str, Any]:
    """A property."""
    return {"name": name, "type": kind, "title": {"zh": zh, "en": en or name.replace("_", " ").capitalize()}, **more}


def party(name: str, zh: str, *kinds: str, **more: Any) -> dict[str, Any]:
    """A property that refers to a party."""
    return prop(name, "party", zh, kinds=list(kinds or ("Enterprise",)), **more)


ENTERPRISE = {
    "name": "enterprise",
    "title": {"zh": "登记信息", "en": "Registration"},
    "display_class": "basic",
    "mode": "upsert",
    "time": "state",
    "identifies": True,
    "party": {"kind": "Enterprise", "identifiers": ["code"], "names": ["name", "former_names"]},
    "record": {"label": "Registration"},
    "key": ["code"],
    "properties": [
        prop("code", "uscc", "统一社会信用代码", required=True),
        prop("name", zh="企业名称", required=True),
        prop("former_names", "texts", "曾用名"),
        prop("address", "address", "住所"),
        prop("capital", "money", "注册资本"),
        prop("phone", "phone", "联系电话", sensitive=True),
        prop("tax_note", zh="涉税备注", level=2),
    ],
}
PENALTY = {
    "name": "penalty",
    "title": {"zh": "行政处罚", "en": "Penalties"},
    "display_class": "warning",
    "mode": "append",
    "time": "event",
    "record": {"label": "Penalty", "about": {"punished": "enterprise"}, "issued_by": "authority"},
    "key": ["document_number", "enterprise"],
    "properties": [
        prop("document_number", zh="决定书文号", required=True),
        party("enterprise", "行政相对人"),
        party("authority", "处罚机关", "Department"),
        prop("content", zh="处罚内容"),
        prop("fine", "money", "罚款金额"),
    ],
}
ABNORMAL = {
    "name": "abnormal",
    "title": {"zh": "经营异常名录", "en": "Abnormal operations"},
    "display_class": "notice",
    "mode": "upsert",
    "time": "state",
    "record": {"label": "Abnormal", "about": {"listed": "enterprise"}},
    "key": ["enterprise"],
    "properties": [party("enterprise", "企业"), prop("reason", zh="列入原因")],
}
COMPLAINT = {
    "name": "complaint",
    "title": {"zh": "举报线索", "en": "Complaints"},
    "display_class": "notice",
    "level": 2,
    "mode": "append",
    "time": "event",
    "record": {"label": "Complaint", "about": {"accused": "enterprise"}},
    "key": ["number"],
    "properties": [prop("number", zh="编号"), party("enterprise", "企业"), prop("text", zh="内容")],
}
SHAREHOLDER = {
    "name": "shareholder",
    "title": {"zh": "股东及出资", "en": "Shareholders"},
    "display_class": "basic",
    "mode": "upsert",
    "time": "state",
    "edge": {"label": "Shareholding", "type": "INVESTS_IN", "source": "holder", "target": "enterprise", "anchor": "target"},
    "key": ["enterprise", "holder"],
    "measure": "share",
    "properties": [
        party("enterprise", "企业"),
        party("holder", "股东", "Enterprise", "Person", "Department", person_in="enterprise"),
        prop("share", "share", "持股比例"),
        prop("secret_share", "share", "代持比例", level=2),
    ],
}
POSITION = {
    "name": "position",
    "title": {"zh": "主要人员", "en": "Key personnel"},
    "display_class": "basic",
    "mode": "upsert",
    "time": "state",
    "edge": {"label": "Position", "type": "HOLDS_POSITION", "source": "person", "target": "enterprise", "anchor": "target"},
    "key": ["enterprise", "person", "post"],
    "properties": [
        party("enterprise", "企业"),
        party("person", "姓名", "Person", person_in="enterprise"),
        prop("post", zh="职务"),
    ],
}


def tiny_catalogue() -> Catalogue:
    """Registrations, penalties, a list, a restricted category, and two kinds of relationship."""
    forms = (ENTERPRISE, PENALTY, ABNORMAL, COMPLAINT, SHAREHOLDER, POSITION)
    return Catalogue.model_validate({"categories": {c["name"]: c for c in forms}})
