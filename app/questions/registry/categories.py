"""The category that a name or a title means, and those that were perhaps meant."""

from app.errors import NotFound
from app.questions.registry.nearest import nearest
from models.catalogue import Catalogue, Category


def category_called(catalogue: Catalogue, text: str) -> Category | None:
    """The category of this name, or of this title in Chinese or English, however its letters are written."""
    return _known(catalogue).get(text.strip().casefold())


def near_categories(catalogue: Catalogue, text: str) -> list[Category]:
    """The categories whose name or title is most like a text, the most alike first."""
    known = _known(catalogue)
    return list({known[name].name: known[name] for name in nearest(text, known)}.values())


def category_of(catalogue: Catalogue, text: str) -> Category:
    """The category of this name or title. Raises NotFound, with those that were perhaps meant."""
    found = category_called(catalogue, text)
    if found is None:
        near = [category.name for category in near_categories(catalogue, text)]
        if near:
            raise NotFound(f"the catalogue has no such category; did you mean {', '.join(near)}?", did_you_mean=near[0])
        raise NotFound("the catalogue has no such category")
    return found


def _known(catalogue: Catalogue) -> dict[str, Category]:
    every = catalogue.categories.values()
    titles = {title.casefold(): c for c in every for title in (c.title.en, c.title.zh)}
    return titles | {c.name: c for c in every}
