"""The parts of which clues are made: what links parties, and the groups of signals of which the strongest counts."""

from enum import StrEnum


class SignalGroup(StrEnum):
    """Signals that say one thing, of which the strongest counts."""

    PLACE = "place"
    CONTACT = "contact"
    PEOPLE = "people"
    AGENT = "agent"
    DOCUMENT = "document"


class ClueKind(StrEnum):
    """What links parties in clues; `link`: a relation on record between two of them that are no persons."""

    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    AGENT = "agent"
    SERIAL = "serial"
    PERSON = "person"
    LINK = "link"
    DOCUMENT = "document"


GROUPS = {
    ClueKind.ADDRESS: SignalGroup.PLACE,
    ClueKind.PHONE: SignalGroup.CONTACT,
    ClueKind.EMAIL: SignalGroup.CONTACT,
    ClueKind.PERSON: SignalGroup.PEOPLE,
    ClueKind.LINK: SignalGroup.PEOPLE,
    ClueKind.AGENT: SignalGroup.AGENT,
    ClueKind.SERIAL: SignalGroup.AGENT,
    ClueKind.DOCUMENT: SignalGroup.DOCUMENT,
}
"""The group of each kind."""
