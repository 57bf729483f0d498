"""States of a registration that a reader is warned of, in words: revoked, deregistered, and others not simply in business."""

from collections.abc import Iterable
from types import MappingProxyType

from models.answers.parts import PartyRef
from models.catalogue import Title

IN_BUSINESS = "in_business"
STATES = MappingProxyType(
    {
        "suspended": Title(zh="歇业", en="suspended"),
        "revoked": Title(zh="吊销", en="revoked"),
        "ordered_closed": Title(zh="责令关闭", en="ordered to close"),
        "cancelled": Title(zh="撤销登记", en="registration cancelled"),
        "deregistered": Title(zh="注销", en="deregistered"),
        "moved_out": Title(zh="迁出", en="moved out"),
    }
)
"""The words of each; a state that the catalogue codes otherwise stands for itself."""


def flagged_state(state: str | None) -> str | None:
    """The state of a registration that a reader is warned of (revoked, deregistered, moved out, …); None while in business."""
    return None if state == IN_BUSINESS else state


def said_with_states(text: Title, parties: Iterable[PartyRef]) -> Title:
    """The words about parties, with the state of each that is not in business, once."""
    gone = {party.id: (party, state) for party in parties if (state := flagged_state(party.state)) is not None}
    if not gone:
        return text
    told = [(party.name or party.id, STATES.get(state) or Title(zh=state, en=state)) for party, state in gone.values()]
    zh, en = ("、".join(f"{name}：{word.zh}" for name, word in told), ", ".join(f"{name}: {word.en}" for name, word in told))
    return Title(zh=f"{text.zh}（{zh}）", en=f"{text.en} ({en})")
