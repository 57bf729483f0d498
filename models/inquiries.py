"""Answers of inquiries: what was worked out, and when it holds."""

from models.answers import Stamp
from models.beneficial import BeneficialOwners
from models.control import Control, CorporateGroup
from models.related import Related


class ControlAnswer(Control, Stamp):
    """Who controls a party and what it controls, as of a day."""


class BeneficialOwnersAnswer(BeneficialOwners, Stamp):
    """The computed beneficial owners of an enterprise, as of a day."""


class GroupAnswer(CorporateGroup, Stamp):
    """The group a party belongs to, as of a day."""


class RelatedAnswer(Related, Stamp):
    """The related parties of an enterprise, as of a day."""
