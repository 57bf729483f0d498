"""Categories whose records a deployment has approved before the public sees them, beside those that say so in their file."""

from pydantic import ValidationError

from app.errors import SettingsError
from models.catalogue import Catalogue
from models.catalogue_terms import Approval


def with_approvals(catalogue: Catalogue, first: str) -> Catalogue:
    """The catalogue with the categories of the setting `approve_first` approved first (`judgment=privacy, licence=secrets`).

    What the file of a category says stays where the setting does not name it.

    Raises:
        SettingsError: there is no such category or reason, a category is named twice, says who is who, which is shown without
            approval, or is not for the public at all.
    """
    categories, named = dict(catalogue.categories), set[str]()
    for entry in filter(None, (one.strip() for one in first.split(","))):
        name, _, reasons = (part.strip() for part in entry.partition("="))
        category = categories.get(name)
        if category is None:
            raise SettingsError(f"QUANJING_APPROVE_FIRST: there is no category {name!r}")
        if category.identifies:
            raise SettingsError(f"QUANJING_APPROVE_FIRST: {name}: records that say who is who are shown without approval")
        if category.level > 0:
            raise SettingsError(f"QUANJING_APPROVE_FIRST: {name}: the public is not shown its records, approved or not")
        if name in named:
            raise SettingsError(f"QUANJING_APPROVE_FIRST: {name} is named twice: name it once, with all its reasons")
        named.add(name)
        categories[name] = category.model_copy(update={"approval": _approval(name, reasons)})
    return catalogue.model_copy(update={"categories": categories}) if first.strip() else catalogue


def _approval(name: str, reasons: str) -> Approval:
    try:
        return Approval.model_validate({"reasons": [one.strip() for one in reasons.split("+")]})
    except ValidationError:
        raise SettingsError(
            f"QUANJING_APPROVE_FIRST: {name} needs its reasons: secrets, privacy or secrets+privacy after an equals sign"
        ) from None
